import { escapeIdentifier, escapeLiteral, type ClientBase } from 'pg'
import { z } from 'zod'
import type { StoreConfig } from '../config/index.ts'
import { AppError } from '../errors/index.ts'
import { backupLines } from './backup-lines.ts'
import { backupFormat, backupVersion, type Counts } from './backup.ts'
import {
  assertKnownMigrations,
  migrate,
  migrationStatus,
  ownMigrations,
  readMigrations,
  type Migration,
} from './migrations.ts'
import { packedStoreFor, withEngine, type OpenOptions } from './open-store.ts'
import { inTransaction, type Engine } from './store.ts'
import {
  insertRows,
  listTables,
  portableSettings,
  TableTally,
  tallyTable,
  type Table,
  type Tally,
} from './tables.ts'
import { disableTriggers, enableTriggers } from './triggers.ts'

const Header = z.object({
  format: z.literal(backupFormat),
  version: z.literal(backupVersion),
  migrations: z.array(z.object({ version: z.int(), name: z.string(), checksum: z.string() })),
})
type Header = z.infer<typeof Header>

const Start = z.object({ table: z.string(), columns: z.array(z.string()) })
const End = z.object({ end: z.string(), rows: z.int(), sha256: z.string() })
const Trailer = z.object({ end: z.literal('backup'), tables: z.int(), rows: z.int() })

const chunk = { rows: 500, characters: 1_000_000 }

/**
 * Fills an empty store from a backup of either engine: migrates it to the backup's version, inserts every row, reads
 * all of them again, compares counts and checksums, and migrates to the current version. An incomplete backup leaves
 * the store empty.
 */
export async function restoreStore(
  config: StoreConfig,
  file: string,
  options: OpenOptions = {},
): Promise<Counts> {
  const migrations = readMigrations(options.migrations ?? ownMigrations)
  const lines = backupLines(file)
  try {
    const header = readHeader(file, await lines.next(), migrations)
    const isCurrent = header.migrations.length === migrations.length
    return await withEngine(
      config,
      (engine) => restore({ engine, file, header, lines, migrations }),
      isCurrent ? packedStoreFor(options) : undefined,
    )
  } finally {
    await lines.return(undefined)
  }
}

type Restoring = {
  engine: Engine
  file: string
  header: Header
  lines: AsyncGenerator<string, undefined>
  migrations: readonly Migration[]
}

async function restore(restoring: Restoring): Promise<Counts> {
  const { engine, header, migrations } = restoring
  await inTransaction(engine.owner, 'begin', (client) => checkEmpty(client, header, migrations))
  await migrate(engine.owner, migrations, header.migrations.length)
  const counts = await inTransaction(engine.owner, 'begin', async (client) => {
    await lockEmpty(client)
    const tables = await listTables(client)
    const triggers = await disableTriggers(client)
    await client.query(`set constraints all deferred; ${portableSettings}`)
    const tallies = await fill(client, tables, restoring)
    await client.query('set constraints all immediate')
    for (const table of tables) {
      checkTally(
        restoring.file,
        table.name,
        tallies.get(table.name),
        await tallyTable(client, table),
      )
    }
    await client.query('set local role none')
    await client.query(newSeries)
    await enableTriggers(client, triggers)
    await setSequences(client, tables)
    const rows = [...tallies.values()].reduce((sum, tally) => sum + tally.rows, 0)
    return { tables: tallies.size, rows }
  })
  await migrate(engine.owner, migrations)
  return counts
}

/** Places in the series of the store that was backed up mean nothing here. Backups from before it have none. */
const newSeries = `
  select setval(series, floor(random() * 9e15)::int8 + 1)
  from to_regclass('transaction_series') as series where series is not null`

async function checkEmpty(
  client: ClientBase,
  header: Header,
  migrations: readonly Migration[],
): Promise<void> {
  const { applied } = await migrationStatus(client, migrations)
  if (applied.length > header.migrations.length) {
    throw new AppError({
      code: 'backup-older-than-store',
      message:
        'the backup is older than this store: restore it into a new folder or database, which is then migrated',
    })
  }
  await requireEmpty(client)
}

async function requireEmpty(client: ClientBase): Promise<void> {
  const tables = await listTables(client)
  await client.query(portableSettings)
  for (const { name } of tables) {
    const { rowCount } = await client.query(`select from ${escapeIdentifier(name)} limit 1`)
    if (rowCount !== 0) {
      throw new AppError({
        code: 'store-not-empty',
        message: `the store is not empty (${name} has rows): restore into a new folder or database`,
      })
    }
  }
}

/** Throws unless no table of the store has rows, which a store without tables satisfies. */
export async function requireEmptyStore(config: StoreConfig): Promise<void> {
  await withEngine(config, (engine) => inTransaction(engine.owner, 'begin', requireEmpty))
}

/** Held while rows are restored; an arbitrary, permanent number. */
const lockNumber = 7_074_031

/** Of two that restore into one database, the second is refused before it writes anything. */
async function lockEmpty(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ free: boolean }>(
    `select pg_try_advisory_xact_lock(${lockNumber}) as free`,
  )
  if (rows[0]?.free !== true) {
    throw new AppError({
      code: 'store-in-use',
      message: 'another process is restoring into this database: only one can',
      retryable: true,
    })
  }
  await requireEmpty(client)
  await client.query('set local role none')
}

/** Inserts the file's rows; returns its totals by table, verified. */
async function fill(
  client: ClientBase,
  tables: readonly Table[],
  { file, lines }: Restoring,
): Promise<Map<string, Tally>> {
  const tallies = new Map<string, Tally>()
  let rows = 0
  for (;;) {
    const line = await nextValue(file, lines)
    const trailer = Trailer.safeParse(line)
    if (trailer.success) {
      if (!(await lines.next()).done) throw bad(file, 'there is data after its last line')
      if (trailer.data.rows !== rows || trailer.data.tables !== tallies.size) {
        throw bad(file, 'the counts in its last line do not match its rows')
      }
      if (tallies.size !== tables.length) throw bad(file, 'a table is missing')
      return tallies
    }
    const table = tableOf(file, tables, line)
    if (tallies.has(table.name)) throw bad(file, `the table ${table.name} appears twice`)
    const tally = await fillTable(client, table, file, lines)
    tallies.set(table.name, tally)
    rows += tally.rows
  }
}

async function fillTable(
  client: ClientBase,
  table: Table,
  file: string,
  lines: AsyncGenerator<string, undefined>,
): Promise<Tally> {
  const tallying = new TableTally()
  let waiting: string[] = []
  let characters = 0
  const flush = async (): Promise<void> => {
    if (waiting.length > 0) await insertRows(client, table, waiting)
    waiting = []
    characters = 0
  }
  for (;;) {
    const { value: text, done } = await lines.next()
    if (done) throw bad(file, 'it ends too early')
    const value = parse(file, text)
    if (!isRow(value)) {
      await flush()
      const end = End.safeParse(value)
      if (!end.success || end.data.end !== table.name) {
        throw bad(file, `a line of the table ${table.name} cannot be read`)
      }
      const tally = tallying.finish()
      checkTally(file, table.name, end.data, tally)
      return tally
    }
    if (value.length !== table.columns.length) {
      throw bad(file, `a row of the table ${table.name} has the wrong number of columns`)
    }
    tallying.add(text)
    waiting.push(text)
    characters += text.length
    if (waiting.length >= chunk.rows || characters >= chunk.characters) await flush()
  }
}

function isRow(value: unknown): value is (string | null)[] {
  return Array.isArray(value) && value.every((text) => text === null || typeof text === 'string')
}

/** Sequences continue after the highest number in use. They belong to the owner, not the operator. */
async function setSequences(client: ClientBase, tables: readonly Table[]): Promise<void> {
  for (const { name, columns } of tables) {
    for (const column of columns.filter(({ identity }) => identity)) {
      await client.query(portableSettings)
      const { rows } = await client.query<{ highest: number | null }>(
        `select max(${escapeIdentifier(column.name)}) as highest from ${escapeIdentifier(name)}`,
      )
      const highest = rows[0]?.highest
      if (highest == null) continue
      await client.query(
        `set local role none;
         select setval(pg_get_serial_sequence(${escapeLiteral(escapeIdentifier(name))}, ${escapeLiteral(column.name)}), ${highest})`,
      )
    }
  }
}

function readHeader(
  file: string,
  line: IteratorResult<string, unknown>,
  migrations: readonly Migration[],
): Header {
  const header = Header.safeParse(line.done || line.value === '' ? {} : parse(file, line.value))
  if (!header.success) throw bad(file, 'it does not start like a backup of this version')
  assertKnownMigrations(header.data.migrations, migrations, `the backup ${file}`)
  return header.data
}

function tableOf(file: string, tables: readonly Table[], line: unknown): Table {
  const start = Start.safeParse(line)
  if (!start.success) throw bad(file, 'a table does not start where it should')
  const { table: name, columns } = start.data
  const table = tables.find((candidate) => candidate.name === name)
  if (table === undefined) throw bad(file, `the table ${name} is unknown`)
  if (columns.join() !== table.columns.map((column) => column.name).join()) {
    throw bad(file, `the table ${name} has other columns`)
  }
  return table
}

async function nextValue(file: string, lines: AsyncGenerator<string, undefined>): Promise<unknown> {
  const { value, done } = await lines.next()
  if (done) throw bad(file, 'it ends too early')
  return parse(file, value)
}

function parse(file: string, text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    throw bad(file, 'a line is not JSON')
  }
}

function checkTally(file: string, table: string, expected: Tally | undefined, actual: Tally): void {
  if (expected?.rows !== actual.rows || expected.sha256 !== actual.sha256) {
    throw bad(
      file,
      `the table ${table} should have ${expected?.rows ?? 0} rows with checksum ${expected?.sha256.slice(0, 12)}… but has ${actual.rows} with ${actual.sha256.slice(0, 12)}…`,
    )
  }
}

function bad(file: string, why: string): AppError {
  return new AppError({
    code: 'bad-backup',
    message: `the backup ${file} is damaged: ${why}; nothing was restored`,
  })
}
