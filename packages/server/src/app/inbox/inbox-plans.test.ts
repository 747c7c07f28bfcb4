import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { newOrganisation, personOf } from '../../../test/builders.ts'
import { asDatabaseOwner } from '../../../test/database-owner.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { planOf } from '../../../test/explain.ts'
import { contextOf } from '../../access/organisations/index.ts'
import { openStore, type Store, type Transaction } from '../../platform/db/index.ts'
import { readDecisionApprovals, readNoticeApprovals } from './approvals.ts'
import {
  readDeadlines,
  readDueCases,
  readFailedCaptures,
  readMarketplaceResponses,
} from './casework.ts'
import {
  readAppeals,
  readFollowUps,
  readProofSubmissions,
  readReceivedNotices,
} from './moderation-work.ts'
import { readBuyerReports, readCodeAlarms } from './goods.ts'
import type { ReadOptions } from './repository.ts'
import type { Waiting } from './types.ts'

type Read = (handle: Transaction, options: ReadOptions) => Promise<Waiting>

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

  test.each<[string, Read, string]>([
    ['decisions to approve', readDecisionApprovals, 'proposed_decisions_of_organisation'],
    ['notices to approve', readNoticeApprovals, 'notices_proposed'],
    ['received notices', readReceivedNotices, 'workflow_instances_undecided'],
    ['follow-ups', readFollowUps, 'workflow_instances_following'],
    ['appeals', readAppeals, 'appeals_open'],
    ['proofs', readProofSubmissions, 'appeals_open'],
    ['deadlines', readDeadlines, 'proceeding_deadlines_next'],
    ['failed captures', readFailedCaptures, 'captures_failed'],
    ['questions of marketplaces', readMarketplaceResponses, 'notice_recipients_asked'],
    ['responses of marketplaces', readMarketplaceResponses, 'notice_events_responses'],
    ['due cases', readDueCases, 'cases_'],
    ['reports of buyers', readBuyerReports, 'item_reports_by_state'],
    ['alarms of codes', readCodeAlarms, 'items_alarmed'],
  ])('the open work of %s is read from its index', async (_what, read, index) => {
    const actor = personOf(organisationId)
    const options = { organisationId, personId: randomUUID(), now: new Date(), limit: 25 }
    const plan = await store.transact(contextOf(actor), (handle) =>
      planOf(handle, (noting) => read(noting, options)),
    )
    expect(plan).toContain(index)
  })
})
