import { randomUUID } from 'node:crypto'
import {
  insightFigures,
  type InsightFigure,
  type InsightListingView,
  type InsightView,
} from '@touchstone/contract'
import { shareOf } from '@touchstone/evaluation'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation, newStandingClaim } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newClock, newMember, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { existedOn } from './figures-repository.ts'
import { generateWork, type GeneratedWork, type MadeListing } from './test/generated-work.ts'
import { Oracle, type Reader } from './test/oracle.ts'
import { periodsAt, type Days } from './types.ts'

const figures = Object.keys(insightFigures) as InsightFigure[]

/** The same draws in every run. */
function drawsOf(seed: number): () => number {
  let state = seed
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 2 ** 32
  }
}

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let work: GeneratedWork
  let oracle: Oracle
  let market: string
  let house: string
  const people: Record<string, Browser> = {}
  const clock = newClock()
  const now = new Date(clock.now)

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store, clock)
    market = (await newOrganisation(store, 'market')).id
    house = (await newOrganisation(store, 'house', { kind: 'rights-holder' })).id
    await newStandingClaim(store, 'house', 'prada')
    const member = (slug: string, name: string, more: object) =>
      newMember(app, store, slug, `${name}@${slug}.example`, { roles: ['admin'], ...more })
    people['mia'] = await member('market', 'mia', {})
    people['hugo'] = await member('house', 'hugo', {})
    people['lim'] = await member('market', 'lim', { roles: ['analyst'], brands: ['gucci'] })
    people['rev'] = await member('market', 'rev', { roles: ['reviewer'] })
    const random = drawsOf(20)
    work = await generateWork(store, { random, now: clock.now, market, house })
    oracle = new Oracle(work, now)
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const isOwn: Reader['sees'] = ({ owner }) => owner === market
  const readers: Record<string, Omit<Reader, 'filters' | 'organisation'>> = {
    mia: { restricts: true, sees: isOwn },
    lim: { restricts: true, sees: (one) => isOwn(one) && one.brand === 'gucci' },
    // What it sent in itself, and of the marketplace's what is about its brand.
    hugo: { restricts: false, sees: (one) => one.owner === house || one.brand === 'prada' },
  }
  const readerOf = (who: string, filters: Reader['filters']): Reader => ({
    ...readers[who]!,
    organisation: who === 'hugo' ? house : market,
    filters,
  })

  async function get<T>(who: string, path: string, query: object): Promise<T> {
    const params = new URLSearchParams(query as Record<string, string>)
    const { status, body } = await people[who]!.get(`/api/v1/${path}?${params.toString()}`)
    if (status !== 200) throw new Error(JSON.stringify(body))
    return body as T
  }

  async function allOf<T>(who: string, path: string, query: object): Promise<T[]> {
    const items: T[] = []
    for (let after: string | null = ''; after !== null;) {
      const more: object = after === '' ? {} : { after }
      const page: { items: T[]; next: string | null } = await get(who, path, { ...query, ...more })
      items.push(...page.items)
      after = page.next
    }
    return items
  }

  const cases: [string, Reader['filters']][] = [
    ['mia', {}],
    ['mia', { marketplace: 'bazaar', country: 'CN' }],
    ['lim', {}],
    ['lim', { brand: 'prada' }],
    ['hugo', {}],
    ['hugo', { brand: 'prada', country: 'TR' }],
  ]

  test.each(cases)(
    'for %s under %j, the counts are those of the definitions',
    async (who, filters) => {
      const reader = readerOf(who, filters)
      const { period, before, months } = periodsAt(now)
      const shown = await get<InsightView>(who, 'insight', filters)
      expect(shown).toMatchObject({ period, before, months, foundMore: false })
      const count = (figure: InsightFigure | 'found', key: string, days: Days): number =>
        oracle.factsOf(figure, reader, days).filter((fact) => fact.key === key).length
      for (const [figure, counted] of [
        ['found', shown.found],
        ['decided', shown.decided],
        ['acted', shown.acted],
        ['contested', shown.contested.counts],
      ] as const) {
        const expected = counted.map(({ key }) => ({
          key,
          total: count(figure, key, period),
          before: count(figure, key, before),
          months: months.map((month) => inMonth(figure, key, month)),
        }))
        expect(counted, figure).toMatchObject(expected)
      }
      function inMonth(figure: InsightFigure | 'found', key: string, month: string): number {
        const facts = oracle.factsOf(figure, reader, period)
        return facts.filter((f) => f.key === key && f.at.toISOString().startsWith(month)).length
      }
      const [reversed, confirmed] = ['reversed', 'confirmed'].map((key) =>
        count('contested', key, period),
      ) as [number, number]
      const { share, low, high } = shareOf(reversed, reversed + confirmed)
      expect(shown.contested.share).toEqual(share === null ? null : { value: share, low, high })
      for (const { day, now: counts, before: earlier } of shown.takedowns) {
        for (const key of ['down', 'up', 'inconclusive', 'unchecked'] as const) {
          expect(counts[key], `${day} ${key}`).toBe(count(`down-after-${day}`, key, period))
          expect(earlier[key], `${day} ${key}`).toBe(count(`down-after-${day}`, key, before))
        }
        const of = shareOf(counts.down, counts.down + counts.up)
        expect(counts.share?.value ?? null).toBe(of.share)
      }
      for (const [counts, days] of [
        [shown.takedownTime.now, period],
        [shown.takedownTime.before, before],
      ] as const) {
        expect(counts).toMatchObject({
          gone: count('takedown-time', 'gone', days),
          live: count('takedown-time', 'live', days),
          unknown: count('takedown-time', 'unknown', days),
          goneBefore: count('takedown-time', 'gone-before', days),
        })
        expectMedian(counts.median, oracle.factsOf('takedown-time', reader, days))
      }
    },
  )

  /** Whatever the times within their intervals were, their median is within the stated bounds. */
  function expectMedian(
    median: InsightView['takedownTime']['now']['median'],
    facts: ReturnType<Oracle['factsOf']>,
  ): void {
    const timed = facts.flatMap(({ from, to }) => (from === null ? [] : [{ from, to }]))
    expect(median === null).toBe(timed.length < 10)
    if (median === null) return
    const random = drawsOf(7)
    const middle = (times: number[]): number =>
      times.sort((a, b) => a - b)[Math.ceil(times.length / 2) - 1]!
    for (let draw = 0; draw < 20; draw++) {
      const at = middle(timed.map(({ from, to }) => from + random() * ((to ?? 1e6) - from)))
      expect(at).toBeGreaterThanOrEqual(median.from - 1e-6)
      expect(at).toBeLessThanOrEqual((median.to ?? Infinity) + 1e-6)
    }
    expect(median.from).toBeCloseTo(middle(timed.map(({ from }) => from)), 6)
  }

  test.each(cases)('for %s under %j, every number opens as many listings', async (who, filters) => {
    const reader = readerOf(who, filters)
    const { period, before } = periodsAt(now)
    for (const figure of figures) {
      for (const days of [period, before]) {
        const query = { ...filters, figure, ...days, limit: '40' }
        const listed = await allOf<InsightListingView>(who, 'insight/listings', query)
        const named = ({ listing, key, at }: { listing: string; key: string; at: Date | string }) =>
          `${listing} ${key} ${new Date(at).toISOString()}`
        const expected = oracle.factsOf(figure, reader, days)
        expect(listed.map(named).sort(), figure).toEqual(expected.map(named).sort())
        const times = listed.map(({ at }) => at)
        expect(times).toEqual(times.toSorted().reverse())
      }
      const [key = ''] = insightFigures[figure]
      const some = await allOf<InsightListingView>(who, 'insight/listings', {
        ...filters,
        figure,
        key,
        ...period,
      })
      const expected = oracle.factsOf(figure, reader, period).filter((fact) => fact.key === key)
      expect(some).toHaveLength(expected.length)
    }
    for (const verdict of ['block', 'review']) {
      const query = { ...filters, verdict, seenFrom: period.from, seenTo: period.to, limit: '100' }
      const listed = await allOf(who, 'listings', query)
      const { found } = await get<InsightView>(who, 'insight', filters)
      expect(listed).toHaveLength(found.find(({ key }) => key === verdict)!.total)
    }
  })

  test('nothing of another organisation is counted: the same listing, decided and noticed by both', async () => {
    const { period } = periodsAt(now)
    const shared = oracle.factsOf('decided', readerOf('hugo', {}), period)
    const theirs = oracle.factsOf('decided', readerOf('mia', {}), period)
    // The draws made the organisations decide alike on some listings, and otherwise on others.
    expect(shared.length).not.toBe(theirs.length)
    const mine = await get<InsightView>('mia', 'insight', {})
    expect(mine.acted.find(({ key }) => key === 'notice')?.total).toBe(0)
    const hugos = await get<InsightView>('hugo', 'insight', {})
    expect(hugos.acted.map(({ key, total }) => [key, total > 0])).toEqual([
      ['notice', true],
      ['restriction', false],
      ['removal', false],
    ])
  })

  test('a reviewer, an unknown seller and days outside the periods get nothing', async () => {
    const denied = await people['rev']!.get('/api/v1/insight')
    expect(denied.body).toMatchObject({ code: 'permission-required' })
    const unknown = await get<InsightView>('mia', 'insight', { sellerAccount: randomUUID() })
    expect(unknown.decided.every(({ total, before }) => total + before === 0)).toBe(true)
    const query = { figure: 'decided', from: '2001-01-01', to: '2001-12-31' }
    expect(await allOf('mia', 'insight/listings', query)).toEqual([])
  })

  test('what a settled blind audit says of uncontested restrictions stands beside them', async () => {
    expect(await get('mia', 'insight', {})).toMatchObject({ audit: null })
    const [one, other] = work.listings.filter(isOwn) as [MadeListing, MadeListing]
    const monday = new Date(now.getTime() - (((now.getUTCDay() + 6) % 7) + 7) * 86_400_000)
    await asOperator(store, async (handle) => {
      const sample = randomUUID()
      await sql`
        insert into audit_samples (id, organisation_id, week, seed, frame_digest, counts, closes_at)
        values (${sample}::uuid, ${market}::uuid, ${monday.toISOString().slice(0, 10)}::date,
          ${'0'.repeat(32)}, sha256(''::bytea), '[]', now())`.execute(handle)
      for (const [id, label] of [
        [one.id, 'genuine'],
        [other.id, 'counterfeit'],
      ] as const) {
        await sql`
          with item as (
            insert into audit_items (id, organisation_id, sample_id, listing_id, version, stratum,
              verdict, brands, families, place)
            values (gen_random_uuid(), ${market}::uuid, ${sample}::uuid, ${id}::uuid, 1, 'unappealed',
              'block', '{}', '{}', 0) returning id
          )
          insert into annotations (item_id, slot, organisation_id, reader, label, read_at)
          select item.id, p.slot, ${market}::uuid, p.id, ${label}, now()
          from item, (
            select id, row_number() over (order by id) as slot from people order by id limit 2
          ) p`.execute(handle)
      }
    })
    const { audit } = await get<InsightView>('mia', 'insight', {})
    const { share, low, high } = shareOf(1, 2)
    expect(audit).toEqual({ settled: 2, genuine: 1, share: { value: share, low, high } })
    expect(await get('hugo', 'insight', {})).toMatchObject({ audit: null })
  })

  test('zeros of a year earlier are no data for an organisation that did not exist then', async () => {
    const young = (await newOrganisation(store, 'young')).id
    const admin = { roles: ['admin'] }
    people['yuna'] = await newMember(app, store, 'young', 'yuna@young.example', admin)
    expect(await get('yuna', 'insight', {})).toMatchObject({ recordedBefore: false })
    expect(await get('mia', 'insight', {})).toMatchObject({ recordedBefore: true })
    const existed = (day: string): Promise<boolean> =>
      asOperator(store, (handle) => existedOn(handle, young, day))
    expect([await existed('2020-01-01'), await existed('2999-01-01')]).toEqual([false, true])
  })
})
