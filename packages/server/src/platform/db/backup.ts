import { link, lstat, open, rename, rm } from 'node:fs/promises'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import type { ClientBase } from 'pg'
import type { StoreConfig } from '../config/index.ts'
import { AppError } from '../errors/index.ts'
import { draftNameOf, sweepDrafts } from './backup-drafts.ts'
import { migrationStatus, ownMigrations, readMigrations } from './migrations.ts'
import { withEngine, type OpenOptions } from './open-store.ts'
import { removeOnStop } from './remove-on-stop.ts'
import { engineOf, inTransaction, type Engine, type Store } from './store.ts'
import { listTables, portableSettings, readRows, TableTally } from './tables.ts'

export const backupFormat = 'touchstone-backup'
export const backupVersion = 1

export type Counts = { tables: number; rows: number }

/**
 * Writes all rows of the store to one file: gzip, one JSON text per line, every value as text. It restores on either
 * engine. The data is a consistent snapshot.
 */
export async function backUpStore(
  config: StoreConfig,
  file: string,
  options: OpenOptions = {},
): Promise<Counts> {
  return withEngine(config, (engine) => writeBackup(engine, file, options))
}

/** The same for an open store; on the embedded one, requests wait meanwhile. */
export async function backUp(store: Store, file: string): Promise<Counts> {
  return writeBackup(engineOf(store), file, {})
}

async function writeBackup(engine: Engine, file: string, options: OpenOptions): Promise<Counts> {
  sweepDrafts(file)
  if (await isThere(file)) throw thereAlready(file)
  const draft = draftNameOf(file)
  const keepDraft = removeOnStop(draft)
  let counts: Counts
  try {
    // The file contains everything in the store: nobody else on this machine may read it.
    const handle = await open(draft, 'wx', 0o600)
    try {
      counts = await writeTo(engine, handle.createWriteStream({ flush: true }), options)
    } finally {
      await handle.close().catch(() => undefined)
    }
    await giveName(draft, file)
  } catch (error) {
    throw error instanceof AppError ? error : cannotWrite(file, error)
  } finally {
    await rm(draft, { force: true })
    keepDraft()
  }
  return counts
}

/** Writes what `backUp` writes to a stream, and ends it. */
export async function streamBackup(store: Store, output: Writable): Promise<Counts> {
  return writeTo(engineOf(store), output, {})
}

async function writeTo(engine: Engine, output: Writable, options: OpenOptions): Promise<Counts> {
  const counts: Counts = { tables: 0, rows: 0 }
  await inTransaction(
    engine.owner,
    'begin isolation level repeatable read read only',
    async (client) => {
      const lines = Readable.from(backupLines(client, counts, options), { objectMode: true })
      await pipeline(lines, createGzip(), output)
    },
  )
  return counts
}

async function* backupLines(
  client: ClientBase,
  counts: Counts,
  options: OpenOptions,
): AsyncGenerator<string> {
  const migrations = readMigrations(options.migrations ?? ownMigrations)
  const { applied } = await migrationStatus(client, migrations)
  const line = (value: unknown): string => `${JSON.stringify(value)}\n`
  yield line({
    format: backupFormat,
    version: backupVersion,
    createdAt: new Date().toISOString(),
    migrations: applied.map(({ version, name, checksum }) => ({ version, name, checksum })),
  })
  await client.query(portableSettings)
  for (const table of await listTables(client)) {
    yield line({ table: table.name, columns: table.columns.map(({ name }) => name) })
    const tallying = new TableTally()
    for await (const page of readRows(client, table)) {
      for (const row of page) tallying.add(row)
      yield `${page.join('\n')}\n`
    }
    const tally = tallying.finish()
    yield line({ end: table.name, ...tally })
    counts.tables++
    counts.rows += tally.rows
  }
  yield line({ end: 'backup', ...counts })
}

/** Renames the draft unless the final name exists, even as a link. */
async function giveName(draft: string, file: string): Promise<void> {
  try {
    await link(draft, file)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') throw thereAlready(file)
    // A file system without hard links; renaming does not follow links either.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error
    if (await isThere(file)) throw thereAlready(file)
    await rename(draft, file)
  }
}

function thereAlready(file: string): AppError {
  return new AppError({
    code: 'bad-option',
    message: `${file} already exists: choose another name`,
  })
}

/** A link counts, wherever it leads. */
async function isThere(file: string): Promise<boolean> {
  return lstat(file).then(
    () => true,
    () => false,
  )
}

function cannotWrite(file: string, cause: unknown): unknown {
  const { code, syscall } = cause as NodeJS.ErrnoException
  if (syscall === undefined) return cause
  return new AppError({
    code: 'output-failed',
    message: `the backup ${file} cannot be written (${code}): choose a writable place with enough space`,
    cause,
  })
}
