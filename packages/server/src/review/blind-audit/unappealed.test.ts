import { randomUUID } from 'node:crypto'
import type { BlindAuditResultsView } from '@touchstone/contract'
import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { fillWeek, lastMonday } from '../../../test/audit-samples.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

const week = lastMonday()
const inWeek = new Date(Date.parse(`${week}T12:00:00Z`))
const before = new Date(Date.parse(`${week}T00:00:00Z`) - 7 * 86_400_000).toISOString().slice(0, 10)

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let market: string
  let admin: Browser
  let readers: Browser[]
  let ids: string[]

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    market = (await newOrganisation(store, 'market')).id
    admin = await newMember(app, store, 'market', 'admin@market.example')
    readers = []
    for (const name of ['rana', 'remi']) {
      const email = `${name}@market.example`
      readers.push(await newMember(app, store, 'market', email, { roles: ['reviewer'] }))
    }
    const listing = (id: string) => ({
      listing: { id, title: `Offer ${id}` },
      verdict: 'block' as const,
    })
    const names = [
      'told',
      'restored',
      'restricted',
      'complained',
      'submitted',
      'lifted',
      'long-ago',
    ]
    ids = await fillWeek(store, market, before, names.map(listing))
    ids.push(...(await fillWeek(store, market, week, [listing('came-in-the-week')])))
    const at = (name: string): string => ids[[...names, 'came-in-the-week'].indexOf(name)]!
    await outcome(at('told'), 'removed', inWeek)
    await outcome(at('restored'), 'removed', inWeek)
    await outcome(at('restored'), 'restored', inWeek)
    await outcome(at('came-in-the-week'), 'removed', inWeek)
    await outcome(at('long-ago'), 'removed', new Date(inWeek.getTime() - 30 * 86_400_000))
    await restricted(at('restricted'), 'open')
    await restricted(at('complained'), 'lodged')
    await restricted(at('submitted'), 'complainant-informed')
    await restricted(at('lifted'), 'open', true)
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const outcome = (id: string, what: string, when: Date): Promise<unknown> =>
    asOperator(store, (handle) =>
      sql`
        insert into outcomes (id, organisation_id, listing_id, outcome, source, happened_at, recorded_at)
        values (gen_random_uuid(), ${market}::uuid, ${id}::uuid, ${what}, 'marketplace',
          ${when}::timestamptz, ${when}::timestamptz)`.execute(handle),
    )

  /** A restriction caused by a notice, with the state of the window for its seller’s complaint. */
  async function restricted(id: string, complaint: string, ended = false): Promise<void> {
    const proceeding = randomUUID()
    await asOperator(store, async (handle) => {
      await sql`
        insert into proceedings (id, organisation_id, listing_id, title, regime, version, profile, settings)
        values (${proceeding}::uuid, ${market}::uuid, ${id}::uuid, 'x', 'eu-dsa', '1', '{}', '{}')`.execute(
        handle,
      )
      await sql`
        insert into workflow_instances (proceeding_id, instance, organisation_id, workflow, part, state, since)
        values (${proceeding}::uuid, 'n/restriction/complaint-recipient', ${market}::uuid, 'complaint', 'complaint', ${complaint}, now())`.execute(
        handle,
      )
      await sql`
        insert into measures (id, organisation_id, proceeding_id, instance, listing_key, listing_id, measure, territory,
          starts_on, ended_at, end_reason)
        values (gen_random_uuid(), ${market}::uuid, ${proceeding}::uuid, 'n/restriction', ${id}, ${id}::uuid,
          'disable', '{DE}', ${inWeek}::date, ${ended ? new Date() : null}::timestamptz,
          ${ended ? 'reversed' : null})`.execute(handle)
    })
  }

  test('restrictions in force without a complaint are drawn beside new listings', async () => {
    const { status, body } = await admin.post('/api/v1/blind-audits/samples', { week })
    expect([status, body['strata']]).toEqual([
      201,
      [
        { stratum: 'removed', frame: 1, drawn: 1, settled: 0 },
        { stratum: 'unappealed', frame: 2, drawn: 2, settled: 0 },
      ],
    ])
    const frame = await app.inject({
      url: `/api/v1/blind-audits/samples/${body['id'] as string}/frame`,
      headers: { cookie: [...admin.cookies].map((cookie) => cookie.join('=')).join('; ') },
    })
    const drawn = frame.body.split('\n').filter((line) => line.startsWith('unappealed'))
    expect(drawn.sort()).toEqual([`unappealed ${ids[0]}`, `unappealed ${ids[2]}`].sort())
  })

  test('they are read as blind as the others, measured separately, and in no figure of the engine', async () => {
    const titles: string[] = []
    for (const reader of readers) {
      for (;;) {
        const { body } = await reader.post('/api/v1/blind-audits/assignments', {})
        const item = body['item'] as { id: string; listing: { title: string } } | null
        if (item === null) break
        expect(Object.keys(item).sort()).toEqual(['id', 'listing'])
        expect(JSON.stringify(item)).not.toMatch(/unappealed|removed|stratum|verdict/)
        titles.push(item.listing.title)
        const label = item.listing.title === 'Offer told' ? 'genuine' : 'counterfeit'
        await reader.post(`/api/v1/blind-audits/items/${item.id}/annotation`, { label })
      }
    }
    expect(titles.sort()).toEqual(
      ['Offer came-in-the-week', 'Offer restricted', 'Offer told'].flatMap((title) => [
        title,
        title,
      ]),
    )
    const { body } = await admin.get('/api/v1/blind-audits/results?weeks=4')
    const { removals, overall, listings } = body as unknown as BlindAuditResultsView
    expect(removals).toMatchObject({ settled: 2, genuine: 1, share: { value: 0.5 } })
    expect(listings).toMatchObject({ drawn: 3, settled: 3 })
    expect(overall.map(({ settled }) => settled)).toEqual([1, 1, 1])
  })
})
