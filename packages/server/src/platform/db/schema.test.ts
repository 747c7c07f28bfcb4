import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openEmbedded } from './embedded.ts'
import { migrate, ownMigrations, readMigrations } from './migrations.ts'
import type { Engine } from './store.ts'

const types: Record<string, string> = {
  _text: 'string[]',
  bool: 'boolean',
  bytea: 'Buffer',
  xid8: 'string',
  date: 'string',
  float8: 'number',
  int4: 'number',
  int8: 'number',
  numeric: 'string',
  text: 'string',
  timestamptz: 'Date',
  uuid: 'string',
}

type Column = { table: string; name: string; type: string; optional: boolean; nullable: boolean }

function typeOf({ name, type, optional, nullable }: Column): string {
  // As JSON text, since the driver would convert an array to one of PostgreSQL's.
  if (type === 'jsonb' || type === 'json') {
    const text = nullable ? 'string | null' : 'string'
    return `ColumnType<unknown, ${text}${optional ? ' | undefined' : ''}, ${text}>`
  }
  const [, element = type] = /^_(.+)$/.exec(type) ?? []
  const known = types[element]
  if (known === undefined) throw new Error(`give ${element} (${name}) a type in this test`)
  const whole = type.startsWith('_') ? `${known}[]` : known
  const orNull = nullable ? `${whole} | null` : whole
  return optional ? `Generated<${orNull}>` : orNull
}

async function rowTypes(pool: Pool): Promise<string> {
  const { rows } = await pool.query<Column>(
    `select c.relname as table, a.attname as name, t.typname as type,
       a.atthasdef or a.attidentity <> '' as optional, not a.attnotnull as nullable
     from pg_class c
     join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     join pg_type t on t.oid = a.atttypid
     where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
       and c.relname <> 'schema_migrations'
     order by c.relname collate "C", a.attnum`,
  )
  const tables = [...new Set(rows.map(({ table }) => table))].map((table) => {
    const columns = rows.filter((row) => row.table === table)
    return `  ${table}: {\n${columns.map((column) => `    ${column.name}: ${typeOf(column)}\n`).join('')}  }\n`
  })
  return [
    '// Written from the migrated store: npm test -- packages/server/src/platform/db/schema.test.ts -u',
    "import type { ColumnType, Generated } from 'kysely'\n",
    `export type Schema = {\n${tables.join('')}}\n`,
  ].join('\n')
}

const folder = mkdtempSync(join(tmpdir(), 'touchstone-schema-'))
let engine: Engine

beforeAll(async () => {
  engine = await openEmbedded({ dataDir: folder })
  await migrate(engine.owner, readMigrations(ownMigrations))
})
afterAll(async () => {
  await engine.close()
  rmSync(folder, { recursive: true })
})

test('the row types are those of the migrated store', async () => {
  await expect(await rowTypes(engine.owner)).toMatchFileSnapshot('./schema.ts')
})

async function offenders(sql: string): Promise<string[]> {
  const { rows } = await engine.owner.query<{ name: string }>(sql)
  return rows.map(({ name }) => name)
}

const tablesWhere = (condition: string): string =>
  `select relname as name from pg_class c
   where relnamespace = 'public'::regnamespace and relkind = 'r'
     and relname <> 'schema_migrations' and ${condition}`

test.each([
  ['row-level security, forced on its owner too', 'not (relrowsecurity and relforcerowsecurity)'],
  [
    'select and insert for the operator, for backup and restore',
    `not (has_table_privilege('touchstone_operator', c.oid, 'SELECT')
      and has_table_privilege('touchstone_operator', c.oid, 'INSERT'))`,
  ],
  [
    'a policy that shows the operator all rows',
    `not exists (select from pg_policy p where p.polrelid = c.oid and p.polcmd = '*'
      and 'touchstone_operator'::regrole = any (p.polroles)
      and pg_get_expr(p.polqual, p.polrelid) = 'true')`,
  ],
  [
    'a primary key',
    'not exists (select from pg_index i where i.indrelid = c.oid and i.indisprimary)',
  ],
])('every table has %s', async (_what, condition) => {
  expect(await offenders(tablesWhere(condition))).toEqual([])
})

test('every foreign key can be deferred, so that a restore needs no order', async () => {
  const sql = `select conname as name from pg_constraint
    where contype = 'f' and connamespace = 'public'::regnamespace and not condeferrable`
  expect(await offenders(sql)).toEqual([])
})

test('references to a listing are found by one index, or by all columns of its key', async () => {
  // If two indexes start with one of the columns and the planner has no statistics, it may choose the one that reads
  // all of an organisation's rows for each deleted listing.
  const sql = `select conname as name from pg_constraint k
    cross join lateral (
      select count(distinct i.indkey[0]) as ways,
        bool_or(k.conkey <@ (i.indkey::int2[])[0:cardinality(k.conkey) - 1]) as whole
      from pg_index i
      where i.indrelid = k.conrelid and i.indpred is null and i.indkey[0] = any (k.conkey)
    ) found
    where contype = 'f' and confrelid in ('listings'::regclass, 'listing_versions'::regclass)
      and found.ways <> 1 and found.whole is not true`
  expect(await offenders(sql)).toEqual([])
})

test('every time is as exact as the program’s, so that pages go on where they ended', async () => {
  const sql = `select attrelid::regclass || '.' || attname as name from pg_attribute
    where attrelid in (select oid from pg_class where relnamespace = 'public'::regnamespace
        and relkind = 'r' and relname <> 'schema_migrations')
      and atttypid = 'timestamptz'::regtype and atttypmod <> 3`
  expect(await offenders(sql)).toEqual([])
})

test('the application role owns nothing and bypasses nothing', async () => {
  const sql = `select rolname as name from pg_roles
    where rolname in ('touchstone_app', 'touchstone_operator')
      and (rolsuper or rolbypassrls or rolcanlogin or rolcreaterole
        or exists (select from pg_class where relowner = pg_roles.oid))`
  expect(await offenders(sql)).toEqual([])
})
