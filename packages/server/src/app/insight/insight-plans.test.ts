import type { InsightFigure } from '@touchstone/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newOrganisation, personOf } from '../../../test/builders.ts'
import { asDatabaseOwner } from '../../../test/database-owner.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { planOf } from '../../../test/explain.ts'
import { contextOf } from '../../access/organisations/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { countFigure } from './figures-repository.ts'
import { periodsAt } from './types.ts'

onOneEngine((engine) => {
  let store: Store
  let organisationId: string
  beforeAll(async () => {
    const config = await engine.newStore()
    // Tables of a few rows are read whole: what counts is whether the index can be used.
    await asDatabaseOwner(config, [], async (query) => {
      const [row] = await query('select current_database() as name')
      await query(`alter database "${String(row?.['name'])}" set enable_seqscan = off`)
    })
    store = await openStore(config)
    organisationId = (await newOrganisation(store, 'market')).id
  })
  afterAll(() => store?.close())

  test.each<[InsightFigure, string]>([
    ['decided', 'decisions_of'],
    ['acted', 'notices_'],
    ['acted', 'measures_'],
    ['contested', 'appeals_'],
    ['down-after-7', 'notices_'],
    ['takedown-time', 'notices_'],
  ])('the figure %s is read from an index %s', async (figure, index) => {
    const now = new Date()
    const scope = {
      organisationId,
      restricts: true,
      only: undefined,
      filters: {},
      periods: periodsAt(now),
      now,
    }
    const plan = await store.transact(contextOf(personOf(organisationId)), (handle) =>
      planOf(handle, (noting) => countFigure(noting, figure, scope)),
    )
    expect(plan).toContain(index)
  })
})
