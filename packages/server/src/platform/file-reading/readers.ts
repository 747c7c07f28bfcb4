import { setImmediate as breathe } from 'node:timers/promises'
import { AppError } from '../errors/index.ts'
import type { FromThread } from './protocol.ts'
import {
  faultsOfTables,
  ReadingThread,
  type ThreadLimits,
  type TimeBudget,
} from './reading-thread.ts'

export type ReadersOptions = Partial<ThreadLimits> & {
  /** Files that are read at once; others wait. */
  maxThreads?: number
  /** Of them for one organisation. */
  maxThreadsOfOne?: number
  /** A file that waits longer for its turn is refused. */
  maxWaitMs?: number
}

export type ReadRequest = {
  task: string
  options: unknown
  bytes?: AsyncIterable<Uint8Array>
  /** Answers what the thread asks. */
  answer?: (question: never) => Promise<unknown>
  /** Who has the file read: one organisation takes no more than its share of the threads. */
  holder?: string
  /** Who sends it to the organisation: one sender has one file read at a time, so that its others have their turn. */
  sender?: string
  /** Shared by the files of one request. */
  budget?: TimeBudget
}

/** Whose turn it is. */
type Claimant = { holder: string; sender: string }

/** A file that is being read: what is known at once, its rows, and what is known behind them. */
export type OpenReading<Opened, Item, End> = {
  opened: Opened
  rows: AsyncGenerator<Item, End>
  /** For who does not read the rows to their end, or does not begin to. */
  close(): void
}

const idleMs = 10_000

/**
 * Threads that read the files of strangers, so that no file keeps others waiting: each has a bound of
 * time and memory, and one that passes it ends with a plain error. Bytes and rows stream.
 */
export class FileReaders {
  private readonly program: URL
  private readonly limits: ThreadLimits
  private readonly maxThreads: number
  private readonly maxThreadsOfOne: number
  private readonly maxWaitMs: number
  private readonly idle: { thread: ReadingThread; timer: NodeJS.Timeout }[] = []
  private readonly busy = new Map<ReadingThread, Claimant>()
  private readonly waiting: { claimant: Claimant; start: () => void }[] = []

  constructor(program: URL, options: ReadersOptions = {}) {
    this.program = program
    this.maxThreads = options.maxThreads ?? 6
    this.maxThreadsOfOne = options.maxThreadsOfOne ?? 3
    this.maxWaitMs = options.maxWaitMs ?? 60_000
    this.limits = {
      silenceMs: options.silenceMs ?? 15_000,
      baseMs: options.baseMs ?? 60_000,
      msPerMebibyte: options.msPerMebibyte ?? 5_000,
      memoryMb: options.memoryMb ?? 1024,
      faults: options.faults ?? faultsOfTables,
    }
  }

  /** Opens a file; throws an AppError where its thread ends before it is open. */
  async open<Opened, Item, End>(request: ReadRequest): Promise<OpenReading<Opened, Item, End>> {
    const { holder = '', sender = '' } = request
    const thread = await this.take({ holder, sender })
    const run = new Run(thread, request, () => this.release(thread))
    try {
      const { opened } = await run.open()
      const rows = run.rows() as AsyncGenerator<Item, End>
      return { opened: opened as Opened, rows, close: () => run.finish() }
    } catch (error) {
      run.finish()
      throw error
    }
  }

  /** Reads a file that gives no rows. */
  async read<Opened>(request: ReadRequest): Promise<Opened> {
    const { opened, rows } = await this.open<Opened, never, undefined>(request)
    for await (const row of rows) throw new Error(`${request.task} gives rows: ${typeof row}`)
    return opened
  }

  private async take(claimant: Claimant): Promise<ReadingThread> {
    if (!this.hasRoom(claimant)) await this.turnOf(claimant)
    const thread = this.idleThread() ?? new ReadingThread(this.program, this.limits)
    this.busy.set(thread, claimant)
    return thread
  }

  private idleThread(): ReadingThread | undefined {
    for (let free = this.idle.pop(); free !== undefined; free = this.idle.pop()) {
      clearTimeout(free.timer)
      if (!free.thread.isGone) return free.thread
    }
    return undefined
  }

  private hasRoom({ holder, sender }: Claimant): boolean {
    let ofOne = 0
    for (const other of this.busy.values()) {
      if (other.holder !== holder || holder === '') continue
      if (other.sender === sender && sender !== '') return false
      ofOne++
    }
    return this.busy.size < this.maxThreads && ofOne < this.maxThreadsOfOne
  }

  private async turnOf(claimant: Claimant): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const place = { claimant, start: resolve }
    this.waiting.push(place)
    const timer = setTimeout(() => {
      this.waiting.splice(this.waiting.indexOf(place), 1)
      reject(tooBusy())
    }, this.maxWaitMs)
    try {
      await promise
    } finally {
      clearTimeout(timer)
    }
  }

  private release(thread: ReadingThread): void {
    this.busy.delete(thread)
    if (!thread.isGone) {
      thread.rest()
      const timer = setTimeout(() => {
        this.idle.splice(
          this.idle.findIndex((one) => one.thread === thread),
          1,
        )
        void thread.end()
      }, idleMs).unref()
      this.idle.push({ thread, timer })
    }
    const next = this.waiting.findIndex(({ claimant }) => this.hasRoom(claimant))
    if (next !== -1) this.waiting.splice(next, 1)[0]?.start()
  }
}

function tooBusy(): AppError {
  return new AppError({
    code: 'overloaded',
    message: 'too many files are being read: send this one again in a minute',
    retryable: true,
    retryAfter: 60,
  })
}

/** One file in one thread. */
class Run {
  private readonly thread: ReadingThread
  private readonly request: ReadRequest
  private readonly release: () => void
  private readonly bytes: AsyncIterator<Uint8Array> | undefined
  private failure: { error: unknown } | undefined
  private isOver = false
  private isReleased = false

  constructor(thread: ReadingThread, request: ReadRequest, release: () => void) {
    this.thread = thread
    this.request = request
    this.release = release
    this.bytes = request.bytes?.[Symbol.asyncIterator]()
  }

  async open(): Promise<{ opened: unknown }> {
    const { task, options, budget } = this.request
    const begun = await this.thread.begin({ kind: 'begin', task, options }, budget)
    const message = await this.until(begun)
    if (message.kind === 'opened') return { opened: message.value }
    throw new Error(`A file began with ${message.kind}.`)
  }

  async *rows(): AsyncGenerator<unknown, unknown> {
    try {
      let next = this.thread.ask({ kind: 'continue' })
      for (;;) {
        const message = await this.until(await next)
        if (message.kind === 'done') {
          this.isOver = true
          return message.value
        }
        if (message.kind !== 'rows') throw new Error(`A file goes on with ${message.kind}.`)
        // The thread prepares the next rows while these are taken.
        next = this.thread.ask({ kind: 'continue' })
        next.catch(() => undefined)
        yield* message.rows
        // A thread that is faster than its reader would else be heard alone: its messages follow each other.
        await breathe()
      }
    } finally {
      this.finish()
    }
  }

  /** Answers what the thread needs until it has something to give. */
  private async until(first: FromThread): Promise<FromThread> {
    let message = first
    for (;;) {
      if (message.kind === 'failed' || message.kind === 'stopped') {
        this.isOver = true
        if (this.failure !== undefined) throw this.failure.error
        throw new Error(message.kind === 'failed' ? message.message : 'reading was stopped', {
          cause: message.kind === 'failed' ? message.stack : undefined,
        })
      }
      if (message.kind === 'pull') message = await this.reply(() => this.nextBytes())
      else if (message.kind === 'question') {
        const { value } = message
        message = await this.reply(async () => ({
          kind: 'answer',
          value: await this.request.answer?.(value as never),
        }))
      } else return message
    }
  }

  private async reply(
    work: () => Promise<Parameters<ReadingThread['ask']>[0]>,
  ): Promise<FromThread> {
    let reply: Parameters<ReadingThread['ask']>[0]
    try {
      reply = await work()
    } catch (error) {
      this.failure = { error }
      reply = { kind: 'stop' }
    }
    return this.thread.ask(reply)
  }

  private async nextBytes(): Promise<Parameters<ReadingThread['ask']>[0]> {
    const step = await this.bytes?.next()
    return { kind: 'bytes', chunk: step === undefined || step.done === true ? null : step.value }
  }

  /** Gives the thread back; one that is in the middle of a file ends. */
  finish(): void {
    if (this.isReleased) return
    this.isReleased = true
    if (!this.isOver) void this.thread.end()
    this.isOver = true
    void this.bytes?.return?.().catch(() => undefined)
    this.release()
  }
}
