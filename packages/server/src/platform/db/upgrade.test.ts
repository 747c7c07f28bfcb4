import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { newKey, newOrganisation, operatorContext } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { signInByKey } from '../../identity/index.ts'
import { ownMigrations } from './migrations.ts'
import { openStore, statusOf } from './open-store.ts'
import type { Store } from './store.ts'

// The program of the first release with a store: what it knew were the first two migrations.
const older = mkdtempSync(join(tmpdir(), 'touchstone-older-'))
for (const name of readdirSync(ownMigrations).filter((file) => /^000[12]_/.test(file))) {
  cpSync(join(ownMigrations, name), join(older, name))
}
afterAll(() => rmSync(older, { recursive: true }))

/** Offers with versions, as rows that the older program would have written. */
async function fill(store: Store): Promise<string> {
  await newOrganisation(store, 'market-a')
  await newOrganisation(store, 'house-a', { kind: 'rights-holder' })
  const { text } = await newKey(store, 'market-a', ['listings:read', 'listings:write'])
  await store.transact(operatorContext, async (handle) => {
    await sql`insert into listings (id, organisation_id, marketplace, external_id, version, content_hash)
      select gen_random_uuid(), o.id, '', 'offer-' || n, 1, sha256(n::text::bytea)
      from organisations o, generate_series(1, 500) n where o.slug = 'market-a'`.execute(handle)
  })
  return text
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
    const before = await openStore(config, { migrations: older })
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
    } finally {
      await after.close()
    }
  }, 60_000)
})
