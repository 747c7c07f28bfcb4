import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClientBase, DatabaseError, Pool } from 'pg'
import { AppError } from '../errors/index.ts'
import { inTransaction } from './store.ts'

export type Migration = { version: number; name: string; checksum: string; sql: string }
export type AppliedMigration = { version: number; name: string; checksum: string; appliedAt: Date }
export type MigrationStatus = { applied: AppliedMigration[]; pending: Migration[] }

export const ownMigrations = join(import.meta.dirname, 'migrations')

/** The first migration of the series recorded by unreleased versions. */
const firstBeforeRelease = 'organisations'

// Only one of several starting processes may migrate. An arbitrary, permanent number.
const lockNumber = 7_074_001

/** The code of PostgreSQL for a full disk. */
const DISK_FULL = '53100'

export function readMigrations(folder: string): Migration[] {
  const migrations = readdirSync(folder)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file): Migration => {
      const [, version, name] = /^(\d{4})_([a-z0-9_]+)\.sql$/.exec(file) ?? []
      if (version === undefined || name === undefined) {
        throw unfit(`the migration ${file} is not named like 0001_access.sql`)
      }
      // A checkout may have converted line ends.
      const sql = readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n')
      const checksum = createHash('sha256').update(sql).digest('hex')
      return { version: Number(version), name, checksum, sql }
    })
  migrations.forEach(({ version }, index) => {
    if (version !== index + 1) throw unfit(`migration ${index + 1} is missing or there twice`)
  })
  return migrations
}

/** Applied and pending migrations. Throws if the store belongs to another version line. */
export async function migrationStatus(
  client: ClientBase,
  migrations: readonly Migration[],
): Promise<MigrationStatus> {
  const { rows: tables } = await client.query(`select to_regclass('schema_migrations') as there`)
  if ((tables[0] as { there: string | null }).there === null) {
    return { applied: [], pending: [...migrations] }
  }
  const { rows: applied } = await client.query<AppliedMigration>(
    `select version, name, checksum, applied_at as "appliedAt"
     from schema_migrations order by version`,
  )
  assertKnownMigrations(applied, migrations)
  return { applied, pending: migrations.slice(applied.length) }
}

/** Refuses recorded migrations that this program does not know, or knows with another text. */
export function assertKnownMigrations(
  applied: readonly { version: number; name: string; checksum: string }[],
  migrations: readonly Migration[],
  holder = 'the store',
): void {
  const [first] = applied
  if (first?.name === firstBeforeRelease && migrations[0]?.name !== firstBeforeRelease) {
    throw unfit(
      `${holder} was made by a version before the first release and cannot be upgraded: export what you need with that version, then start this one with an empty DATA_DIR or database`,
    )
  }
  applied.forEach(({ version, name, checksum }, index) => {
    const own = migrations[index]
    if (own === undefined) {
      throw unfit(
        `${holder} was written by a newer Touchstone (migration ${version}, ${name}); this one knows ${migrations.length}: install that version again`,
      )
    }
    if (own.version !== version || own.name !== name || own.checksum !== checksum) {
      throw unfit(
        `migration ${version}, ${name}, was applied with another text (${checksum.slice(0, 12)}…) than this program holds (${own.checksum.slice(0, 12)}…): a migration never changes after its release`,
      )
    }
  })
}

/**
 * Applies pending migrations up to `upTo` in one transaction: after a failure, the store is as its earlier version left
 * it. Returns the new ones.
 */
export async function migrate(
  owner: Pool,
  migrations: readonly Migration[],
  upTo = Infinity,
): Promise<Migration[]> {
  return inTransaction(owner, 'begin', async (client) => {
    await client.query(`select pg_advisory_xact_lock(${lockNumber})`)
    const { pending } = await migrationStatus(client, migrations)
    const due = pending.filter(({ version }) => version <= upTo)
    for (const migration of due) await apply(client, migration)
    return due
  })
}

async function apply(client: ClientBase, migration: Migration): Promise<void> {
  const { version, name, checksum, sql } = migration
  await client.query(
    `create table if not exists schema_migrations (
       version int primary key,
       name text not null,
       checksum text not null,
       applied_at timestamptz not null default now()
     )`,
  )
  try {
    await client.query(sql)
    // A role would outlast its migration.
    await client.query('set local role none')
  } catch (cause) {
    const { message, code } = cause as DatabaseError
    const remedy = code === DISK_FULL ? '; free space on its disk, then start again' : ''
    throw new AppError({
      code: 'store-unfit',
      message: `migration ${version}, ${name}, failed, and the store is unchanged: ${message}${remedy}`,
      cause,
    })
  }
  await client.query(
    'insert into schema_migrations (version, name, checksum) values ($1, $2, $3)',
    [version, name, checksum],
  )
}

function unfit(message: string): AppError {
  return new AppError({ code: 'store-unfit', message })
}
