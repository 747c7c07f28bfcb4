import { statfsSync } from 'node:fs'
import { setImmediate as breathe } from 'node:timers/promises'
import { PGlite } from '@electric-sql/pglite'
import { AppError } from '../errors/index.ts'
import { DurableNodeFS, durableParameters } from './durable-node-fs.ts'

// Two segments of the write-ahead log: with less, the database would stop again at once.
const roomToOpen = 32 * 1024 * 1024
const pauseMilliseconds = 2_000

type Answers = Awaited<ReturnType<PGlite['execProtocolStream']>>

/**
 * The running embedded database. A PANIC (mostly a full disk for the write-ahead log) ends it like a PostgreSQL
 * process: any further query would hang forever. So it gets no more queries, and is reopened, which replays the log,
 * once there is space.
 */
export class Session {
  readonly #folder: string
  #pglite: PGlite
  #fileSystem: DurableNodeFS
  #syncsBefore = 0
  #dead: Error | undefined
  #reviving: Promise<void> | undefined
  #triedAt = -Infinity

  private constructor(folder: string, pglite: PGlite, fileSystem: DurableNodeFS) {
    this.#folder = folder
    this.#pglite = pglite
    this.#fileSystem = fileSystem
  }

  static async open(folder: string): Promise<Session> {
    const { pglite, fileSystem } = await openFolder(folder)
    return new Session(folder, pglite, fileSystem)
  }

  /** How often the database synced a file. */
  get syncs(): number {
    return this.#syncsBefore + this.#fileSystem.syncs
  }

  get waitReady(): Promise<void> {
    return this.#pglite.waitReady
  }

  /** Awaited before lending a connection: reopens a dead database, or says why it cannot. */
  async revive(): Promise<void> {
    if (this.#dead === undefined) return
    this.#reviving ??= this.#openAgain(this.#dead).finally(() => (this.#reviving = undefined))
    await this.#reviving
  }

  async #openAgain(cause: Error): Promise<void> {
    const { bavail, bsize } = statfsSync(this.#folder)
    if (bavail * bsize < roomToOpen || performance.now() - this.#triedAt < pauseMilliseconds) {
      throw stopped(cause)
    }
    this.#triedAt = performance.now()
    try {
      const { pglite, fileSystem } = await openFolder(this.#folder)
      this.#syncsBefore += this.#fileSystem.syncs
      this.#pglite = pglite
      this.#fileSystem = fileSystem
      this.#dead = undefined
    } catch (error) {
      throw stopped(error as Error)
    }
  }

  async execProtocolStream(
    ...[message, options]: Parameters<PGlite['execProtocolStream']>
  ): Promise<Answers> {
    if (this.#dead !== undefined) throw stopped(this.#dead)
    let answers: Answers
    try {
      answers = await this.#pglite.execProtocolStream(message, options)
    } catch (error) {
      this.#dead = error as Error
      throw stopped(this.#dead)
    }
    const panic = answers.find(
      (answer) => answer.name === 'error' && (answer as { severity?: string }).severity === 'PANIC',
    )
    if (panic === undefined) {
      // The database runs in this thread, so statements in sequence would leave no turn to others.
      if (endsStatement(message)) await breathe()
      return answers
    }
    this.#dead = panic as unknown as Error
    throw stopped(this.#dead)
  }

  async close(): Promise<void> {
    // The next start replays the log of a dead database.
    if (this.#dead === undefined) await this.#pglite.close()
  }
}

/** Whether a protocol message is Query or Sync, after which the database is ready again. */
function endsStatement([type]: Uint8Array): boolean {
  return type === 0x51 || type === 0x53
}

async function openFolder(folder: string): Promise<{ pglite: PGlite; fileSystem: DurableNodeFS }> {
  const fileSystem = new DurableNodeFS(folder)
  const pglite = await PGlite.create({ fs: fileSystem, startParams: durableParameters })
  return { pglite, fileSystem }
}

function stopped(cause: Error): AppError {
  const remedy = `free at least ${roomToOpen / 1024 / 1024} MiB in DATA_DIR; it then resumes by itself with every acknowledged change`
  return new AppError({
    code: 'store-unavailable',
    message: `the embedded database has stopped (${cause.message}): ${remedy}`,
    publicMessage:
      'the embedded database has stopped: it resumes by itself once the operator has freed space',
    retryable: true,
    cause,
  })
}
