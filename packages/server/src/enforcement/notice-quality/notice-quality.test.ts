import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, personOf } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { fillWeek, lastMonday } from '../../../test/audit-samples.ts'
import { readyToNotify, type Ready } from '../../../test/notices.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { sweepNoticeQuality } from './sweep-notice-quality.ts'

type Body = Record<string, unknown>
const day = 86_400_000

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let house: string
  let admin: Browser
  let analyst: Browser
  let rival: Browser
  let ready: Ready
  /** Three weeks ago, so that days can pass before today. */
  const start = Date.now() - 21 * day

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    house = (await newOrganisation(store, 'house-a', { kind: 'rights-holder' })).id
    await newOrganisation(store, 'house-b', { kind: 'rights-holder' })
    admin = await newMember(app, store, 'house-a', 'mirela@house-a.example')
    analyst = await newMember(app, store, 'house-a', 'dewi@house-a.example', { roles: ['analyst'] })
    rival = await newMember(app, store, 'house-b', 'ben@house-b.example')
    const actor = { ...personOf(house), id: await idOf(admin) }
    ready = await readyToNotify(store, {
      slug: 'house-a',
      actor,
      urls: ['https://pasar.example/1'],
    })
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const idOf = async (browser: Browser): Promise<string> =>
    ((await browser.get('/api/v1/session')).body['person'] as { id: string }).id
  const rows = async (browser: Browser, by: string): Promise<Body[]> => {
    const { status, body } = await browser.get(`/api/v1/notice-quality?by=${by}`)
    expect(status).toBe(200)
    return body['items'] as Body[]
  }
  const sweep = (days: number): Promise<number> =>
    sweepNoticeQuality(store, new Date(start + days * day))
  const marks = async (): Promise<Body[]> =>
    (await admin.get('/api/v1/notice-quality/marks')).body['items'] as Body[]
  /** An own listing restricted on own initiative, with a statement of reasons. */
  async function restricted(listing: string): Promise<void> {
    const id = randomUUID()
    await asOperator(store, async (handle) => {
      await sql`
        insert into proceedings (id, organisation_id, listing_id, title, regime, version, profile,
          settings, managed_by)
        values (${id}::uuid, ${house}::uuid, ${listing}::uuid, 'x', 'eu-dsa', '1', '{}', '{}',
          'moderation')`.execute(handle)
      await sql`
        insert into measures (id, organisation_id, proceeding_id, instance, listing_key, listing_id,
          measure, territory, starts_on)
        values (gen_random_uuid(), ${house}::uuid, ${id}::uuid, 'restriction', ${listing},
          ${listing}::uuid, 'disable', '{DE}', current_date)`.execute(handle)
      await sql`
        insert into statements_of_reasons (proceeding_id, instance, organisation_id, statement, text,
          delivered_by, delivery, sent_at)
        values (${id}::uuid, 'restriction', ${house}::uuid, '{}', 'x', 'own-channel', 'x',
          now())`.execute(handle)
    })
  }
  const draft = async (ground: string): Promise<string> => {
    const { body } = await analyst.post('/api/v1/notices', {
      case: ready.case,
      ground,
      claim: ready.claim,
      recipients: [{ by: 'file' }],
      items: [{ listing: ready.listings[0], capture: ready.captures[0] }],
    })
    return body['id'] as string
  }
  const isSafeguarded = async (id: string): Promise<Body[]> => {
    const { body } = await analyst.get(`/api/v1/notices/${id}/check`)
    return (body['refusals'] as Body[]).filter(({ code }) => code === 'safeguarded')
  }

  /** Sent and decided notices: how many were restricted, had no action, or were withdrawn for which cause. */
  async function sent(ground: string, counts: Record<string, number>): Promise<void> {
    const by = await idOf(analyst)
    await asOperator(store, async (handle) => {
      for (const [outcome, count] of Object.entries(counts)) {
        const back = outcome === 'mistaken' || outcome === 'settled'
        await sql`
          with made as (
            insert into notices (id, organisation_id, case_id, regime, ground, state, content, sent_at,
              decided_at, outcome, withdrawn_at, withdrawn_cause)
            select gen_random_uuid(), ${house}::uuid, ${ready.case}::uuid, 'eu-dsa', ${ground},
              ${back ? 'withdrawn' : 'sent'}, '{}', ${new Date(start - day)}::timestamptz,
              ${back ? null : new Date(start)}::timestamptz, ${back ? null : outcome},
              ${back ? new Date(start) : null}::timestamptz, ${back ? outcome : null}
            from generate_series(1, ${count}::int4) returning id
          ), items as (
            insert into notice_items (notice_id, place, organisation_id, listing_id, claim_id, marketplace, external_id)
            select id, 0, ${house}::uuid, ${ready.listings[0]}::uuid, ${ready.claim}::uuid, 'pasar', 'x' from made
          )
          insert into notice_events (notice_id, position, organisation_id, kind, data, at, actor_kind, actor_id)
          select id, 1, ${house}::uuid, 'sent', '{}', now(), 'person', ${by} from made`.execute(
          handle,
        )
      }
    })
  }

  test('sent notices are counted as sent, by each brand and person concerned, and for no one else', async () => {
    await sent('counterfeit', {
      restricted: 26,
      'no-action': 2,
      mistaken: 6,
      settled: 4,
      'already-gone': 3,
    })
    const [own] = await rows(admin, 'notifier-ground')
    expect(own).toMatchObject({
      side: 'sent',
      key: `${house} counterfeit`,
      name: 'HOUSE-A',
      notices: 41,
      decided: 34,
      succeeded: 26,
      upheld: 6,
      line: 'surely-over',
      state: null,
      overturned: { value: 6 / 34 },
    })
    expect((own?.['overturned'] as Body)['low']).toBeCloseTo(0.0835, 3)
    const by = await idOf(analyst)
    expect(await rows(analyst, 'analyst')).toMatchObject([{ key: by, decided: 34 }])
    expect(await rows(admin, 'analyst')).toMatchObject([{ key: by, decided: 34 }])
    const other = await newMember(app, store, 'house-a', 'joko@house-a.example', {
      roles: ['analyst'],
    })
    expect(await rows(other, 'analyst')).toEqual([])
    expect(await rows(admin, 'brand')).toMatchObject([{ side: 'sent', decided: 34 }])
    expect(await rows(admin, 'rule')).toMatchObject([{ key: 'eu-dsa counterfeit', upheld: 6 }])
    for (const group of ['notifier', 'rule', 'brand', 'analyst']) {
      expect(await rows(rival, group)).toEqual([])
    }
    const limited = await newMember(app, store, 'house-a', 'sari@house-a.example', {
      roles: ['analyst'],
      brands: ['another-brand'],
    })
    expect((await limited.get('/api/v1/notice-quality?by=rule')).status).toBe(403)
    expect(await rows(limited, 'brand')).toEqual([])
  })

  test('a report of a marketplace in the alliance counts for each listing: an appeal that was upheld', async () => {
    const at = (hours: number): string => new Date(start + hours * 3_600_000).toISOString()
    const decision = { outcome: 'restrict', decidedAt: at(0), summary: 'x' }
    const holds = [{ measure: 'disable', startsOn: '2026-01-01', endsOn: null, holds: true }]
    const endedHolds = [{ ...holds[0], holds: false }]
    const upheld = [{ outcome: 'upheld', summary: 'An invoice.', decidedAt: at(20) }]
    const rejected = [{ ...upheld[0], outcome: 'rejected' }]
    const items = [
      { position: 0, decision, measures: holds, answers: [] },
      { position: 1, decision, measures: endedHolds, answers: upheld },
      { position: 2, decision, measures: holds, answers: rejected },
      { position: 3, decision, measures: endedHolds, answers: [] },
      { position: 4, decision: null, measures: [], answers: [] },
    ]
    await asOperator(store, async (handle) => {
      const { rows: made } = await sql<{ id: string }>`
        insert into notices (id, organisation_id, case_id, regime, ground, state, content, sent_at)
        values (gen_random_uuid(), ${house}::uuid, ${ready.case}::uuid, 'eu-dsa', 'copyright', 'sent', '{}',
          ${new Date(start - day)}::timestamptz) returning id`.execute(handle)
      const id = made[0]!.id
      await sql`
        insert into notice_items (notice_id, place, organisation_id, listing_id, claim_id, marketplace, external_id)
        select ${id}::uuid, place, ${house}::uuid, ${ready.listings[0]}::uuid, ${ready.claim}::uuid, 'pasar', 'x'
        from generate_series(0, 4) place`.execute(handle)
      await sql`
        insert into notice_recipients (notice_id, place, organisation_id, by, target, response)
        values (${id}::uuid, 0, ${house}::uuid, 'inside', 'pasar', ${JSON.stringify({ items })}::json)`.execute(
        handle,
      )
    })
    const found = (await rows(admin, 'notifier-ground')).find(
      ({ key }) => key === `${house} copyright`,
    )
    expect(found).toMatchObject({
      notices: 1,
      decided: 4,
      succeeded: 2,
      upheld: 2,
      medianReinstatementHours: 20,
    })
  })

  test('a safeguard on a ground stops its notices, and no others, until it is lifted', async () => {
    const [safeguarded, free] = [await draft('counterfeit'), await draft('design')]
    expect(await isSafeguarded(safeguarded)).toEqual([])
    expect([await sweep(1), await sweep(7)]).toEqual([1, 0])
    expect(await isSafeguarded(safeguarded)).toEqual([])
    expect([await sweep(9), await sweep(10)]).toEqual([1, 0])
    expect(await isSafeguarded(safeguarded)).toMatchObject([
      {
        item: null,
        message: expect.stringMatching(/^Notices on this ground have been restricted since/),
      },
    ])
    const sending = await analyst.post(`/api/v1/notices/${safeguarded}/actions`, {
      action: { type: 'send' },
    })
    expect([sending.status, JSON.stringify(sending.body)]).toEqual([
      409,
      expect.stringContaining('have been restricted since'),
    ])
    expect(await isSafeguarded(free)).toEqual([])
    const lift = (reason: string) => ({ action: { type: 'lift', reason } })
    const reason = 'The wrong extract was replaced.'
    for (const { id } of await marks()) {
      const path = `/api/v1/notice-quality/marks/${id as string}/actions`
      expect((await analyst.post(path, lift(reason))).status).toBe(403)
      expect((await rival.post(path, lift(reason))).status).toBe(404)
      expect((await admin.post(path, lift(' '))).status).toBe(422)
      expect((await admin.post(path, lift(reason))).status).toBe(200)
    }
    expect(await isSafeguarded(safeguarded)).toEqual([])
  })

  test('a safeguard on a signal lets no program decide alone on it; a person does', async () => {
    const { text: key } = await newKey(store, 'house-a', ['listings:read', 'decisions:write'])
    const listings = Array.from({ length: 40 }, (_, n) => ({
      listing: { id: `own-${n}`, title: `Belt ${n}` },
      verdict: 'block' as const,
      families: n === 39 ? [] : (['text'] as const),
    }))
    const ids = await fillWeek(store, house, lastMonday(), listings)
    await asOperator(store, (handle) =>
      sql`
        insert into outcomes (id, organisation_id, listing_id, outcome, source, happened_at)
        select gen_random_uuid(), ${house}::uuid, id, outcome, 'rights-holder',
          ${new Date(start)}::timestamptz + given.hours * interval '1 hour'
        from unnest(${ids.slice(0, 36)}::uuid[]) with ordinality as listing (id, place)
        cross join (values ('removed', 0), ('restored', 12)) as given (outcome, hours)
        where given.outcome = 'removed' or listing.place <= 9`.execute(handle),
    )
    const bySignal = async () => (await rows(admin, 'signal')).find(({ side }) => side === 'own')
    expect(await bySignal()).toMatchObject({
      key: 'text.test',
      decided: 36,
      succeeded: 27,
      upheld: 9,
      medianReinstatementHours: 12,
    })
    // A restriction without a notice counts as a removal; if also reported as removed, once.
    await restricted(ids[38]!)
    await restricted(ids[0]!)
    expect(await bySignal()).toMatchObject({ decided: 37, succeeded: 28, upheld: 9 })
    const decide = async (n: number): Promise<unknown> => {
      const response = await app.inject({
        method: 'POST',
        url: '/api/v1/decisions',
        headers: { authorization: `Bearer ${key}` },
        payload: { id: ids[n], verdict: 'counterfeit' },
      })
      const [result] = response.json<{ results: Body[] }>().results
      return result?.['proposed'] ?? false
    }
    expect(await decide(36)).toBe(false)
    await sweep(1)
    expect(await decide(37)).toBe(false)
    await sweep(9)
    expect([await decide(38), await decide(39)]).toEqual([true, false])
    const byPerson = await analyst.post('/api/v1/decisions', { id: ids[0], verdict: 'counterfeit' })
    expect((byPerson.body['results'] as Body[])[0]).not.toHaveProperty('proposed')
    const mark = (await marks()).find(({ state }) => state === 'safeguarded')
    expect(mark).toMatchObject({ side: 'own', about: 'signal', subject: 'text.test' })
  })

  test('items under a confidentiality hold are in no figure, which states so', async () => {
    const { body: before } = await admin.get('/api/v1/notice-quality?by=rule')
    expect(before).toMatchObject({ incomplete: false })
    await admin.post('/api/v1/confidentiality-holds', {
      scope: { kind: 'case', case: ready.case },
      wantedBy: 'authority',
      reference: 'x',
      reason: 'x',
      days: 3,
      reviewDays: 1,
    })
    const { body } = await admin.get('/api/v1/notice-quality?by=rule')
    expect(body).toMatchObject({ incomplete: true, items: [] })
  })
})
