import { AppError } from '../errors/index.ts'
import type { ByteShares } from '../fairness/index.ts'
import { ThreadSlots, type ThreadSlot } from './thread-slots.ts'
import { faultsOfTables, ReadingThread, type ThreadLimits } from './reading-thread.ts'
import { FileRead, type ReadRequest } from './read-file.ts'
import { spoolRoom } from './spool.ts'

export type ReadersOptions = Partial<ThreadLimits> & {
  /** Files read at once; others wait. */
  maxThreads?: number
  /** Of them for one organisation. */
  maxThreadsOfOne?: number
  /** In addition, files whose rows are being consumed: their threads are idle. */
  maxResting?: number
  /** A file that waits longer for its turn is refused. */
  maxWaitMs?: number
  /** A file that has waited this long in total for its bytes releases its thread to a waiting file. */
  patienceMs?: number
  /** Space for copies of files that are still arriving. */
  room?: ByteShares
}

/** A file being read: what is known at once, its rows, and what is known after them. */
export type OpenReading<Opened, Item, End> = {
  opened: Opened
  rows: AsyncGenerator<Item, End>
  /** For callers that do not read all rows. */
  close(): void
}

const idleMs = 10_000
/** A thread reading a table uses some tens of MiB, one reading a workbook some hundreds. */
const maxRestingBytes = 2 * 1024 ** 3

/**
 * Threads that read third-party files, so that no file delays others: each has limits of time and memory, beyond
 * which it ends with a plain error. Bytes and rows are streamed.
 */
export class FileReaders {
  private readonly program: URL
  private readonly limits: ThreadLimits
  private readonly maxWaitMs: number
  private readonly room: ByteShares
  private readonly slots: ThreadSlots
  private readonly idle: { thread: ReadingThread; timer: NodeJS.Timeout }[] = []

  constructor(program: URL, options: ReadersOptions = {}) {
    this.program = program
    this.maxWaitMs = options.maxWaitMs ?? 60_000
    this.room = options.room ?? spoolRoom
    this.slots = new ThreadSlots({
      maxThreads: options.maxThreads ?? 6,
      maxThreadsOfOne: options.maxThreadsOfOne ?? 3,
      maxResting: options.maxResting ?? 24,
      maxRestingBytes,
      patienceMs: options.patienceMs ?? 500,
    })
    this.limits = {
      silenceMs: options.silenceMs ?? 15_000,
      baseMs: options.baseMs ?? 60_000,
      msPerMebibyte: options.msPerMebibyte ?? 5_000,
      memoryMb: options.memoryMb ?? 1024,
      faults: options.faults ?? faultsOfTables,
    }
  }

  /** Opens a file; throws an AppError if its thread ends before it is open. */
  async open<Opened, Item, End>(request: ReadRequest): Promise<OpenReading<Opened, Item, End>> {
    const { holder = '', sender = '' } = request
    const claimant = { holder, sender }
    const run = new FileRead(request, this.room, {
      acquire: async () => {
        const slot = await this.slots.acquire(claimant, this.maxWaitMs)
        if (slot === undefined) throw tooBusy(this.slots.isBusyWith(claimant))
        try {
          const thread = this.idleThread() ?? new ReadingThread(this.program, this.limits)
          return { slot, thread }
        } catch (error) {
          // The system may be unable to start another thread.
          this.slots.release(slot)
          throw error
        }
      },
      rest: ({ slot, thread }) => this.slots.rest(slot, thread.usedBytes),
      goOn: ({ slot }) => this.slots.goOn(slot),
      release: ({ slot, thread }) => this.release(slot, thread),
    })
    try {
      const { opened } = await run.open()
      const rows = run.rows() as AsyncGenerator<Item, End>
      return { opened: opened as Opened, rows, close: () => run.finish() }
    } catch (error) {
      run.finish()
      throw error
    }
  }

  /** Reads a file without rows. */
  async read<Opened>(request: ReadRequest): Promise<Opened> {
    const { opened, rows } = await this.open<Opened, never, undefined>(request)
    for await (const row of rows) throw new Error(`${request.task} gives rows: ${typeof row}`)
    return opened
  }

  private idleThread(): ReadingThread | undefined {
    for (let free = this.idle.pop(); free !== undefined; free = this.idle.pop()) {
      clearTimeout(free.timer)
      if (!free.thread.isGone) return free.thread
    }
    return undefined
  }

  private release(slot: ThreadSlot, thread: ReadingThread): void {
    if (!thread.isGone) {
      thread.rest()
      const timer = setTimeout(() => {
        this.idle.splice(
          this.idle.findIndex((idle) => idle.thread === thread),
          1,
        )
        void thread.end()
      }, idleMs).unref()
      this.idle.push({ thread, timer })
    }
    this.slots.release(slot)
  }
}

/** Says so if the sender's own other files caused the delay. */
export class Overload extends AppError {
  readonly isOfSender: boolean

  constructor(message: string, isOfSender: boolean) {
    super({ code: 'file-readers-busy', message, retryable: true, retryAfter: 60 })
    this.isOfSender = isOfSender
  }
}

function tooBusy(isOfSender: boolean): AppError {
  return new Overload('too many files are being read: send this one again in a minute', isOfSender)
}
