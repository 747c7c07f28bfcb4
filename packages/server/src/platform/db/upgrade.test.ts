import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { afterAll, expect, test } from 'vitest'
import { newOrganisation } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { writeLaterVersion } from '../../../test/later-version.ts'
import { rowsByTable } from '../../../test/store-rows.ts'
import { migrateStore, openStore, withEngine } from './open-store.ts'
import { fillTables, tablesOf, type Table } from './test/any-rows.ts'

const folder = mkdtempSync(join(tmpdir(), 'touchstone-upgrade-'))
afterAll(() => rmSync(folder, { recursive: true }))

const later = writeLaterVersion(join(folder, 'later'))

/** All rows of these tables in their earlier columns, as the tables' owner reads them. */
async function textsOf(owner: Pool, tables: readonly Table[]): Promise<string[]> {
  const texts: string[] = []
  for (const { name, columns } of tables) {
    await owner.query(`alter table ${name} no force row level security`)
    const names = columns.map((column) => column.name)
    const { rows } = await owner.query<{ row: string }>(
      `select row(${names.join()})::text as row from ${name} order by 1`,
    )
    texts.push(...rows.map(({ row }) => `${name} ${row}`))
    await owner.query(`alter table ${name} force row level security`)
  }
  return texts
}

onBothEngines((engine) => {
  test('a store with rows in every table keeps every row when a later version upgrades it', async () => {
    const config = await engine.newStore()
    const { tables, before } = await withEngine(config, async ({ owner }) => {
      const tables = await tablesOf(owner)
      await fillTables(owner, tables)
      return { tables, before: await textsOf(owner, tables) }
    })
    expect(tables.length).toBeGreaterThan(100)
    const empty = tables.filter(({ name }) => !before.some((row) => row.startsWith(`${name} `)))
    expect(empty).toEqual([])

    const applied = await migrateStore(config, { migrations: later })
    expect(applied.map(({ name }) => name)).toEqual(['upgrade_0', 'upgrade_1'])
    await withEngine(config, async ({ owner }) => {
      const after = await tablesOf(owner)
      const namesOf = (all: readonly Table[]): string[] => all.map(({ name }) => name)
      expect(namesOf(after).sort()).toEqual([...namesOf(tables), 'organisation_names'].sort())
      expect(await textsOf(owner, tables)).toEqual(before)
    })
    // The later version runs on it.
    const store = await openStore(config, { migrations: later })
    try {
      const rows = await rowsByTable(store)
      expect(rows['organisation_names']).toHaveLength(rows['organisations']?.length ?? 0)
      await newOrganisation(store, 'after-it-all')
    } finally {
      await store.close()
    }
    // And the earlier one does not.
    await expect(openStore(config)).rejects.toThrow('written by a newer Touchstone')
  })
})
