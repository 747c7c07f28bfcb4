import { randomUUID } from 'node:crypto'
import type { Listing, WatchProposalsView } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, newStandingClaim } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { newApi, newMember, type Answer, type Browser } from '../../../test/users.ts'
import { ListingIngest } from '../../listings/ingest/index.ts'
import { screenInProcess } from '../../listings/screening/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { deleteOldDecisions } from './repository.ts'

const watches = '/api/v1/watches'

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let intake: ListingIngest
  const people: Record<string, Browser> = {}
  const organisations: Record<string, string> = {}

  const ingest = async (slug: string, listings: Omit<Listing, 'id'>[]): Promise<string[]> => {
    const organisationId = organisations[slug]!
    const sender = {
      kind: 'key',
      id: randomUUID(),
      organisationId,
      scopes: ['listings:write'],
    } as const
    const rows = listings.map((listing) => ({ ...listing, id: randomUUID() }) as Listing)
    return (await intake.ingest(sender, rows, { urgency: 'background' })).map(({ id }) => id)
  }
  const from = (at: number, title: string): Omit<Listing, 'id'> => ({
    title,
    marketplace: 'bazaar.example',
    seller: { id: `seller-${at}` },
  })

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    intake = new ListingIngest({ store, screening: screenInProcess(starterEngine) })
    organisations['house'] = (await newOrganisation(store, 'house', { kind: 'rights-holder' })).id
    // The house sees the marketplace’s listings of its brand, which are not its own.
    organisations['rival'] = (await newOrganisation(store, 'rival')).id
    await newStandingClaim(store, 'house', 'prada')
    for (const [who, slug, role] of [
      ['ana', 'house', 'analyst'],
      ['rev', 'house', 'reviewer'],
      ['riv', 'rival', 'analyst'],
    ] as const) {
      people[who] = await newMember(app, store, slug, `${who}@house.example`, { roles: [role] })
    }
    const numbers = Array.from({ length: 30 }, (_, at) => at)
    await ingest('house', [
      ...numbers.map((at) => from(at, `Prada replica bag 1:1 zorbex, style ${at}`)),
      ...numbers.slice(0, 4).map((at) => from(at, `Pr4da replica handbag ${at}`)),
      ...numbers.flatMap((at) =>
        [1, 2, 3, 4].map((n) => from(at, `Prada Galleria bag ${n} original receipt, style ${at}`)),
      ),
    ])
    await ingest(
      'rival',
      numbers.flatMap((at) => [
        from(at, `Prada replica bag quuxly, style ${at}`),
        from(at, `Prada Galleria bag original receipt, style ${at}`),
      ]),
    )
  })
  afterAll(async () => {
    await intake?.close()
    await app?.close()
    await store?.close()
  })

  const newWatch = async (more = {}): Promise<string> => {
    const { status, body } = await people['ana']!.post(watches, {
      name: 'Bazaar',
      brand: 'prada',
      connector: 'shop',
      site: 'https://bazaar.example/search?q={query}',
      queries: ['prada'],
      ...more,
    })
    expect([status, body]).toMatchObject([201, {}])
    return body['id'] as string
  }
  const proposals = async (id: string, who = 'ana'): Promise<WatchProposalsView> => {
    const { status, body } = await people[who]!.get(`${watches}/${id}/proposals`)
    expect([status, body]).toMatchObject([200, {}])
    return body as WatchProposalsView
  }
  const decide = (id: string, type: string, queries: string[], who = 'ana'): Promise<Answer> =>
    people[who]!.post(`${watches}/${id}/proposals/actions`, { action: { type, queries } })
  const queriesOf = ({ items }: WatchProposalsView): string[] => items.map(({ query }) => query)
  const watchQueries = async (id: string): Promise<unknown> =>
    (await people['ana']!.get(`${watches}/${id}`)).body['queries']

  test('names, disguises that finds used, and words of finds are proposed with their counts', async () => {
    const view = await proposals(await newWatch())
    expect(view).toMatchObject({ isSearched: true, finds: 34, others: 120, currency: 'EUR' })
    expect(view.items).toContainEqual({
      query: expect.stringMatching(/^Pr4da$/i) as string,
      basis: { kind: 'disguise', used: true },
      finds: 4,
      others: 0,
      cost: {
        from: 'budget',
        runs: 0,
        requests: { from: 1, to: 50 },
        amount: { from: 0, to: 0 },
      },
    })
    const word = view.items.find(
      ({ basis }) => basis.kind === 'find-word' && basis.word.includes('zorbex'),
    )
    expect(word).toMatchObject({ finds: 30, others: 0 })
    expect(word?.query).toMatch(/^Prada .*zorbex/)
    expect(view.items).toContainEqual(
      expect.objectContaining({
        query: '普拉达',
        basis: { kind: 'brand-name', as: 'official', language: 'zh-Hans' },
      }),
    )
    // Everything in both groups is no reason.
    expect(queriesOf(view).join(' ')).not.toMatch(/receipt|style/i)
    expect(view.items.length).toBeLessThanOrEqual(60)
  })

  test('nothing of another organisation is proposed', async () => {
    const { body } = await people['riv']!.post(watches, {
      name: 'Own',
      brand: 'prada',
      connector: 'shop',
      site: 'https://bazaar.example/search?q={query}',
      queries: ['prada'],
    })
    const theirs = queriesOf(await proposals(body['id'] as string, 'riv')).join(' ')
    expect(theirs).toContain('quuxly')
    expect(theirs).not.toMatch(/zorbex|pr4da/i)
    expect(queriesOf(await proposals(await newWatch())).join(' ')).not.toContain('quuxly')
  })

  test('an accepted query joins the watch, and leaves it again when that is undone', async () => {
    const id = await newWatch()
    const accepted = await decide(id, 'accept', ['普拉达', '普拉达'])
    expect(accepted.status).toBe(200)
    expect(accepted.body['decided']).toMatchObject([{ query: '普拉达', decision: 'accepted' }])
    expect(await watchQueries(id)).toEqual(['prada', '普拉达'])
    expect(queriesOf(await proposals(id))).not.toContain('普拉达')
    expect((await decide(id, 'undo', ['普拉达'])).status).toBe(200)
    expect(await watchQueries(id)).toEqual(['prada'])
    expect(queriesOf(await proposals(id))).toContain('普拉达')
    expect((await decide(id, 'undo', ['普拉达'])).status).toBe(404)
  })

  test('a dismissed query is not proposed for 90 days, in no spelling that folds alike', async () => {
    const id = await newWatch()
    expect((await decide(id, 'dismiss', ['普拉达'])).status).toBe(200)
    const age = (days: number): Promise<unknown> =>
      asOperator(store, (handle) =>
        sql`
          update watch_proposal_decisions
          set decided_at = now() - make_interval(days => ${days}::int4)
          where watch_id = ${id}::uuid`.execute(handle),
      )
    await age(89)
    await asOperator(store, deleteOldDecisions)
    expect(queriesOf(await proposals(id))).not.toContain('普拉达')
    await age(90)
    expect(queriesOf(await proposals(id))).toContain('普拉达')
    await asOperator(store, deleteOldDecisions)
    const { rows } = await asOperator(store, (handle) =>
      sql`select from watch_proposal_decisions where watch_id = ${id}::uuid`.execute(handle),
    )
    expect(rows).toEqual([])
  })

  test('several queries are decided together or not at all', async () => {
    const id = await newWatch()
    const [first = ''] = queriesOf(await proposals(id))
    const refused = await decide(id, 'accept', [first, 'what nobody proposed'])
    expect([refused.status, refused.body['pointer']]).toEqual([404, '/action/queries/1'])
    expect(await watchQueries(id)).toEqual(['prada'])
    const stale = await people['ana']!.post(`${watches}/${id}/proposals/actions`, {
      action: { type: 'accept', queries: [first] },
      expectedVersion: 7,
    })
    expect(stale.body['code']).toBe('version-mismatch')
  })

  test('no more queries are accepted than a watch may have', async () => {
    const queries = Array.from({ length: 49 }, (_, at) => `query ${at}`)
    const id = await newWatch({ queries })
    const two = queriesOf(await proposals(id)).slice(0, 2)
    const refused = await decide(id, 'accept', two)
    expect([refused.status, refused.body['pointer']]).toEqual([422, '/action/queries'])
    expect((await decide(id, 'accept', two.slice(0, 1))).status).toBe(200)
  })

  test('who reads the watch reads its proposals; who manages it decides', async () => {
    const id = await newWatch()
    const [query = ''] = queriesOf(await proposals(id, 'rev'))
    expect((await decide(id, 'accept', [query], 'rev')).status).toBe(403)
    expect((await decide(id, 'accept', [query], 'riv')).status).toBe(404)
    expect((await people['riv']!.get(`${watches}/${id}/proposals`)).status).toBe(404)
    const { text } = await newKey(store, 'house', ['listings:read'])
    const { statusCode } = await app.inject({
      url: `${watches}/${id}/proposals`,
      headers: { authorization: `Bearer ${text}` },
    })
    expect(statusCode).toBe(200)
  })

  test('nothing is proposed for a site that is not searched', async () => {
    const id = await newWatch({ site: 'https://bazaar.example/', queries: [] })
    expect(await proposals(id)).toMatchObject({ isSearched: false, items: [] })
  })

  test('the cost is what runs used on this site', async () => {
    const id = await newWatch({ site: 'https://known.example/search?q={query}' })
    const other = await newWatch({ site: 'https://KNOWN.example/s/{query}', queries: ['a', 'b'] })
    await asOperator(store, async (handle) => {
      const run = randomUUID()
      const owner = organisations['house']
      await sql`
        insert into watch_runs (organisation_id, watch_id, id, trigger, day, ended_at, ended_by,
          lease_until, reserved_requests, reserved_bytes, reserved_seconds, charged_requests,
          charged_bytes, charged_seconds, charged_cost)
        values (${owner}::uuid, ${other}::uuid, ${run}::uuid, 'schedule', now()::date, now(), 'end',
          now(), 10, 10, 10, 10, 10, 10, 0)`.execute(handle)
      await sql`
        insert into watch_usage (organisation_id, watch_id, run_id, query, day, requests, bytes)
        select ${owner}::uuid, ${other}::uuid, ${run}::uuid, query, now()::date, requests, 0
        from (values ('普拉达', 3), ('b', 12)) as used (query, requests)`.execute(handle)
    })
    const { items } = await proposals(id)
    const costOf = (query: string) => items.find((item) => item.query === query)?.cost
    expect(costOf('普拉达')).toMatchObject({ from: 'query', runs: 1, requests: { from: 3, to: 3 } })
    const [disguise] = items.filter(({ basis }) => basis.kind === 'disguise')
    expect(disguise?.cost).toMatchObject({ from: 'site', runs: 2, requests: { from: 3, to: 12 } })
  })
})
