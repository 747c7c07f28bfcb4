import { Worker } from 'node:worker_threads'
import { TouchstoneError } from '@touchstone/contract'
import type { NetworkFileNames } from '@touchstone/server/config'
import type { Described } from './describe-image-file.ts'
import type { FileReading } from './read-image-file.ts'

export type FileRequest = { id: number; path: string }
export type FileResult<Result> = { id: number; result: Result }
/** Sent once by each thread. */
export const loadedMessage = 'loaded'

type Waiting<Result> = { resolve: (result: Result) => void; reject: (error: Error) => void }

/** Threads that describe pictures, to compare them with others. */
export function describers(
  threads: number,
  networks: NetworkFileNames = {},
): PictureThreads<Described> {
  return new PictureThreads(threads, new URL('./describe-image-worker.ts', import.meta.url), {
    networks,
  })
}

/** Threads that read text and codes in pictures; without `text` only codes, which is much faster. */
export function readers(
  threads: number,
  { text, networks = {} }: { text: boolean; networks?: NetworkFileNames },
): PictureThreads<FileReading> {
  const program = new URL('./read-image-worker.ts', import.meta.url)
  return new PictureThreads(threads, program, { text, networks })
}

/** Threads that process pictures, one file at a time each. */
export class PictureThreads<Result> {
  /** Most files in progress: one running and one waiting per thread. */
  readonly capacity: number
  private readonly workers: WorkerThread<Result>[]

  constructor(threads: number, program: URL, workerData?: object) {
    this.capacity = threads * 2
    this.workers = Array.from(
      { length: threads },
      () => new WorkerThread(new Worker(program, { workerData })),
    )
  }

  read(path: string): Promise<Result> {
    const idlest = this.workers.reduce((one, other) => (other.load < one.load ? other : one))
    return idlest.read(path)
  }

  async close(): Promise<void> {
    await Promise.all(this.workers.map((thread) => thread.stop()))
  }
}

class WorkerThread<Result> {
  private readonly worker: Worker
  private readonly loaded: Promise<void>
  private readonly waiting = new Map<number, Waiting<Result>>()
  private failure: Error | undefined
  private lastId = 0

  constructor(worker: Worker) {
    this.worker = worker
    this.loaded = new Promise((resolve) => {
      this.worker.once('message', () => resolve()).once('exit', () => resolve())
    })
    this.worker.on('message', (message: FileResult<Result> | typeof loadedMessage) => {
      if (message === loadedMessage) return
      const { id, result } = message
      this.waiting.get(id)?.resolve(result)
      this.waiting.delete(id)
    })
    this.worker.on('error', (error: Error) => this.fail(error.message, error))
    this.worker.on('exit', (code) => this.fail(`it ended with code ${code}`))
  }

  get load(): number {
    return this.waiting.size
  }

  read(path: string): Promise<Result> {
    if (this.failure) return Promise.reject(this.failure)
    const id = ++this.lastId
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      const question: FileRequest = { id, path }
      this.worker.postMessage(question)
    })
  }

  async stop(): Promise<void> {
    // A thread that is ended while it loads native code ends the process.
    await this.loaded
    await this.worker.terminate()
  }

  private fail(why: string, cause?: unknown): void {
    this.failure ??= new TouchstoneError({
      code: 'internal',
      message: `a thread that reads pictures stopped: ${why}`,
      retryable: true,
      cause,
    })
    for (const { reject } of this.waiting.values()) reject(this.failure)
    this.waiting.clear()
  }
}
