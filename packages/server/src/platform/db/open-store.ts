import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { StoreConfig } from '../config/index.ts'
import { openEmbedded } from './embedded.ts'
import {
  migrate,
  migrationStatus,
  ownMigrations,
  readMigrations,
  type Migration,
  type MigrationStatus,
} from './migrations.ts'
import { openPostgresql } from './postgresql.ts'
import { engineOf, storeOn, type Engine, type Store } from './store.ts'

export type OpenOptions = {
  /** Another folder of migrations, for tests. */
  migrations?: string
  /** False opens the store without migrating. */
  migrate?: boolean
  /** Another packed store than the archive's, for benchmarks. */
  packedStore?: string
}

/** Where an archive has a packed store with all of its migrations: applying them takes seconds, copying does not. */
export const migratedStore = join(import.meta.dirname, 'migrated-store.bin')

/** The packed store, if there is one and it has the migrations that these options name. */
export function packedStoreFor({ migrations, packedStore }: OpenOptions): string | undefined {
  const file = packedStore ?? migratedStore
  return migrations === undefined && existsSync(file) ? file : undefined
}

/** Opens the store; a missing embedded one becomes a copy of the packed store, if one is named. */
export async function openEngine(config: StoreConfig, copyOf?: string): Promise<Engine> {
  return config.engine === 'embedded' ? openEmbedded({ ...config, copyOf }) : openPostgresql(config)
}

/** Opens the store and applies pending migrations, unless the caller opts out. */
export async function openStore(config: StoreConfig, options: OpenOptions = {}): Promise<Store> {
  const migrations = readMigrations(options.migrations ?? ownMigrations)
  const migrates = options.migrate !== false
  const engine = await openEngine(config, migrates ? packedStoreFor(options) : undefined)
  try {
    if (migrates) await migrate(engine.owner, migrations)
  } catch (error) {
    await engine.close()
    throw error
  }
  return storeOn(engine)
}

/**
 * Opens the store without migrating, runs `work` and closes it: for the `db` commands. A missing embedded one becomes a
 * copy of the packed store, if one is named.
 */
export async function withEngine<T>(
  config: StoreConfig,
  work: (engine: Engine) => Promise<T>,
  copyOf?: string,
): Promise<T> {
  const engine = await openEngine(config, copyOf)
  try {
    return await work(engine)
  } finally {
    await engine.close()
  }
}

export async function migrateStore(
  config: StoreConfig,
  options: OpenOptions = {},
): Promise<Migration[]> {
  const migrations = readMigrations(options.migrations ?? ownMigrations)
  return withEngine(config, (engine) => migrate(engine.owner, migrations))
}

export async function storeStatus(
  config: StoreConfig,
  options: OpenOptions = {},
): Promise<MigrationStatus> {
  return withEngine(config, (engine) => statusOn(engine, options))
}

/** The same for an open store. */
export async function statusOf(store: Store): Promise<MigrationStatus> {
  return statusOn(engineOf(store), {})
}

/** Other processes' connections to the store; the embedded one has a lock instead. */
export async function otherConnections(store: Store): Promise<number> {
  const { owner, mark } = engineOf(store)
  if (mark === undefined) return 0
  const client = await owner.connect()
  try {
    const { rows } = await client.query<{ count: string }>(
      `select count(*) from pg_stat_activity
       where datname = current_database() and application_name like 'touchstone%'
         and application_name not like '%' || $1`,
      [mark],
    )
    return Number(rows[0]?.count)
  } finally {
    client.release()
  }
}

export type StoreSize = { version: string; bytes: number }

/** Version and size of the database. */
export async function sizeOf(store: Store): Promise<StoreSize> {
  const client = await engineOf(store).owner.connect()
  try {
    const { rows } = await client.query<{ version: string; bytes: string }>(
      `select current_setting('server_version') as version,
         pg_database_size(current_database())::text as bytes`,
    )
    const [row] = rows
    if (row === undefined) throw new Error('a select without a table gives one row')
    return { version: row.version, bytes: Number(row.bytes) }
  } finally {
    client.release()
  }
}

async function statusOn(engine: Engine, options: OpenOptions): Promise<MigrationStatus> {
  const migrations = readMigrations(options.migrations ?? ownMigrations)
  const client = await engine.owner.connect()
  try {
    return await migrationStatus(client, migrations)
  } finally {
    client.release()
  }
}
