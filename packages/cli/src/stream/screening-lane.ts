import { Worker } from 'node:worker_threads'
import { TouchstoneError, type Catalog, type Weights } from '@touchstone/contract'
import type { SharedTables } from '@touchstone/recognition'
import type { Block } from './blocks.ts'
import { LineWriter } from './line-writer.ts'
import {
  screenBlock,
  type BlockOptions,
  type BlockResult,
  type LinePortfolios,
  type LineScreener,
} from './screen-block.ts'

export type LinesBlock = Extract<Block, { kind: 'lines' }> & { portfolios?: LinePortfolios }

/** Where blocks are screened: in this thread or in several others. Results arrive in any order. */
export type Lane = {
  /** Most blocks waiting or in progress. */
  capacity: number
  screen(block: LinesBlock): Promise<BlockResult>
  close(): Promise<void>
}

export function ownThread(screener: LineScreener, options: BlockOptions): Lane {
  // One block at a time, written before the next, so that one buffer is enough.
  const writer = new LineWriter()
  return {
    capacity: 1,
    screen: async ({ bytes, firstLine, portfolios }) => {
      writer.clear()
      return screenBlock(screener, bytes, firstLine, options, writer, portfolios)
    },
    close: async () => undefined,
  }
}

/** What each worker needs to start its own engine. */
export type WorkerStart = {
  catalog: Catalog
  starterPack: boolean
  asOf: string
  weights?: Weights
  /** All threads read them in the same memory. */
  tables: SharedTables
  options: BlockOptions
}

export type WorkerQuestion = Omit<LinesBlock, 'kind'> & { id: number }
export type WorkerAnswer = { id: number; result: BlockResult }

export type WorkerLaneOptions = {
  threads: number
  start: WorkerStart
  /** The worker's program and Node options; tests use an engine of their own. */
  program?: URL
  execArgv?: string[]
}

// A line's values are short-lived: with more room memory grows for minutes before it levels off, with less a worker
// spends a tenth of its time on collection.
const maxYoungGenerationSizeMb = 48

/**
 * Screens in up to `threads` workers, each with its own engine. A worker starts only when all others are busy, so
 * that a short input does not start engines in vain.
 */
export function workerThreads({ threads, start, program, execArgv }: WorkerLaneOptions): Lane {
  const url = program ?? new URL('./screening-worker.ts', import.meta.url)
  const settings = { workerData: start, execArgv, resourceLimits: { maxYoungGenerationSizeMb } }
  const workers: WorkerThread[] = []
  const freeWorker = (): WorkerThread => {
    const [idlest] = workers.toSorted((a, b) => a.load - b.load)
    if (idlest && (idlest.load === 0 || workers.length === threads)) return idlest
    const thread = new WorkerThread(new Worker(url, settings))
    workers.push(thread)
    return thread
  }
  let lastId = 0
  return {
    capacity: threads * 2,
    screen: (block) => {
      lastId++
      const { kind: _, ...question } = block
      return freeWorker().screen({ ...question, id: lastId })
    },
    close: async () => {
      await Promise.all(workers.map((thread) => thread.stop()))
    },
  }
}

type Waiting = { resolve: (result: BlockResult) => void; reject: (error: Error) => void }

class WorkerThread {
  private readonly worker: Worker
  private readonly waiting = new Map<number, Waiting>()
  private failure: Error | undefined

  constructor(worker: Worker) {
    this.worker = worker
    worker.on('message', (answer: WorkerAnswer) => {
      this.waiting.get(answer.id)?.resolve(answer.result)
      this.waiting.delete(answer.id)
    })
    worker.on('error', (error: Error) => this.fail(error.message, error))
    worker.on('exit', (code) => this.fail(`it ended with code ${code}`))
  }

  get load(): number {
    return this.waiting.size
  }

  screen(question: WorkerQuestion): Promise<BlockResult> {
    if (this.failure) return Promise.reject(this.failure)
    return new Promise((resolve, reject) => {
      this.waiting.set(question.id, { resolve, reject })
      this.worker.postMessage(question, [question.bytes.buffer])
    })
  }

  async stop(): Promise<void> {
    await this.worker.terminate()
  }

  private fail(why: string, cause?: unknown): void {
    this.failure ??= new TouchstoneError({
      code: 'internal',
      message: `a screening thread stopped: ${why}. Try again with --threads 1`,
      retryable: true,
      cause,
    })
    for (const { reject } of this.waiting.values()) reject(this.failure)
    this.waiting.clear()
  }
}
