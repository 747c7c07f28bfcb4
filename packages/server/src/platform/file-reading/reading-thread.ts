import { Worker } from 'node:worker_threads'
import { AppError } from '../errors/index.ts'
import type { FromThread, ToThread } from './protocol.ts'

export type ThreadLimits = {
  /** A thread that has all it needs and says nothing for so long ends. */
  silenceMs: number
  /** Its time of work for one file, and what each MiB of the file adds to it. */
  baseMs: number
  msPerMebibyte: number
  memoryMb: number
}

// Rows die young: more room lets memory grow, less makes the thread collect all the time.
const maxYoungGenerationSizeMb = 32
const startMs = 60_000
const heardMs = 50

/** A thread that reads one file at a time. Its clock runs while it works, not while it waits. */
export class ReadingThread {
  isGone = false
  private readonly worker: Worker
  private readonly limits: ThreadLimits
  private readonly online: Promise<void>
  private waiting: PromiseWithResolvers<FromThread> | undefined
  private hasLoaded = false
  private workedMs = 0
  private allowedMs = 0

  constructor(program: URL, limits: ThreadLimits) {
    this.limits = limits
    this.worker = new Worker(program, {
      resourceLimits: { maxYoungGenerationSizeMb, maxOldGenerationSizeMb: limits.memoryMb },
    })
    const online = Promise.withResolvers<void>()
    this.online = online.promise
    this.online.catch(() => undefined)
    this.worker.once('online', () => online.resolve())
    this.worker.on('message', (message: FromThread) => this.hear(message))
    this.worker.on('error', (error: NodeJS.ErrnoException) => {
      const isFull = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      const reason = isFull ? tooLarge(limits.memoryMb) : error
      online.reject(reason)
      this.fail(reason)
    })
    this.worker.on('exit', () => this.fail(new Error('the thread that reads the file ended')))
  }

  /** Begins a file, with a new clock. */
  async begin(message: ToThread): Promise<FromThread> {
    this.worker.ref()
    await this.online
    this.workedMs = 0
    this.allowedMs = this.limits.baseMs
    return this.ask(message)
  }

  /** Sends a message and gives the one that the thread answers with. */
  async ask(message: ToThread): Promise<FromThread> {
    if (this.isGone) throw new Error('the thread that reads the file has ended')
    if (message.kind === 'bytes' && message.chunk !== null) {
      this.allowedMs += (message.chunk.length / 1024 / 1024) * this.limits.msPerMebibyte
    }
    const waiting = Promise.withResolvers<FromThread>()
    this.waiting = waiting
    const { silenceMs } = this.limits
    // Until it first speaks, it loads its program.
    const graceMs = this.hasLoaded ? 0 : startMs
    const allowed = Math.min(silenceMs, Math.max(0, this.allowedMs - this.workedMs))
    const started = performance.now()
    // Where this thread was busy itself, what the other said meanwhile is heard first.
    let timer = setTimeout(() => {
      timer = setTimeout(() => this.fail(tooSlow(this.workedMs + allowed)), heardMs)
    }, allowed + graceMs)
    this.send(message)
    try {
      return await waiting.promise
    } finally {
      clearTimeout(timer)
      if (graceMs === 0) this.workedMs += performance.now() - started
    }
  }

  private send(message: ToThread): void {
    if (message.kind !== 'bytes' || message.chunk === null) this.worker.postMessage(message)
    else {
      // A view would be sent with the whole of its buffer.
      const chunk = new Uint8Array(message.chunk)
      this.worker.postMessage({ kind: 'bytes', chunk }, [chunk.buffer])
    }
  }

  /** The process may end while the thread waits for its next file. */
  rest(): void {
    this.worker.unref()
  }

  async end(): Promise<void> {
    this.isGone = true
    await this.worker.terminate()
  }

  private hear(message: FromThread): void {
    this.hasLoaded = true
    const { waiting } = this
    this.waiting = undefined
    waiting?.resolve(message)
  }

  private fail(error: Error): void {
    const { waiting } = this
    this.waiting = undefined
    waiting?.reject(error)
    if (!this.isGone) void this.end()
  }
}

function tooSlow(ms: number): AppError {
  return new AppError({
    code: 'bad-input',
    message: `the file takes too long to read and was stopped after ${Math.round(ms / 1000)} seconds of work; what came before stands; send it in parts, or save it as CSV in UTF-8 first`,
  })
}

function tooLarge(memoryMb: number): AppError {
  return new AppError({
    code: 'bad-input',
    message: `the file needs more than ${memoryMb} MB of memory to be read; what came before stands; send it in parts, or as CSV or NDJSON, which are read row by row`,
  })
}
