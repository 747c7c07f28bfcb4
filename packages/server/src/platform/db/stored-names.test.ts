import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { afterAll, expect, test } from 'vitest'
import { onOneEngine } from '../../../test/engines.ts'
import { ownMigrations } from './migrations.ts'
import { migrateStore, withEngine } from './open-store.ts'
import { fillTables, tablesOf } from './test/any-rows.ts'

const earlier = mkdtempSync(join(tmpdir(), 'touchstone-earlier-'))
afterAll(() => rmSync(earlier, { recursive: true }))
for (const name of readdirSync(ownMigrations).filter((file) => file < '0017'))
  cpSync(join(ownMigrations, name), join(earlier, name))

/** Runs a statement on a log, which neither policies nor triggers let anybody change. */
async function inLog(owner: Pool, table: string, statement: string): Promise<object[]> {
  await owner.query(`alter table ${table} no force row level security, disable trigger user`)
  const { rows } = await owner.query<object>(statement)
  await owner.query(`alter table ${table} force row level security, enable trigger user`)
  return rows
}

const events: [table: string, column: string, where: string][] = [
  ['proceeding_events', 'event', `event ->> 'type' = 'open'`],
  ['notice_events', 'data', `kind = 'pursued'`],
]

onOneEngine((engine) => {
  test('stored events get the names of today, and the logs stay closed', async () => {
    const config = await engine.newStore('empty')
    await migrateStore(config, { migrations: earlier })
    await withEngine(config, async ({ owner }) => {
      await fillTables(owner, await tablesOf(owner))
      const opened = `'{"type":"open","machine":"notice","by":{"role":"notifier"}}'`
      await inLog(owner, 'proceeding_events', `update proceeding_events set event = ${opened}`)
      const pursued = `'{"act":"remind","note":"again"}'`
      await inLog(
        owner,
        'notice_events',
        `update notice_events set kind = 'pursued', data = ${pursued}`,
      )
    })
    const applied = await migrateStore(config)
    expect(applied.map(({ name }) => name)).toContain('enforcement_names')
    await withEngine(config, async ({ owner }) => {
      const stored = await Promise.all(
        events.map(async ([table, column, where]) => {
          const rows = await inLog(
            owner,
            table,
            `select distinct ${column}::jsonb as kept from ${table} where ${where}`,
          )
          return rows.map((row) => (row as { kept: unknown }).kept)
        }),
      )
      expect(stored).toEqual([
        [{ type: 'open', workflow: 'notice', by: { role: 'notifier' } }],
        [{ type: 'remind', note: 'again' }],
      ])
      for (const [table, column] of events)
        await expect(owner.query(`update ${table} set ${column} = '{}'`)).rejects.toThrow(
          /append|denied|change/,
        )
    })
  })
})
