import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { asOperator, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newWatchRow } from '../../../test/watches.ts'
import { openStore } from '../../platform/db/index.ts'
import { claimRun } from './claims-repository.ts'
import { purgeRuns } from './purge-runs.ts'

onOneEngine((engine) => {
  test('runs older than 400 days go, and a deleted watch with its last run', async () => {
    const store = await openStore(await engine.newStore())
    try {
      const { id: organisationId } = await newOrganisation(store, 'house')
      const [old, recent] = [
        await newWatchRow(store, organisationId),
        await newWatchRow(store, organisationId),
      ]
      const lease = { id: randomUUID(), milliseconds: 1000 }
      for (const watch of [old, recent]) {
        await asOperator(store, (handle) => claimRun(handle, watch, lease))
      }
      await asOperator(store, async (handle) => {
        await sql`update watch_runs set ended_at = now(), ended_by = 'end'`.execute(handle)
        await sql`update watches set removed_at = now() - interval '401 days'`.execute(handle)
        await sql`
          update watch_runs set started_at = now() - interval '401 days'
          where watch_id = ${old.id}::uuid`.execute(handle)
      })
      expect(await purgeRuns(store, new Date())).toBe(1)
      const { rows } = await asOperator(store, (handle) =>
        sql<{ id: string }>`select id from watches`.execute(handle),
      )
      expect(rows).toEqual([{ id: recent.id }])
    } finally {
      await store.close()
    }
  })
})
