import { randomUUID } from 'node:crypto'
import type { Notice } from '@touchstone/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { sweepNoticeQuality } from '../notice-quality/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { putFlagger } from './settings.ts'
import { validNotice, MarketplaceFixture } from './test/marketplace-fixture.ts'
import { urgencyOf } from './types.ts'
import { withdrawReceivedNotice } from './notifier-actions.ts'
import { reinstate } from './reinstate.ts'

type Body = Record<string, unknown>

onOneEngine((engine) => {
  let store: Store
  let market: MarketplaceFixture
  let house: string
  let rival: string
  let admin: Browser
  let sender: Browser

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    market = await MarketplaceFixture.in(store, 'pasar')
    // Three weeks ago, so that days can pass before today.
    market.now = new Date(Date.now() - 21 * 86_400_000)
    house = (await newOrganisation(store, 'house-a', { kind: 'rights-holder' })).id
    rival = (await newOrganisation(store, 'house-b', { kind: 'rights-holder' })).id
    const app = newApi(store)
    admin = await newMember(app, store, 'pasar', 'lena@pasar.example')
    sender = await newMember(app, store, 'house-a', 'dewi@house-a.example')
    const listed = { areas: ['counterfeit' as const], source: 'x', listedOn: '2026-03-01' }
    await market.as((handle) =>
      putFlagger({
        handle,
        actor: market.admin,
        now: market.now,
        input: {
          ...listed,
          name: 'House A',
          awardedBy: 'Pasar',
          member: house,
          notifierType: 'programme-member',
          status: 'active',
        },
      }),
    )
  })
  afterAll(() => store?.close())

  let number = 8000
  const noticeOf = (): Notice => validNotice(String(++number), { name: 'House A' })
  const from = (organisationId: string) => ({ organisationId, noticeId: randomUUID() })
  const figures = async (browser: Browser, by: string): Promise<Body[]> => {
    const { status, body } = await browser.get(`/api/v1/notice-quality?by=${by}`)
    expect(status).toBe(200)
    return body['items'] as Body[]
  }
  const urgencies = async (id: string): Promise<number[]> => {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ urgency: number }>`
        select distinct urgency from received_items where notice_id = ${id}::uuid`.execute(handle),
    )
    return rows.map(({ urgency }) => urgency)
  }

  /** So many more notices with the history of this one, row by row. */
  const repeated = (id: string, times: number): Promise<unknown> =>
    asOperator(store, async (handle) => {
      for (let time = 0; time < times; time++) {
        const [notice, proceeding] = [randomUUID(), randomUUID()]
        const anew = JSON.stringify({ id: notice, from_notice: notice })
        await sql`
          insert into received_notices
          select (json_populate_record(n, ${anew}::json)).* from received_notices n
          where n.id = ${id}::uuid`.execute(handle)
        await sql`
          insert into proceedings
          select (json_populate_record(p, ${JSON.stringify({ id: proceeding })}::json)).*
          from proceedings p join received_items i on i.proceeding_id = p.id
          where i.notice_id = ${id}::uuid`.execute(handle)
        for (const table of ['proceeding_events', 'workflow_instances'] as const) {
          await sql`
            insert into ${sql.table(table)}
            select (json_populate_record(e, ${JSON.stringify({ proceeding_id: proceeding })}::json)).*
            from ${sql.table(table)} e join received_items i on i.proceeding_id = e.proceeding_id
            where i.notice_id = ${id}::uuid`.execute(handle)
        }
        const item = JSON.stringify({ notice_id: notice, proceeding_id: proceeding })
        await sql`
          insert into received_items
          select (json_populate_record(i, ${item}::json)).* from received_items i
          where i.notice_id = ${id}::uuid`.execute(handle)
      }
    })

  test('restrictions, reversals and withdrawals are counted as they happened, for their market alone', async () => {
    await market.take('7001')
    const upheldNotice = await market.receive(validNotice('7001', { name: 'House A' }), from(house))
    await market.restrict(upheldNotice)
    await market.take('7002')
    const reversedNotice = await market.receive(
      validNotice('7002', { name: 'House A' }),
      from(house),
    )
    const instance = await market.restrict(reversedNotice)
    market.later(36)
    await market.as((handle) =>
      reinstate({
        handle,
        organisationId: market.organisationId,
        instance,
        now: market.now,
        proceedingId: reversedNotice.items[0]!.proceedingId,
        reversalSource: 'own-error',
        reason: 'An invoice.',
        by: { person: market.admin.id, role: 'moderator' },
      }),
    )
    await market.take('7003')
    const back = await market.receive(validNotice('7003', { name: 'House A' }), from(house))
    await market.restrict(back)
    await market.take('7005')
    const settled = await market.receive(validNotice('7005', { name: 'House A' }), from(house))
    await market.restrict(settled)
    await market.take('7006')
    const undecided = await market.receive(validNotice('7006', { name: 'House A' }), from(house))
    for (const [{ id: noticeId }, cause] of [
      [back, 'mistaken'] as const,
      [settled, 'settled'] as const,
      [undecided, 'listing-gone'] as const,
    ]) {
      const { organisationId } = market
      const withdrawalInput = { organisationId, noticeId, cause, reason: 'x', now: market.now }
      await asOperator(store, (handle) => withdrawReceivedNotice({ handle, ...withdrawalInput }))
    }
    await market.receive(validNotice('7004', { name: 'Maren Osk' }))
    expect(await figures(admin, 'notifier-ground')).toMatchObject([
      {
        side: 'received',
        key: `${house} counterfeit`,
        name: 'House A',
        notices: 5,
        decided: 4,
        succeeded: 2,
        upheld: 2,
        line: 'too-few',
        state: null,
        medianReinstatementHours: 18,
        success: { value: 2 / 4 },
      },
    ])
    // Notifiers without an account are counted together.
    expect((await figures(admin, 'notifier')).map(({ key, notices }) => [key, notices])).toEqual([
      [house, 5],
      ['others', 1],
    ])
    const analysts = await figures(admin, 'analyst')
    expect(analysts).toMatchObject([{ key: market.analyst.id, decided: 4, upheld: 2 }])
    expect(await figures(sender, 'notifier')).toEqual([])
  })

  test('after a warning and its days, a safeguard removes only the priority, until a person lifts it', async () => {
    const first = await market.receive(noticeOf(), from(house))
    expect(await urgencies(first.id)).toEqual([
      urgencyOf({ notifierType: 'programme-member', lifeSafety: false }),
    ])
    const reasons = 'The name on it is not the registered one.'
    await market.upTo(first, { type: 'decide', outcome: 'no-action', reasons })
    await repeated(first.id, 29)
    const sweep = (days: number): Promise<number> =>
      sweepNoticeQuality(store, new Date(market.now.getTime() + days * 86_400_000))
    // By notifier and ground, and by ground: each is warned once.
    expect([await sweep(0.1), await sweep(1), await sweep(6)]).toEqual([2, 0, 0])
    const warned = await market.receive(noticeOf(), from(house))
    expect(await urgencies(warned.id)).toEqual([
      urgencyOf({ notifierType: 'programme-member', lifeSafety: false }),
    ])
    expect([await sweep(8), await sweep(9)]).toEqual([2, 0])
    const safeguarded = await market.receive(noticeOf(), from(house))
    expect(await urgencies(safeguarded.id)).toEqual([
      urgencyOf({ notifierType: 'normal', lifeSafety: false }),
    ])
    await market.upTo(safeguarded, { type: 'decide', outcome: 'no-action', reasons })
    const { body } = await admin.get('/api/v1/notice-quality/marks')
    const marks = body['items'] as Body[]
    expect(marks.map(({ about, state, mayLift }) => [about, state, mayLift]).sort()).toEqual([
      ['notifier-ground', 'safeguarded', true],
      ['rule', 'safeguarded', true],
    ])
    // The notifier sees its own safeguard, without the reason for its end or the marketplace's other marks.
    const told = (await sender.get('/api/v1/notice-quality/marks')).body['items'] as Body[]
    expect(told).toMatchObject([{ about: 'notifier-ground', own: false, mayLift: false }])
    const { id } = told[0] as { id: string }
    const reason = { reason: 'The register was read again.' }
    const path = `/api/v1/notice-quality/marks/${id}/actions`
    const lift = { action: { type: 'lift', ...reason } }
    expect((await sender.post(path, lift)).status).toBe(404)
    for (const mark of marks) {
      const lifted = await admin.post(
        `/api/v1/notice-quality/marks/${mark['id'] as string}/actions`,
        lift,
      )
      expect(lifted).toMatchObject({
        status: 200,
        body: { state: 'lifted', reason: reason.reason },
      })
    }
    expect((await admin.post(path, lift)).status).toBe(409)
    const after = await market.receive(noticeOf(), from(house))
    expect(await urgencies(after.id)).toEqual([
      urgencyOf({ notifierType: 'programme-member', lifeSafety: false }),
    ])
    // Earlier decisions do not count towards another warning.
    expect(await sweep(10)).toBe(0)
    const { rows } = await asOperator(store, (handle) =>
      sql<{ action: string; whose: string }>`
        select action, case organisation_id when ${house}::uuid then 'sender'
          when ${market.organisationId}::uuid then 'market' else 'other' end as whose
        from audit_events where action like 'notice-quality-%'
        group by 1, 2 order by 1, 2`.execute(handle),
    )
    expect(rows.map(({ action, whose }) => `${whose} ${action}`)).toEqual([
      'market notice-quality-lifted',
      'market notice-quality-safeguarded',
      'sender notice-quality-safeguarded',
      'market notice-quality-warned',
      'sender notice-quality-warned',
    ])
    const outbox = await asOperator(store, (handle) =>
      sql<{ type: string }>`
        select type from outbox_events where organisation_id = ${house}::uuid order by type`.execute(
        handle,
      ),
    )
    expect(outbox.rows.map(({ type }) => type)).toEqual([
      'notice-quality.safeguarded',
      'notice-quality.warned',
    ])
  })

  test('a flagger of the law keeps the type that the law gives it', async () => {
    const listed = { areas: ['counterfeit' as const], source: 'x', listedOn: '2026-03-01' }
    await market.as((handle) =>
      putFlagger({
        handle,
        actor: market.admin,
        now: market.now,
        input: {
          ...listed,
          name: 'House B',
          awardedBy: 'DSC',
          member: rival,
          notifierType: 'trusted-flagger',
          status: 'active',
        },
      }),
    )
    await asOperator(store, (handle) =>
      sql`
        insert into safeguards (id, organisation_id, side, about, subject, notifier,
          warned_at, warned_figures, safeguarded_at, safeguarded_figures)
        values (gen_random_uuid(), ${market.organisationId}::uuid, 'received', 'notifier-ground',
          ${`${rival} counterfeit`}, ${rival}::uuid, now() - interval '9 days', '{}', now(), '{}')`.execute(
        handle,
      ),
    )
    const received = await market.receive(noticeOf(), from(rival))
    expect(await urgencies(received.id)).toEqual([
      urgencyOf({ notifierType: 'trusted-flagger', lifeSafety: false }),
    ])
  })
})
