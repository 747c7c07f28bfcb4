import { setImmediate as breathe } from 'node:timers/promises'
import { AppError } from '../errors/index.ts'
import type { ByteShares } from '../fairness/index.ts'
import type { ThreadSlot } from './thread-slots.ts'
import type { FromThread, ToThread } from './protocol.ts'
import type { ReadingThread, TimeBudget } from './reading-thread.ts'
import { Spool } from './spool.ts'

export type ReadRequest = {
  task: string
  options: unknown
  /** Bytes at hand, or a stream. */
  bytes?: Uint8Array | AsyncIterable<Uint8Array>
  /** Answers the thread's questions. */
  answer?: (question: never) => Promise<unknown>
  /** The organisation for which the file is read, limited to its share of the threads. */
  holder?: string
  /** Its appeal link: one file is read at a time across all of an organisation's links. */
  sender?: string
  /** Shared by the files of one request. */
  budget?: TimeBudget
}

type AssignedThread = { slot: ThreadSlot; thread: ReadingThread }

type Threads = {
  acquire: () => Promise<AssignedThread>
  /** Lets other files use the capacity while this one's rows are being consumed. */
  rest: (assigned: AssignedThread) => void
  /** Resolves when it is this file’s turn again. */
  goOn: (assigned: AssignedThread) => Promise<void>
  release: (assigned: AssignedThread) => void
}

/**
 * Reads one file in one thread, or in two: if its bytes are slow and others wait, it releases the thread, and once
 * complete another thread reads it again, skipping the rows already returned.
 */
export class FileRead {
  private readonly request: ReadRequest
  private readonly threads: Threads
  private readonly spool: Spool | undefined
  /** Input that needs no waiting. */
  private bytes: AsyncIterator<Uint8Array, void> | Iterator<Uint8Array, void> | undefined
  private assigned: AssignedThread | undefined
  private failure: { error: unknown } | undefined
  private isOpened = false
  /** Number of rows returned. */
  private returnedRows = 0
  /** Answers given, repeated for the thread that reads the file again. */
  private readonly answers: unknown[] = []
  private questions = 0
  private isOver = false
  private isFinished = false

  constructor(request: ReadRequest, room: ByteShares, threads: Threads) {
    const { bytes = new Uint8Array(), holder = '' } = request
    this.request = request
    this.threads = threads
    if (bytes instanceof Uint8Array) this.bytes = (bytes.length > 0 ? [bytes] : []).values()
    else this.spool = new Spool(bytes, holder, room)
  }

  async open(): Promise<{ opened: unknown }> {
    const message = await this.until(await this.begin())
    if (message.kind !== 'opened') throw new Error(`A file began with ${message.kind}.`)
    this.isOpened = true
    this.rest()
    return { opened: message.value }
  }

  async *rows(): AsyncGenerator<unknown, unknown> {
    try {
      await this.goOn()
      let next = this.exchange({ kind: 'continue' })
      for (;;) {
        const message = await this.until(await next)
        if (message.kind === 'done') {
          this.isOver = true
          return message.value
        }
        if (message.kind !== 'rows') throw new Error(`A file goes on with ${message.kind}.`)
        this.returnedRows += message.rows.length
        // The thread prepares the next rows while these are consumed.
        next = this.exchange({ kind: 'continue' })
        next.catch(() => undefined)
        this.rest()
        yield* message.rows
        await this.goOn()
        // A thread faster than its consumer would otherwise monopolise the event loop.
        await breathe()
      }
    } finally {
      this.finish()
    }
  }

  /** Releases the thread; one in the middle of a file is ended. */
  finish(): void {
    if (this.isFinished) return
    this.isFinished = true
    void this.spool?.close()
    this.giveBack()
  }

  private async begin(): Promise<FromThread> {
    this.assigned = await this.threads.acquire()
    this.isOver = false
    this.questions = 0
    if (this.isFinished) this.giveBack()
    const { task, options, budget } = this.request
    return this.thread.begin({ kind: 'begin', task, options }, budget)
  }

  private rest(): void {
    if (this.assigned !== undefined) this.threads.rest(this.assigned)
  }

  private async goOn(): Promise<void> {
    if (this.assigned !== undefined) await this.threads.goOn(this.assigned)
  }

  private get thread(): ReadingThread {
    if (this.assigned === undefined) throw new Error('the file has no thread any more')
    return this.assigned.thread
  }

  private async exchange(message: ToThread): Promise<FromThread> {
    return this.thread.request(message)
  }

  private giveBack(): void {
    const { assigned } = this
    if (assigned === undefined) return
    this.assigned = undefined
    if (!this.isOver) void assigned.thread.end()
    this.isOver = true
    this.threads.release(assigned)
  }

  /** Answers the thread's requests until it has a result. */
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
      if (message.kind === 'pull') message = await this.feed()
      else if (message.kind === 'question') message = await this.answer(message.value)
      else return message
    }
  }

  private async answer(question: unknown): Promise<FromThread> {
    const at = this.questions++
    return this.reply(async () => {
      if (at >= this.answers.length) {
        this.answers.push(await this.request.answer?.(question as never))
      }
      return { kind: 'answer', value: this.answers[at] }
    })
  }

  private async reply(work: () => Promise<ToThread>): Promise<FromThread> {
    let reply: ToThread
    try {
      reply = await work()
    } catch (error) {
      this.failure = { error }
      reply = { kind: 'stop' }
    }
    return this.exchange(reply)
  }

  private async feed(): Promise<FromThread> {
    const { spool, bytes, assigned } = this
    let isTakenBack = false
    const arrive = async (): Promise<ToThread> => {
      if (bytes !== undefined || spool === undefined || assigned === undefined) {
        const step = await bytes?.next()
        return bytesOf(step?.done === true ? undefined : step?.value)
      }
      const arrived = await assigned.slot.waitFor(spool.next())
      isTakenBack = arrived === undefined
      return isTakenBack ? { kind: 'stop' } : bytesOf(arrived?.value)
    }
    const message = await this.reply(arrive)
    return isTakenBack && spool !== undefined ? this.resume(spool, message) : message
  }

  /** Waits without a thread until the file is complete; then reads it again, skipping what was returned. */
  private async resume(spool: Spool, last: FromThread): Promise<FromThread> {
    this.isOver = last.kind === 'stopped'
    this.giveBack()
    if (!(await spool.fill())) throw sentTooSlowly()
    this.bytes = spool.again()
    let message = await this.begin()
    let passed = 0
    for (;;) {
      if (message.kind === 'pull') message = await this.feed()
      else if (message.kind === 'question') message = await this.answer(message.value)
      else if (message.kind === 'opened' && this.isOpened) {
        message = await this.exchange({ kind: 'continue' })
      } else if (message.kind === 'rows' && passed + message.rows.length <= this.returnedRows) {
        passed += message.rows.length
        message = await this.exchange({ kind: 'continue' })
      } else if (message.kind === 'rows') {
        return { kind: 'rows', rows: message.rows.slice(this.returnedRows - passed) }
      } else return message
    }
  }
}

function bytesOf(chunk: Uint8Array | undefined): ToThread {
  return { kind: 'bytes', chunk: chunk ?? null }
}

function sentTooSlowly(): AppError {
  return new AppError({
    code: 'file-arrives-too-slowly',
    message:
      'other files wait for the time that this one takes to arrive, and there is no room to store it until then; what came before stands; send it again later, or in parts',
    retryable: true,
    retryAfter: 60,
  })
}
