import { Worker } from 'node:worker_threads'
import type { Lexicon, Listing, Verdict } from '@touchstone/contract'
import type { TermPlace } from '@touchstone/recognition'
import type { EngineParts } from './engine-parts.ts'

/** A trial engine's result for one of the given listings. */
export type TrialOutcome = {
  /** Index of the listing. */
  place: number
  verdict: Verdict
  reason: string | null
  /** Positions of the requested terms. */
  places: TermPlace[]
}
export type TrialAnswer = TrialOutcome[]

export type TrialOptions = {
  parts: EngineParts
  /**
   * Lexicons with the relevant terms: listings without any of them are left out of the results. Without lexicons, all
   * listings are included.
   */
  probe?: Lexicon[] | undefined
  /** Ids of the terms whose positions to return. */
  terms: string[]
  memoryMb?: number
}

export type EngineTrial = {
  /** Undefined if time runs out first; no results follow after that. */
  read(listings: readonly Listing[], deadlineMs: number): Promise<TrialAnswer | undefined>
  close(): Promise<void>
}

/**
 * A short-lived engine in its own thread, so that nothing live waits for it. Resolves when it is compiled, so that a
 * trial's time counts only reading.
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
