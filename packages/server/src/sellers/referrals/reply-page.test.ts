import { randomUUID } from 'node:crypto'
import type {
  OutcomeReportView,
  ReferralDetailView,
  ReferralReplyView,
  ReplyLinkView,
} from '@touchstone/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { Browser } from '../../../test/users.ts'
import { openStore } from '../../platform/db/index.ts'
import { ReferralsFixture } from './test/referrals-fixture.ts'

const outside = {
  kind: 'outside',
  name: 'Office of the Prosecutor',
  country: 'ID',
  office: 'prosecution',
  address: '1 Example Street',
}

onOneEngine((engine) => {
  let it: ReferralsFixture
  let visitor: Browser

  beforeAll(async () => {
    it = await new ReferralsFixture(await openStore(await engine.newStore())).open()
    visitor = new Browser(it.app, '198.51.100.7')
  })
  afterAll(() => it?.close())

  const issue = (id: string) =>
    it.post<{ link: ReplyLinkView; token: string }>('ana', `referrals/${id}/reply-links`, {
      days: 30,
    })
  const open = (token: string) => visitor.post('/api/v1/referral-replies', { token })
  const act = (token: string, action: object) =>
    visitor.post('/api/v1/referral-replies/actions', { token, action })
  const seizure = {
    proceeding: 'P 12/26',
    outcome: 'seizure',
    items: ['L-1'],
    happenedOn: '2026-11-26',
    quantities: [{ goods: 'Bowls', amount: '30', unit: 'pieces' }],
  }

  test('a recipient without an account sees references alone, acknowledges, asks and reports', async () => {
    const { id } = await it.sent(await it.network('outsider', '0812 3456 7401'), {
      recipient: outside,
    })
    const { token } = await issue(id)
    const { body } = await open(token)
    const page = body as unknown as ReferralReplyView
    expect(page).toMatchObject({ state: 'sent', counts: { accounts: 2, listings: 6, links: 1 } })
    expect(page.items.find(({ ref }) => ref === 'L-1')).toEqual({
      ref: 'L-1',
      kind: 'listing',
      marketplace: 'bazaar',
      status: 'assessed',
      outcomes: [],
    })
    expect(JSON.stringify(page)).not.toMatch(/wooden bowl|outsider-0|https:/)
    expect(await act(token, { type: 'acknowledge' })).toMatchObject({
      status: 200,
      body: { state: 'acknowledged' },
    })
    const question = { type: 'ask', items: ['L-1'], text: 'Where was it delivered?' }
    const key = randomUUID()
    await act(token, { ...question, key })
    expect((await act(token, { ...question, key })).body['questions']).toHaveLength(1)
    const reported = { type: 'report', report: seizure, key: randomUUID() }
    await act(token, reported)
    expect((await act(token, reported)).body['reports']).toHaveLength(1)
    expect(await act(token, { ...question, items: ['L-99'] })).toMatchObject({
      body: { code: 'referral-item-unknown' },
    })
    const { items } = await it.get<{ items: OutcomeReportView[] }>(
      'ada',
      `referrals/${id}/outcome-reports`,
    )
    expect(items).toMatchObject([
      { byReplyLink: true, reporter: 'Office of the Prosecutor', label: { strength: 'medium' } },
    ])
    const custody = await it.get('ana', `referrals/${id}/custody`)
    expect(custody['items']).toContainEqual(
      expect.objectContaining({ event: 'reply-page-read', by: null }),
    )
  })

  test('a link that was replaced, revoked or has expired opens like one that never was', async () => {
    const { id } = await it.sent(await it.network('closing', '0812 3456 7402'), {
      recipient: outside,
    })
    const unknown = await open('x'.repeat(43))
    const first = await issue(id)
    const second = await issue(id)
    await it.post('ana', `referrals/${id}/reply-links/${second.link.id}/actions`, {
      action: { type: 'revoke' },
    })
    const third = await issue(id)
    await asOperator(it.store, (handle) =>
      sql`update referral_reply_links set expires_at = now() - interval '1 day'
        where id = ${third.link.id}::uuid`.execute(handle),
    )
    const { code, detail, pointer } = unknown.body
    for (const { token } of [first, second, third]) {
      expect(await open(token)).toMatchObject({ status: 404, body: { code, detail, pointer } })
      expect((await act(token, { type: 'acknowledge' })).status).toBe(404)
    }
    const { rows } = await asOperator(it.store, (handle) =>
      sql<{ text: string }>`select l::text as text from referral_reply_links l`.execute(handle),
    )
    expect(JSON.stringify(rows)).not.toContain(first.token)
  })

  test('a reply to a withdrawn dossier is refused in a sentence, and shows nothing of it any more', async () => {
    const network = await it.network('recalled', '0812 3456 7403')
    const { id } = await it.sent(network, {
      recipient: outside,
    })
    const elsewhere = await it.sent(network, { recipient: { ...outside, name: 'Another office' } })
    const { token } = await issue(id)
    await it.act('ana', id, { type: 'withdraw', reason: 'The accounts are another seller’s.' })
    expect((await open(token)).body).toMatchObject({ state: 'withdrawn', items: [] })
    expect((await open((await issue(elsewhere.id)).token)).body).toMatchObject({
      state: 'sent',
      notices: [
        { kind: 'withdrawn-elsewhere', text: expect.stringMatching(/^The sender withdrew/) },
      ],
    })
    for (const action of [
      { type: 'acknowledge' },
      { type: 'ask', text: 'Why?' },
      { type: 'report', report: seizure },
    ]) {
      expect(await act(token, action)).toMatchObject({
        status: 409,
        body: { detail: expect.stringMatching(/Velmoraq withdrew this referral on .*write to/) },
      })
    }
    expect(await it.as('ana').post(`/api/v1/referrals/${id}/reply-links`, {})).toMatchObject({
      status: 409,
    })
  })

  test('no link is issued for a recipient with an account, or by others than the sender', async () => {
    const { id } = await it.sent(await it.network('inside', '0812 3456 7404'))
    const path = `/api/v1/referrals/${id}/reply-links`
    expect(await it.as('ana').post(path, {})).toMatchObject({ status: 409 })
    expect((await it.as('off').post(path, {})).status).toBe(404)
    expect((await it.as('riv').post(path, {})).status).toBe(404)
    const { state } = await it.get<ReferralDetailView>('ada', `referrals/${id}`)
    expect(state).toBe('sent')
  })
})
