import { Worker } from 'node:worker_threads'
import { AppError } from '../errors/index.ts'
import type { FromThread, ToThread } from './protocol.ts'

export type ThreadLimits = {
  /** A thread with all its input that stays silent this long is ended. */
  silenceMs: number
  /** Processing time for one file, plus an allowance per MiB. */
  baseMs: number
  msPerMebibyte: number
  /** A thread that uses more memory is ended. */
  memoryMb: number
  faults: LimitFaults
}

/** Processing time shared by several files. */
export type TimeBudget = { leftMs: number }

/** The error for a file beyond a limit: the cause, and what to send instead. */
export type LimitFaults = {
  tooSlow: (seconds: number) => string
  tooLarge: (memoryMb: number) => string
}

// Rows are short-lived: with more room memory grows, with less the thread collects all the time.
const maxYoungGenerationSizeMb = 32
const startMs = 60_000
const queuedMessagesMs = 50
const memoryCheckMs = 100
/**
 * If a single large allocation exceeds the heap limit, V8 ends the whole process: so that limit is far above the one
 * at which a thread is ended.
 */
const heapLimitFactor = 4

/** A thread that reads one file at a time. Its time counts while it works, not while it waits. */
export class ReadingThread {
  isGone = false
  /** Last measured value. */
  usedBytes = 0
  private readonly worker: Worker
  private readonly limits: ThreadLimits
  private readonly ready = Promise.withResolvers<void>()
  private waiting: PromiseWithResolvers<FromThread> | undefined
  private watch: NodeJS.Timeout | undefined
  private isMeasuring = false
  private workedMs = 0
  private allowedMs = 0
  private budget: TimeBudget | undefined

  constructor(program: URL, limits: ThreadLimits) {
    this.limits = limits
    this.worker = new Worker(program, {
      resourceLimits: {
        maxYoungGenerationSizeMb,
        maxOldGenerationSizeMb: Math.max(1024, limits.memoryMb * heapLimitFactor),
      },
    })
    this.ready.promise.catch(() => undefined)
    this.worker.on('message', (message: FromThread) => this.onMessage(message))
    this.worker.on('error', (error: NodeJS.ErrnoException) => {
      const isFull = error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      const reason = isFull ? this.tooLarge() : error
      this.fail(reason)
    })
    this.worker.on('exit', () => this.fail(new Error('the worker thread reading the file ended')))
  }

  /** Starts a file with a fresh time limit: loading the thread does not count. */
  async begin(message: ToThread, budget?: TimeBudget): Promise<FromThread> {
    this.worker.ref()
    const timer = setTimeout(() => this.fail(this.tooSlow(startMs)), startMs)
    try {
      await this.ready.promise
    } finally {
      clearTimeout(timer)
    }
    this.watch ??= setInterval(() => void this.checkMemory(), memoryCheckMs).unref()
    this.workedMs = 0
    this.allowedMs = this.limits.baseMs
    this.budget = budget
    return this.request(message)
  }

  /** Sends a message and returns the thread's answer. */
  async request(message: ToThread): Promise<FromThread> {
    if (this.isGone) throw new Error('the worker thread reading the file has ended')
    if (message.kind === 'bytes' && message.chunk !== null) {
      this.allowedMs += (message.chunk.length / 1024 / 1024) * this.limits.msPerMebibyte
    }
    const waiting = Promise.withResolvers<FromThread>()
    this.waiting = waiting
    const { silenceMs } = this.limits
    const left = Math.min(this.allowedMs - this.workedMs, this.budget?.leftMs ?? Infinity)
    const allowed = Math.min(silenceMs, Math.max(0, left))
    const started = performance.now()
    // If this thread itself was busy, messages that arrived meanwhile are read first.
    let timer = setTimeout(() => {
      timer = setTimeout(() => this.fail(this.tooSlow(this.workedMs + allowed)), queuedMessagesMs)
    }, allowed)
    this.send(message)
    try {
      return await waiting.promise
    } finally {
      clearTimeout(timer)
      const worked = performance.now() - started
      this.workedMs += worked
      if (this.budget !== undefined) this.budget.leftMs -= worked
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
    this.unwatch()
    this.worker.unref()
  }

  async end(): Promise<void> {
    this.isGone = true
    this.unwatch()
    await this.worker.terminate()
  }

  private tooSlow(ms: number): AppError {
    const message = this.limits.faults.tooSlow(Math.round(ms / 1000))
    return new AppError({ code: 'file-reading-too-slow', message })
  }

  private tooLarge(): AppError {
    const message = this.limits.faults.tooLarge(this.limits.memoryMb)
    return new AppError({ code: 'file-reading-too-large', message })
  }

  private unwatch(): void {
    clearInterval(this.watch)
    this.watch = undefined
  }

  private async checkMemory(): Promise<void> {
    if (this.isMeasuring || this.isGone) return
    this.isMeasuring = true
    try {
      const { used_heap_size: heap, external_memory: outside } =
        await this.worker.getHeapStatistics()
      this.usedBytes = heap + outside
      if (this.usedBytes > this.limits.memoryMb * 1024 * 1024) {
        this.fail(this.tooLarge())
      }
    } catch (error) {
      // The thread may end during the check.
      if ((error as NodeJS.ErrnoException).code !== 'ERR_WORKER_NOT_RUNNING') throw error
    } finally {
      this.isMeasuring = false
    }
  }

  private onMessage(message: FromThread): void {
    if (message.kind === 'ready') {
      this.ready.resolve()
      return
    }
    const { waiting } = this
    this.waiting = undefined
    waiting?.resolve(message)
  }

  private fail(error: Error): void {
    const { waiting } = this
    this.waiting = undefined
    waiting?.reject(error)
    this.ready.reject(error)
    if (!this.isGone) void this.end()
  }
}

export const faultsOfTables: LimitFaults = {
  tooSlow: (seconds) =>
    `the file takes too long to read and was stopped after ${seconds} seconds of processing; rows before that were accepted; send it in parts, or save it as CSV in UTF-8 first`,
  tooLarge: (memoryMb) =>
    `reading the file needs more than ${memoryMb} MB of memory; rows before that were accepted; send it in parts, or as CSV or NDJSON, which are read row by row`,
}
