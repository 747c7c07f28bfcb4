import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Pool } from 'pg'
import { afterAll, expect, test } from 'vitest'
import { newOrganisation, operatorContext } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { hashSecret, signInByKey } from '../../identity/index.ts'
import { ownMigrations } from './migrations.ts'
import { migrateStore, openStore, statusOf, withEngine } from './open-store.ts'
import type { Store } from './store.ts'
import { fillTables, tablesOf, type Table } from './test/any-rows.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-older-'))
afterAll(() => rmSync(folder, { recursive: true }))

const files = readdirSync(ownMigrations).sort()

/** The migrations that an earlier program knew. */
function migrationsUpTo(count: number): string {
  const older = join(folder, String(count))
  for (const file of files.slice(0, count)) cpSync(join(ownMigrations, file), join(older, file))
  return older
}

/** Offers with versions, as rows that the older program would have written. */
async function fill(store: Store): Promise<string> {
  const [prefix, secret] = ['a'.repeat(12), 'b'.repeat(43)]
  await store.transact(operatorContext, async (handle) => {
    await sql`insert into organisations (id, slug, name, kind) values
      (gen_random_uuid(), 'market-a', 'A', 'marketplace'),
      (gen_random_uuid(), 'house-a', 'B', 'rights-holder')`.execute(handle)
    await sql`insert into keys (id, organisation_id, prefix, secret_hash, scopes)
      select gen_random_uuid(), o.id, ${prefix}, ${hashSecret(secret)}::bytea,
        '{listings:read,listings:write}'
      from organisations o where o.slug = 'market-a'`.execute(handle)
    await sql`insert into audit_events (id, organisation_id, action, subject_kind, subject_id)
      select gen_random_uuid(), o.id, 'organisation-created', 'organisation', o.id::text
      from organisations o`.execute(handle)
    await sql`insert into listings (id, organisation_id, marketplace, external_id, version, content_hash)
      select gen_random_uuid(), o.id, '', 'offer-' || n, 1, sha256(n::text::bytea)
      from organisations o, generate_series(1, 500) n where o.slug = 'market-a'`.execute(handle)
  })
  return `tsk_${prefix}_${secret}`
}

/** What a migration may reckon anew, since it is derived from what else is kept. */
const derived: Readonly<Record<string, readonly string[]>> = {
  listings: ['rung'],
  listing_mentions: ['rung', 'shown_probability', 'shown_signals'],
  picture_reference_days: ['offers'],
}

/** All rows of these tables, by the columns that they had, as the tables' owner reads them. */
async function textsOf(owner: Pool, tables: readonly Table[]): Promise<string[]> {
  const texts: string[] = []
  for (const { name, columns } of tables) {
    await owner.query(`alter table ${name} no force row level security`)
    const names = columns
      .map((column) => column.name)
      .filter((column) => !derived[name]?.includes(column))
    const { rows } = await owner.query<{ row: string }>(
      `select row(${names.join()})::text as row from ${name} order by 1`,
    )
    texts.push(...rows.map(({ row }) => `${name} ${row}`))
    await owner.query(`alter table ${name} force row level security`)
  }
  return texts
}

async function rowsOf(store: Store, tables: readonly string[], columns: Map<string, string[]>) {
  return store.transact(operatorContext, async (handle) => {
    const all: string[] = []
    for (const table of tables) {
      const names = sql.join((columns.get(table) ?? []).map((name) => sql.ref(name)))
      const { rows } = await sql<{ row: string }>`
        select row(${names})::text as row from ${sql.table(table)} order by 1`.execute(handle)
      all.push(...rows.map(({ row }) => `${table} ${row}`))
    }
    return all
  })
}

async function columnsOf(store: Store): Promise<Map<string, string[]>> {
  return store.transact(operatorContext, async (handle) => {
    const { rows } = await sql<{ name: string; columns: string[] }>`
      select c.relname::text as name, array_agg(a.attname::text order by a.attnum) as columns
      from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
        and c.relname <> 'schema_migrations'
      group by c.relname`.execute(handle)
    return new Map(rows.map(({ name, columns }) => [name, columns]))
  })
}

onBothEngines((engine) => {
  test('a store of the first release is brought up to date and keeps every row', async () => {
    const config = await engine.newStore('empty')
    const before = await openStore(config, { migrations: migrationsUpTo(2) })
    const key = await fill(before)
    const columns = await columnsOf(before)
    const tables = [...columns.keys()].sort()
    const rows = await rowsOf(before, tables, columns)
    await before.close()
    expect(rows.length).toBeGreaterThan(500)

    const after = await openStore(config)
    try {
      expect((await statusOf(after)).pending).toEqual([])
      expect(await rowsOf(after, tables, columns)).toEqual(rows)
      expect(await signInByKey(after, key)).toMatchObject({ kind: 'key' })
      const { rows: unsealed } = await after.transact(operatorContext, (handle) =>
        sql`
          select from audit_events e join audit_pending p on p.event_id = e.id
            and p.organisation_id = e.organisation_id`.execute(handle),
      )
      expect(unsealed).toHaveLength(2)
    } finally {
      await after.close()
    }
  }, 60_000)

  // Wherever this program stands: what it will be brought up to date from is the one before.
  test('a store of a late version, with rows in every table, keeps every row', async () => {
    const config = await engine.newStore('empty')
    const migrations = migrationsUpTo(files.length - 3)
    await migrateStore(config, { migrations })
    const { tables, before } = await withEngine(config, async ({ owner }) => {
      const tables = await tablesOf(owner)
      await fillTables(owner, tables)
      return { tables, before: await textsOf(owner, tables) }
    })
    expect(tables.length).toBeGreaterThan(45)
    const empty = tables.filter(({ name }) => !before.some((row) => row.startsWith(`${name} `)))
    expect(empty).toEqual([])

    expect(await migrateStore(config)).toHaveLength(3)
    await withEngine(config, async ({ owner }) => {
      const after = await tablesOf(owner)
      const namesOf = (all: readonly Table[]): string[] => all.map(({ name }) => name)
      expect(namesOf(after)).toEqual(expect.arrayContaining(namesOf(tables)))
      expect(await textsOf(owner, tables)).toEqual(before)
    })
    // The program runs on it.
    const store = await openStore(config)
    await newOrganisation(store, 'after-it-all')
    await store.close()
  }, 120_000)
})
