import { Worker } from 'node:worker_threads'
import type { Lexicon, Listing, Verdict } from '@touchstone/contract'
import type { TermPlace } from '@touchstone/recognition'
import type { EngineParts } from './engine.ts'

/** What an engine on trial says of one of the listings that it was given. */
export type TrialOutcome = {
  /** Which of the listings. */
  place: number
  verdict: Verdict
  reason: string | null
  /** Where the terms stand that were asked for. */
  places: TermPlace[]
}
export type TrialAnswer = TrialOutcome[]

export type TrialOptions = {
  parts: EngineParts
  /**
   * Lexicons of what may make a difference: listings in which none of their terms stands are left
   * out of the answers. Every listing is in them where none are given.
   */
  probe?: Lexicon[] | undefined
  /** Ids of the terms whose places are told. */
  terms: string[]
  memoryMb?: number
}

export type EngineTrial = {
  /** Undefined where the time is up first; it answers nothing after that. */
  read(listings: readonly Listing[], deadlineMs: number): Promise<TrialAnswer | undefined>
  close(): Promise<void>
}

/**
 * An engine in a thread of its own, for some seconds: nothing that is served waits for it. Settles
 * when it reads, so that the time of a trial is the time in which it reads.
 */
export async function openTrial({
  memoryMb = 1024,
  ...workerData
}: TrialOptions): Promise<EngineTrial> {
  const worker = new Worker(new URL('./trial-worker.ts', import.meta.url), {
    workerData,
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  })
  const died = Promise.withResolvers<never>()
  died.promise.catch(() => undefined)
  worker.once('error', (error) => died.reject(error))
  worker.once('exit', () => died.reject(new Error('the trial engine ended')))
  const ready = Promise.withResolvers<void>()
  worker.once('message', () => ready.resolve())
  await Promise.race([ready.promise, died.promise])
  return {
    read: async (listings, deadlineMs) => {
      const answered = Promise.withResolvers<TrialAnswer | undefined>()
      const timer = setTimeout(() => answered.resolve(undefined), Math.max(0, deadlineMs))
      worker.once('message', answered.resolve)
      worker.postMessage(listings)
      try {
        return await Promise.race([answered.promise, died.promise])
      } finally {
        clearTimeout(timer)
        worker.off('message', answered.resolve)
      }
    },
    close: async () => void (await worker.terminate()),
  }
}
