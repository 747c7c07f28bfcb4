import { Worker } from 'node:worker_threads'
import { TouchstoneError } from '@touchstone/contract'
import type { Described } from './describe-file.ts'

export type Question = { id: number; path: string }
export type Answer = { id: number; described: Described }

type Waiting = { resolve: (described: Described) => void; reject: (error: Error) => void }

/** Threads that read and describe pictures, each a file at a time. */
export class Describers {
  /** Files that may be asked for at once: one at work and one waiting in each thread. */
  readonly capacity: number
  private readonly hands: Hand[]

  constructor(threads: number) {
    this.capacity = threads * 2
    this.hands = Array.from({ length: threads }, () => new Hand())
  }

  describe(path: string): Promise<Described> {
    const idlest = this.hands.reduce((one, other) => (other.load < one.load ? other : one))
    return idlest.ask(path)
  }

  async close(): Promise<void> {
    await Promise.all(this.hands.map((hand) => hand.stop()))
  }
}

class Hand {
  private readonly worker = new Worker(new URL('./worker.ts', import.meta.url))
  private readonly waiting = new Map<number, Waiting>()
  private failure: Error | undefined
  private lastId = 0

  constructor() {
    this.worker.on('message', ({ id, described }: Answer) => {
      this.waiting.get(id)?.resolve(described)
      this.waiting.delete(id)
    })
    this.worker.on('error', (error: Error) => this.fail(error.message, error))
    this.worker.on('exit', (code) => this.fail(`it ended with code ${code}`))
  }

  get load(): number {
    return this.waiting.size
  }

  ask(path: string): Promise<Described> {
    if (this.failure) return Promise.reject(this.failure)
    const id = ++this.lastId
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      const question: Question = { id, path }
      this.worker.postMessage(question)
    })
  }

  async stop(): Promise<void> {
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
