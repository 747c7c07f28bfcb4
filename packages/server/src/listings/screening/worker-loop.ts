import type { MessagePort } from 'node:worker_threads'
import type { Assessment, Listing } from '@touchstone/contract'
import type { SharedTables } from '@touchstone/recognition'
import type { Engine } from './engine.ts'
import type { EngineParts } from './engine-parts.ts'
import type { MadeEngine } from './shared-engine.ts'
import type { ListingFacts } from './types.ts'

export type WorkerStart = {
  /** The chunk in progress and the index in it, to find the listing at which a worker died. */
  progress: Int32Array<SharedArrayBuffer>
}

/** The first message to a worker: what to compile, and by which tables, if there are any. */
export type WorkerBegin = { parts: EngineParts; tables?: SharedTables | undefined }
export type WorkerRequest = {
  chunk: number
  listings: readonly Listing[]
  /** What is known beyond the listings, in the same order. */
  facts?: readonly (ListingFacts | undefined)[]
}
export type WorkerOutcome = Assessment | { failed: string }
export type WorkerMessage =
  | { ready: { name: string; baseRate: number; made?: MadeEngine } }
  | { chunk: number; outcomes: WorkerOutcome[] }

/**
 * A worker's first listing. The engine builds its index of disguised names when it first meets a disguised word,
 * which takes hundreds of milliseconds for a large catalog: no sender should wait for that.
 */
const first: Listing = { id: 'first', title: 'A plain c0tton shirt' }

/** Marks an idle worker. */
export const idle = -1

/** A worker's loop: compiles its engine, then assesses chunk after chunk. */
export function runWorker(
  port: MessagePort,
  compile: (parts: EngineParts, tables?: SharedTables) => { engine: Engine; made?: MadeEngine },
  { progress }: WorkerStart,
): void {
  port.once('message', ({ parts, tables }: WorkerBegin) =>
    answerChunks(port, compile(parts, tables), progress),
  )
}

function answerChunks(
  port: MessagePort,
  { engine, made }: { engine: Engine; made?: MadeEngine },
  progress: Int32Array<SharedArrayBuffer>,
): void {
  const post = (message: WorkerMessage): void => port.postMessage(message)
  port.on('message', ({ chunk, listings, facts }: WorkerRequest) => {
    const outcomes = listings.map((listing, place): WorkerOutcome => {
      Atomics.store(progress, 1, place)
      Atomics.store(progress, 0, chunk)
      try {
        return engine.screen(listing, facts?.[place])
      } catch (error) {
        return { failed: (error as Error).message }
      }
    })
    Atomics.store(progress, 0, idle)
    post({ chunk, outcomes })
  })
  const { baseRate = 0 } = engine.screen(first)
  post({ ready: { name: engine.name, baseRate, ...(made && { made }) } })
}
