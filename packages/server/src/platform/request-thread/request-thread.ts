import { Worker } from 'node:worker_threads'
import { AppError } from '../errors/index.ts'
import { SerialQueue } from '../serial-queue/index.ts'

type Waiting = { resolve: (result: unknown) => void; reject: (error: Error) => void }
export type ThreadRequest<Q> = { id: number; question: Q }
export type ThreadResponse = { id: number } & ({ result: unknown } | { failed: string })

/**
 * A thread that answers requests one by one. Starts with the first request, and again after a crash: requests in
 * progress then fail and can be repeated.
 */
export class RequestThread<Questions extends Record<string, { ask: object; answer: unknown }>> {
  private readonly program: URL
  private readonly data: object
  private readonly onLost: () => void
  private readonly waiting = new Map<number, Waiting>()
  private worker: Worker | undefined
  private lastId = 0
  private closed = false

  /** @param onLost called after a crash, when a new thread without state has replaced it */
  constructor(program: URL, data: object = {}, onLost: () => void = () => undefined) {
    this.program = program
    this.data = data
    this.onLost = onLost
  }

  request<Name extends keyof Questions & string>(
    name: Name,
    input: Questions[Name]['ask'],
  ): Promise<Questions[Name]['answer']> {
    if (this.closed) return Promise.reject(stopped('it was closed'))
    if (this.worker === undefined) {
      this.worker = this.start()
    }
    const id = ++this.lastId
    const { worker } = this
    worker.ref()
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      worker.postMessage({ id, question: { name, ...input } })
    })
  }

  async close(): Promise<void> {
    this.closed = true
    await this.worker?.terminate()
  }

  private start(): Worker {
    const worker = new Worker(this.program, { workerData: this.data })
    worker.on('message', (response: ThreadResponse) => {
      const pending = this.waiting.get(response.id)
      this.waiting.delete(response.id)
      if ('result' in response) pending?.resolve(response.result)
      else pending?.reject(new AppError({ code: 'internal', message: response.failed }))
      // Allows the process to exit when idle.
      if (this.waiting.size === 0) worker.unref()
    })
    worker.on('error', (error: Error) => this.fail(worker, error.message))
    worker.on('exit', (code) => this.fail(worker, `it ended with code ${code}`))
    return worker
  }

  private fail(worker: Worker, why: string): void {
    if (worker !== this.worker) return
    this.worker = undefined
    const waiting = [...this.waiting.values()]
    this.waiting.clear()
    for (const { reject } of waiting) reject(stopped(why))
    if (!this.closed) this.onLost()
  }
}

function stopped(why: string): AppError {
  const message = `a worker thread stopped: ${why}`
  return new AppError({ code: 'interrupted', message, retryable: true })
}

/** Answers requests in order, so that at most one is in progress. */
export function createResponder<Q>(
  post: (response: ThreadResponse) => void,
  answer: (question: Q) => Promise<unknown>,
): (options: ThreadRequest<Q>) => void {
  const turns = new SerialQueue()
  return ({ id, question }) => {
    void turns
      .run(() => answer(question))
      .then(
        (result) => post({ id, result }),
        (error: unknown) => post({ id, failed: (error as Error).message }),
      )
  }
}
