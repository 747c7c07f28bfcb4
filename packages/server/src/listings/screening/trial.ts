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

/** What a trial engine is compiled from. */
export type TrialStart = {
  parts: EngineParts
  /**
   * Lexicons with the relevant terms: listings without any of them are left out of the results. Without lexicons, all
   * listings are included.
   */
  probe?: Lexicon[] | undefined
  /** Ids of the terms whose positions to return. */
  terms: string[]
}

/** Messages to a trial's thread: it starts a trial, reads listings for it, and forgets it. */
export type TrialRequest =
  | { kind: 'start'; start: TrialStart }
  | { kind: 'read'; listings: readonly Listing[] }
  | { kind: 'end' }

export type EngineTrial = {
  /** Undefined if time runs out first; no results follow after that. */
  read(listings: readonly Listing[], deadlineMs: number): Promise<TrialAnswer | undefined>
  close(): Promise<void>
}

const memoryMb = 1024
/** People try one wording after another: the next trial finds a thread with its modules loaded. */
const restMs = 60_000
let resting: TrialThread | undefined

/**
 * A short-lived engine in its own thread, so that nothing live waits for it. Resolves when it is compiled, so that a
 * trial's time counts only reading.
 */
export async function openTrial(start: TrialStart): Promise<EngineTrial> {
  const thread = resting ?? new TrialThread()
  resting = undefined
  await thread.start(start)
  return {
    read: (listings, deadlineMs) => thread.read(listings, deadlineMs),
    close: () => leave(thread),
  }
}

/** Keeps a thread for the next trial, unless it still works for this one or another thread rests. */
async function leave(thread: TrialThread): Promise<void> {
  if (!thread.isIdle || resting !== undefined) return thread.stop()
  thread.rest()
  resting = thread
}

class TrialThread {
  private readonly worker = new Worker(new URL('./trial-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: memoryMb },
  })
  private readonly died = Promise.withResolvers<never>()
  isIdle = false
  private leaving: NodeJS.Timeout | undefined

  constructor() {
    this.died.promise.catch(() => undefined)
    this.worker.once('error', (error) => this.died.reject(error))
    this.worker.once('exit', () => {
      if (resting === this) resting = undefined
      this.died.reject(new Error('the trial engine ended'))
    })
  }

  async start(start: TrialStart): Promise<void> {
    clearTimeout(this.leaving)
    this.worker.ref()
    await this.request({ kind: 'start', start })
  }

  async read(listings: readonly Listing[], deadlineMs: number): Promise<TrialAnswer | undefined> {
    const tooLate = Promise.withResolvers<undefined>()
    const timer = setTimeout(() => tooLate.resolve(undefined), Math.max(0, deadlineMs))
    try {
      const answer = this.request<TrialAnswer>({ kind: 'read', listings })
      return await Promise.race([answer, tooLate.promise])
    } finally {
      clearTimeout(timer)
    }
  }

  /** Forgets its trial, and ends unless another one starts soon. */
  rest(): void {
    this.post({ kind: 'end' })
    this.worker.unref()
    this.leaving = setTimeout(() => void this.stop(), restMs).unref()
  }

  async stop(): Promise<void> {
    await this.worker.terminate()
  }

  private async request<T>(request: TrialRequest): Promise<T> {
    this.isIdle = false
    const answered = Promise.withResolvers<T>()
    this.worker.once('message', answered.resolve)
    this.post(request)
    const answer = await Promise.race([answered.promise, this.died.promise])
    this.isIdle = true
    return answer
  }

  private post(request: TrialRequest): void {
    this.worker.postMessage(request)
  }
}
