import { AppError } from '../errors/index.ts'
import type { ByteShares } from '../fairness/index.ts'
import { ThreadSlots, type ThreadSlot } from './thread-slots.ts'
import { faultsOfTables, ReadingThread, type ThreadLimits } from './reading-thread.ts'
import { FileRead, type ReadRequest } from './read-file.ts'
import { spoolRoom } from './spool.ts'

export type ReadersOptions = Partial<ThreadLimits> & {
  /** Files that are read at once; others wait. */
  maxThreads?: number
  /** Of them for one organisation. */
  maxThreadsOfOne?: number
  /** Files beside them whose rows are taken: their threads rest. */
  maxResting?: number
  /** A file that waits longer for its turn is refused. */
  maxWaitMs?: number
  /** A file that has waited so long in all for its own bytes gives its thread to a file that waits for one. */
  patienceMs?: number
  /** What the copies of files that are still arriving may take. */
  room?: ByteShares
}

/** A file that is being read: what is known at once, its rows, and what is known behind them. */
export type OpenReading<Opened, Item, End> = {
  opened: Opened
  rows: AsyncGenerator<Item, End>
  /** For who does not read the rows to their end, or does not begin to. */
  close(): void
}

const idleMs = 10_000
/** A thread that reads a table holds some tens of MiB, one that reads a workbook some hundreds. */
const maxRestingBytes = 2 * 1024 ** 3

/**
 * Threads that read the files of strangers, so that no file keeps others waiting: each has a bound of
 * time and memory, and one that passes it ends with a plain error. Bytes and rows stream.
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

  /** Opens a file; throws an AppError where its thread ends before it is open. */
  async open<Opened, Item, End>(request: ReadRequest): Promise<OpenReading<Opened, Item, End>> {
    const { holder = '', sender = '' } = request
    const claimant = { holder, sender }
    const run = new FileRead(request, this.room, {
      take: async () => {
        const slot = await this.slots.acquire(claimant, this.maxWaitMs)
        if (slot === undefined) throw tooBusy(this.slots.isBusyWith(claimant))
        try {
          const thread = this.idleThread() ?? new ReadingThread(this.program, this.limits)
          return { slot, thread }
        } catch (error) {
          // The system may have no room for one more thread.
          this.slots.release(slot)
          throw error
        }
      },
      rest: ({ slot, thread }) => this.slots.rest(slot, thread.heldBytes),
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

  /** Reads a file that gives no rows. */
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
          this.idle.findIndex((one) => one.thread === thread),
          1,
        )
        void thread.end()
      }, idleMs).unref()
      this.idle.push({ thread, timer })
    }
    this.slots.release(slot)
  }
}

/** Where it was the sender's own other files that kept this one waiting, this says so. */
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
