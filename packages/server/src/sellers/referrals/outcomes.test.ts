import type {
  OutcomeReportView,
  ReferralDetailView,
  ReferralPreviewView,
  SellerPriorView,
} from '@touchstone/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { openStore } from '../../platform/db/index.ts'
import { noteLaterExculpations } from './note-later-exculpations.ts'
import { ReferralsFixture } from './test/referrals-fixture.ts'

onOneEngine((engine) => {
  let it: ReferralsFixture

  beforeAll(async () => {
    it = await new ReferralsFixture(await openStore(await engine.newStore())).open()
  })
  afterAll(() => it?.close())

  const report = (who: string, id: string, more: Record<string, unknown>) =>
    it.post<OutcomeReportView>(who, `referrals/${id}/outcome-reports`, {
      proceeding: '24/1187',
      happenedOn: '2026-11-24',
      ...more,
    })
  const seizure = {
    outcome: 'seizure',
    quantities: [{ goods: 'Bowls', amount: '120', unit: 'pieces' }],
  }
  const priorOn = (listing: string) =>
    it.get<SellerPriorView>('ana', `listings/${listing}/seller-prior`)
  /** A listing that was sent, its reference, and another one of its seller. */
  const pick = async (id: string): Promise<{ ref: string; other: string }> => {
    const [first] = (await it.items('ana', id, 'listing')).filter(({ subject }) => subject !== null)
    const { rows } = await asOperator(it.store, (handle) =>
      sql<{ id: string }>`
        select o.id from listings l
        join listings o on o.seller_account_id = l.seller_account_id and o.id <> l.id
        where l.id = ${first!.subject}::uuid limit 1`.execute(handle),
    )
    return { ref: first!.ref, other: rows[0]!.id }
  }

  test('a seizure moves scores with its reason, and an acquittal takes that back and tells every recipient', async () => {
    const network = await it.network('seized', '0812 3456 7101')
    const { id } = await it.sent(network)
    const recipient = {
      kind: 'organisation',
      organisation: 'customs',
      country: 'ID',
      office: 'customs',
    }
    const { id: second } = await it.sent(network, { recipient })
    const { ref, other } = await pick(id)
    expect(await priorOn(other)).toMatchObject({ confirmed: 0, reported: 0, logOdds: 0 })
    const seized = await report('off', id, { ...seizure, items: [ref] })
    expect(seized.label).toEqual({ class: 'counterfeit', strength: 'medium' })
    expect(await priorOn(other)).toMatchObject({ confirmed: 1, reported: 1, logOdds: 0.8 })
    await report('off', id, { outcome: 'laboratory', finding: 'counterfeit', items: [ref] })
    expect(await priorOn(other)).toMatchObject({ confirmed: 1, reported: 1, logOdds: 1.6 })
    const acquittal = await report('off', id, {
      proceeding: 'Court 9/27',
      outcome: 'acquittal',
      items: [ref],
    })
    expect(await priorOn(other)).toMatchObject({ confirmed: 0, reported: 0, logOdds: 0 })
    expect(acquittal.contradicts).toHaveLength(2)
    const [item] = (await it.items('off', id)).filter((one) => one.ref === ref)
    expect(item).toMatchObject({
      contradicted: true,
      outcomes: [{ outcome: 'acquittal' }, { outcome: 'laboratory' }],
    })
    for (const [who, of] of [
      ['off', id],
      ['cus', second],
      ['ana', id],
    ] as const) {
      const { notices } = await it.get<ReferralDetailView>(who, `referrals/${of}`)
      expect([who, notices.map(({ items }) => items.length)]).toEqual([who, [1]])
    }
    // The other recipient learns that it happened, not to whom it was reported.
    expect((await it.get('cus', `referrals/${second}/outcome-reports`))['items']).toEqual([])
    const { rows } = await asOperator(it.store, (handle) =>
      sql<{ slug: string; type: string }>`
        select o.slug, e.type from outbox_events e
        join organisations o on o.id = e.organisation_id
        where e.data ->> 'referral' = ${second} and e.type = 'referral.outcome-reported'`.execute(
        handle,
      ),
    )
    expect(rows).toEqual([{ slug: 'customs', type: 'referral.outcome-reported' }])
  })

  test('a decision that is reversed after a dossier was sent is told to its recipient, once', async () => {
    const { id } = await it.sent(await it.network('reversed', '0812 3456 7109'))
    const [item] = (await it.items('ana', id, 'listing')).filter(({ subject }) => subject !== null)
    const noticesOf = async (who: string): Promise<ReferralDetailView['notices']> =>
      (await it.get<ReferralDetailView>(who, `referrals/${id}`)).notices
    await noteLaterExculpations(it.store)
    expect(await noticesOf('off')).toEqual([])
    await it.post('ana', 'outcomes', [{ id: item!.subject, outcome: 'restored' }])
    for (let round = 0; round < 2; round++) await noteLaterExculpations(it.store)
    for (const who of ['off', 'ana'])
      expect(await noticesOf(who)).toMatchObject([
        { items: [item!.ref], text: expect.stringContaining('reversed') },
      ])
    const { rows } = await asOperator(it.store, (handle) =>
      sql<{ slug: string }>`
        select o.slug from outbox_events e join organisations o on o.id = e.organisation_id
        where e.data ->> 'referral' = ${id} and e.data ->> 'notice' = 'answer-upheld'`.execute(
        handle,
      ),
    )
    expect(rows).toHaveLength(1)
    await report('off', id, { outcome: 'court-ruling', finding: 'genuine', items: [item!.ref] })
    const told = await noticesOf('off')
    await noteLaterExculpations(it.store)
    expect(await noticesOf('off')).toEqual(told)
  })

  test('a withdrawal is told to recipients of other dossiers of its listings, and none learns of whom', async () => {
    const network = await it.network('taken-back', '0812 3456 7110')
    const { id } = await it.sent(network)
    const recipient = {
      kind: 'organisation',
      organisation: 'customs',
      country: 'ID',
      office: 'customs',
    }
    const { id: second } = await it.sent(network, { recipient })
    const { priorSteps } = await it.get<ReferralPreviewView>('ana', `referrals/${second}/preview`)
    expect(priorSteps).toMatchObject([{ kind: 'referral', text: 'police, ID (6 listings)' }])
    await it.act('ada', id, { type: 'withdraw', reason: 'The accounts are of two sellers.' })
    const { notices } = await it.get<ReferralDetailView>('cus', `referrals/${second}`)
    expect(notices).toMatchObject([{ text: expect.stringContaining('withdrew') }])
    expect(notices[0]!.items).toHaveLength(6)
    expect(JSON.stringify(notices)).not.toMatch(/Harbour|two sellers/)
    const { rows } = await asOperator(it.store, (handle) =>
      sql<{ slug: string }>`
        select o.slug from outbox_events e join organisations o on o.id = e.organisation_id
        where e.data ->> 'referral' = ${second} and e.data ->> 'notice' = 'withdrawal'`.execute(
        handle,
      ),
    )
    expect(rows).toEqual([{ slug: 'customs' }])
  })

  test('the newest report of a proceeding counts, and a withdrawn referral labels nothing', async () => {
    const { id } = await it.sent(await it.network('newest', '0812 3456 7102'))
    const { ref, other } = await pick(id)
    const first = await report('off', id, { ...seizure, items: [ref] })
    await report('off', id, { outcome: 'dropped', items: [ref] })
    expect(await priorOn(other)).toMatchObject({ confirmed: 0 })
    const all = (await it.get('off', `referrals/${id}/outcome-reports`))['items']
    expect(all).toMatchObject([{ replaced: false }, { id: first.id, replaced: true }])
    await report('off', id, { ...seizure, proceeding: '24/2', items: [ref] })
    expect(await priorOn(other)).toMatchObject({ confirmed: 1 })
    await it.act('ada', id, { type: 'withdraw', reason: 'The accounts are of two sellers.' })
    expect(await priorOn(other)).toMatchObject({ confirmed: 0 })
    const late = await report('off', id, { ...seizure, proceeding: '24/3', items: [ref] })
    expect(late).toMatchObject({ afterWithdrawal: true, label: { strength: 'none' } })
    expect(await priorOn(other)).toMatchObject({ confirmed: 0 })
    const received = await it.get<ReferralDetailView>('off', `referrals/${id}`)
    expect(received).toMatchObject({
      state: 'withdrawn',
      withdrawalReason: 'The accounts are of two sellers.',
    })
    expect(await it.tryAction('off', id, { type: 'acknowledge' })).toMatchObject({
      status: 409,
      body: { code: 'referral-step-unavailable' },
    })
  })

  test('reports that are incomplete, of items that were never sent, or by the sender are refused', async () => {
    const { id } = await it.sent(await it.network('refused', '0812 3456 7103'))
    const path = `/api/v1/referrals/${id}/outcome-reports`
    const body = { proceeding: 'x', happenedOn: '2026-11-24', items: ['L-1'] }
    for (const [who, more, status, code] of [
      ['off', { ...seizure, items: ['L-500'] }, 422, 'referral-item-unknown'],
      ['off', { outcome: 'seizure' }, 422, 'outcome-report-incomplete'],
      ['off', { outcome: 'laboratory' }, 422, 'outcome-report-incomplete'],
      ['ana', { outcome: 'dropped' }, 403, 'permission-required'],
      ['cus', { outcome: 'dropped' }, 404, 'not-found'],
    ] as const) {
      const answer = await it.as(who).post(path, { ...body, ...more })
      expect([who, code, answer.status, answer.body['code']]).toEqual([who, code, status, code])
    }
  })

  test('where two senders name one identifier, their recipient alone is told', async () => {
    const phone = '0812 3456 7104'
    const { id } = await it.sent(await it.network('mine', phone))
    const rival = (
      await asOperator(it.store, (handle) =>
        sql<{ id: string }>`select id from organisations where slug = 'rival'`.execute(handle),
      )
    ).rows[0]!.id
    const network = await it.network('theirs', phone, { of: rival })
    const theirs = await it.post<ReferralDetailView>('riv', 'referrals', {
      template: 'counsel',
      source: { kind: 'network', network },
      title: 'Their bowls',
      recipient: { kind: 'organisation', organisation: 'police', country: 'ID', office: 'police' },
    })
    await it.act('riv', theirs.id, { type: 'submit' })
    await it.act('rob', theirs.id, { type: 'release' })
    await it.pack()
    const overlapsFor = async (who: string, of: string) =>
      (await it.get<ReferralDetailView>(who, `referrals/${of}`)).overlaps
    expect(await overlapsFor('off', id)).toMatchObject([
      { referral: theirs.id, sender: 'RIVAL', identifiers: 1, types: ['whatsapp'] },
    ])
    expect(await overlapsFor('off', theirs.id)).toMatchObject([{ referral: id }])
    expect(await overlapsFor('ana', id)).toEqual([])
    expect(await overlapsFor('riv', theirs.id)).toEqual([])
    for (const [who, of] of [
      ['riv', id],
      ['ana', theirs.id],
      ['cus', id],
    ] as const) {
      const { status } = await it.as(who).get(`/api/v1/referrals/${of}`)
      expect([who, status]).toEqual([who, 404])
    }
  })
})
