import { chmodSync, existsSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import { Client, Pool, type ClientConfig, type PoolClient, type PoolConfig } from 'pg'
import { inLanes, openDataDir } from '../data-dir/index.ts'
import { syncPath } from './durable-node-fs.ts'
import { lockFolder } from './folder-lock.ts'
import { unpackStore } from './packed-store.ts'
import { ensureRoles, narrowEmbedded } from './roles.ts'
import { Session } from './embedded-session.ts'
import type { Engine } from './store.ts'
import { vacuumEvery } from './vacuum.ts'
import { valueTypes } from './value-conversion.ts'

const vacuumMilliseconds = 10 * 60_000

export type EmbeddedOptions = {
  dataDir: string
  /** A packed store that a missing one becomes a copy of, instead of an empty database. */
  copyOf?: string | undefined
  vacuumMilliseconds?: number
}

export type EmbeddedEngine = Engine & { syncs(): number }

/** Opens the store in `dataDir`/store, created if missing; one process at a time. */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedEngine> {
  openDataDir(options.dataDir)
  const folder = join(options.dataDir, 'store')
  const lock = lockFolder(join(options.dataDir, 'store.lock'))
  try {
    if (!existsSync(folder)) await createStore(folder, options.copyOf)
    const session = await Session.open(folder)
    const pool = poolOn(session)
    const vacuum = vacuumEvery(pool, options.vacuumMilliseconds ?? vacuumMilliseconds)
    const close = async (): Promise<void> => {
      await vacuum.stop()
      await pool.end()
      await session.close()
      lock.release()
    }
    try {
      const client = await pool.connect()
      try {
        await ensureRoles(client)
        await narrowEmbedded(client)
      } finally {
        client.release()
      }
    } catch (error) {
      await close()
      throw error
    }
    return {
      name: 'embedded',
      requests: pool,
      owner: pool,
      close: once(close),
      syncs: () => session.syncs,
    }
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Provides a temporary database in memory, with the roles that migrations refer to. */
export async function withMemoryDatabase<T>(work: (owner: Pool) => Promise<T>): Promise<T> {
  const pglite = await PGlite.create()
  class MemoryClient extends Client {
    constructor(config?: ClientConfig) {
      super({ ...config, ...createPgConfig(pglite) })
    }
  }
  const pool = new Pool({ Client: MemoryClient, max: 1, idleTimeoutMillis: 0, types: valueTypes })
  try {
    const client = await pool.connect()
    try {
      await ensureRoles(client)
    } finally {
      client.release()
    }
    return await work(pool)
  } finally {
    await pool.end()
    await pglite.close()
  }
}

/** PGlite's one session as a pool of one, its only user. */
function poolOn(session: Session): Pool {
  class SessionClient extends Client {
    constructor(config?: ClientConfig) {
      // A new connection object each time: a broken one's end would otherwise reach the next client.
      super({ ...config, ...createPgConfig(session as unknown as PGlite) })
    }
  }
  const pool = new RevivingPool(session, {
    Client: SessionClient,
    max: 1,
    idleTimeoutMillis: 0,
    types: valueTypes,
    // The session survives a broken client, with any open transaction and its prepared statements.
    verify: (client, done) => {
      client.on('error', () => undefined)
      client.query('rollback; deallocate all').then(() => done(), done)
    },
  })
  pool.on('error', () => undefined)
  return pool
}

type Lent = Parameters<Parameters<Pool['connect']>[0]>

class RevivingPool extends Pool {
  readonly #session: Session

  constructor(session: Session, config: PoolConfig) {
    super(config)
    this.#session = session
  }

  override connect(): Promise<PoolClient>
  override connect(done: (...lent: Lent) => void): void
  override connect(done?: (...lent: Lent) => void): Promise<PoolClient> | undefined {
    const revived = this.#session.revive()
    if (done === undefined) return revived.then(() => super.connect())
    revived.then(
      () => super.connect(done),
      (error: Error) => done(error, undefined, () => undefined),
    )
    return undefined
  }
}

/** An incomplete store is never mistaken for a complete one, even after a power failure. */
async function createStore(folder: string, copyOf: string | undefined): Promise<void> {
  const draft = `${folder}.new`
  rmSync(draft, { recursive: true, force: true })
  if (copyOf === undefined) {
    const pglite = await PGlite.create({ dataDir: draft })
    await pglite.close()
  } else {
    await unpackStore(copyOf, draft)
  }
  const entries = readdirSync(draft, { recursive: true, withFileTypes: true })
  await inLanes(entries, async (entry) => {
    if (!entry.isFile() && !entry.isDirectory()) return
    await closeAndSync(join(entry.parentPath, entry.name), entry.isFile() ? 0o600 : 0o700)
  })
  chmodSync(draft, 0o700)
  renameSync(draft, folder)
  syncPath(join(folder, '..'))
}

/** Restricts a file or folder to its owner, and waits until it is on disk. */
async function closeAndSync(path: string, mode: number): Promise<void> {
  const file = await open(path)
  try {
    await file.chmod(mode)
    await file.sync()
  } finally {
    await file.close()
  }
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => (done ??= work())
}
