import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { someWeights } from '../../../test/audit-samples.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { shadowFittedWeights } from './shadow-fitted-weights.ts'

onOneEngine((engine) => {
  let store: Store

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
  })
  afterAll(() => store?.close())

  test('fitted weights go into shadow, or wait as a draft if other weights are there', async () => {
    for (const id of ['fit-1', 'fit-2']) {
      const weights = { ...someWeights, id }
      await shadowFittedWeights(store, { organisationId: randomUUID(), fit: randomUUID(), weights })
    }
    const { rows } = await asOperator(store, (handle) =>
      sql<{ title: string; state: string }>`
        select title, state from engine_releases order by number`.execute(handle),
    )
    expect(rows).toEqual([
      { title: 'Weights fit-1', state: 'shadow' },
      { title: 'Weights fit-2', state: 'draft' },
    ])
  })
})
