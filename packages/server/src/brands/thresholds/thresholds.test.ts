import {
  shippedThresholds,
  verdicts,
  type Assessment,
  type Thresholds,
  type Verdict,
} from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, newStandingClaim } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { fillListings } from '../../../test/listings.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

type Item = {
  id: string
  listing: { id: string }
  assessment: Assessment
  decision: { verdict: string } | null
}
type Move = {
  from: Verdict
  to: Verdict
  count: number
  examples: { id: string; percent: number }[]
}
type Preview = {
  moves: Move[]
  brands: { brand: string | null; moves: Omit<Move, 'examples'>[] }[]
  count: number
  more: boolean
  decided: {
    decision: string
    decided: number
    graver: { count: number; share: { low: number; high: number } | null }
    milder: { count: number }
  }[]
}

const brands = ['gucci', 'prada', 'apple']
const never: Thresholds = { askProof: 5, review: 100, block: 100 }
const keen: Thresholds = { askProof: 5, review: 12, block: 60 }

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let key: string
  const people: Record<string, Browser> = {}

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    const market = await newOrganisation(store, 'market')
    await newOrganisation(store, 'house', { kind: 'rights-holder' })
    await newStandingClaim(store, 'house', 'gucci')
    await newStandingClaim(store, 'house', 'prada')
    key = (await newKey(store, 'market', ['listings:read', 'listings:write', 'decisions:write']))
      .text
    const add = async (who: string, slug: string, more: object = {}) =>
      (people[who] = await newMember(app, store, slug, `${who}@${slug}.example`, { ...more }))
    await add('otto', 'market')
    await add('ada', 'house')
    await add('lee', 'market', { roles: ['analyst'] })
    await add('gus', 'market', { brands: ['gucci'] })
    await fillListings(store, market.id, 700, brands)
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const versionOf = async (who: string, brand: string | null): Promise<number> => {
    const { body } = await people[who]!.get('/api/v1/thresholds?limit=200')
    const rows = body['items'] as { brand: string; setting: { version: number } }[]
    if (brand === null) return (body['standard'] as { version: number }).version
    return rows.find((row) => row.brand === brand)?.setting.version ?? 0
  }
  const set = async (who: string, brand: string | null, thresholds: Thresholds | null) => {
    const version = await versionOf(who, brand)
    const { status, body } = await people[who]!.ask('PUT', '/api/v1/thresholds', {
      brand,
      thresholds,
      expectedVersion: version,
    })
    expect([status, body['thresholds']]).toEqual([200, thresholds])
  }
  const listed = async (who: string, query: Record<string, string> = {}): Promise<Item[]> => {
    const items: Item[] = []
    for (let after: string | null = ''; after !== null;) {
      const parameters = new URLSearchParams({ ...query, limit: '200', ...(after && { after }) })
      const { status, body } = await people[who]!.get(`/api/v1/listings?${parameters.toString()}`)
      expect(status).toBe(200)
      items.push(...(body['items'] as Item[]))
      after = body['next'] as string | null
    }
    return items
  }
  const preview = async (who: string, brand: string | null, thresholds: Thresholds | null) => {
    const change = { brand, thresholds }
    const { status, body } = await people[who]!.post('/api/v1/thresholds/previews', change)
    expect(status).toBe(200)
    return body as unknown as Preview
  }
  const take = async (listing: object): Promise<Item['assessment'] & { at: string }> => {
    const headers = { authorization: `Bearer ${key}` }
    const url = '/api/v1/listings'
    const answer = await app.inject({ method: 'POST', url, headers, payload: listing })
    const body = answer.json<{ id: string; assessment: Assessment }>()
    return { ...body.assessment, at: body.id }
  }
  const seenAt = async (who: string, id: string): Promise<Assessment> => {
    const { body } = await people[who]!.get(`/api/v1/listings/${id}`)
    const { versions } = body as unknown as { versions: { assessment: Assessment }[] }
    const assessment = body['assessment'] as Assessment
    expect(versions[0]!.assessment).toEqual(assessment)
    return assessment
  }

  describe('a verdict under thresholds of an organisation’s own', () => {
    const settings: [string, [string | null, Thresholds | null][]][] = [
      ['of one brand', [['gucci', keen]]],
      ['of all brands', [[null, never]]],
      [
        'of two brands and all others',
        [
          ['prada', never],
          [null, keen],
          ['apple', shippedThresholds],
        ],
      ],
    ]
    test.each(settings)(
      'is the same in lists, filters, counts and at the listing: %s',
      async (_of, changes) => {
        for (const [brand, thresholds] of changes) {
          await set('otto', brand, thresholds)
          if (brand !== 'apple') await set('ada', brand, thresholds)
        }
        for (const who of ['otto', 'ada', 'gus']) {
          const all = await listed(who)
          expect(all.length).toBeGreaterThan(40)
          let counted = 0
          for (const verdict of verdicts) {
            const expected = all.filter((one) => one.assessment.verdict === verdict)
            const found = await listed(who, { verdict })
            expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id))
            const { body } = await people[who]!.get(`/api/v1/listings/count?verdict=${verdict}`)
            expect(body['count']).toBe(expected.length)
            counted += expected.length
            const ofGucci = await listed(who, { verdict, brand: 'gucci' })
            expect(ofGucci.map(({ id }) => id)).toEqual(
              expected.flatMap(({ id, assessment }) =>
                assessment.brands.some((brand) => brand.id === 'gucci') ? [id] : [],
              ),
            )
          }
          expect(counted).toBe(all.length)
          const other = all.filter(({ assessment }) => assessment.engineVerdict !== undefined)
          expect(other.length).toBeGreaterThan(0)
          for (const { assessment } of all) {
            const rank = (verdict: Verdict | undefined) => verdicts.indexOf(verdict ?? 'block')
            expect(rank(assessment.verdict)).toBeLessThanOrEqual(rank(assessment.ceiling))
          }
        }
        for (const who of ['otto', 'ada']) {
          for (const brand of [...brands.slice(0, who === 'otto' ? 3 : 2), null])
            await set(who, brand, null)
        }
      },
    )

    test.each<[string, string | null, Thresholds | null, [string | null, Thresholds][]]>([
      ['otto', 'gucci', keen, []],
      ['otto', null, keen, [['prada', never]]],
      [
        'otto',
        'prada',
        null,
        [
          ['prada', never],
          [null, keen],
        ],
      ],
      ['ada', 'gucci', never, []],
      ['ada', null, keen, [['prada', never]]],
    ])('moves as its preview said: %s sets %s to %o', async (who, brand, thresholds, held) => {
      for (const [of, own] of held) await set(who, of, own)
      const before = new Map((await listed(who)).map((one) => [one.id, one.assessment]))
      const said = await preview(who, brand, thresholds)
      await set(who, brand, thresholds)
      const moved = new Map<string, string[]>()
      for (const { id, assessment } of await listed(who)) {
        const { verdict } = before.get(id)!
        if (verdict === assessment.verdict) continue
        const name = `${verdict} ${assessment.verdict}`
        moved.set(name, [...(moved.get(name) ?? []), id])
      }
      expect(moved.size).toBeGreaterThan(0)
      const counts = (moves: readonly Omit<Move, 'examples'>[]) =>
        Object.fromEntries(moves.map(({ from, to, count }) => [`${from} ${to}`, count]))
      const expected = Object.fromEntries([...moved].map(([name, ids]) => [name, ids.length]))
      expect(counts(said.moves)).toEqual(expected)
      for (const { from, to, examples } of said.moves) {
        const ids = moved.get(`${from} ${to}`)!
        expect(examples.map(({ id }) => id)).toEqual(ids.slice(0, 20))
      }
      expect(said.count).toBe([...moved.values()].flat().length)
      if (brand !== null) expect(said.brands.map((one) => one.brand)).toEqual([brand])
      for (const named of ['prada', 'gucci', null]) await set(who, named, null)
      expect(new Map((await listed(who)).map((one) => [one.id, one.assessment]))).toEqual(
        held.length > 0 ? expect.anything() : before,
      )
    })
  })

  test('the sender receives the verdict of its own thresholds, however it sends', async () => {
    const listing = {
      id: 'sent-1',
      title: 'Gucci bag, 1:1 replica',
      condition: 'new',
      price: { amount: '40', currency: 'USD' },
    }
    const first = await take(listing)
    expect(first.engineVerdict).toBeUndefined()
    expect(['review', 'block']).toContain(first.verdict)
    await set('otto', 'gucci', never)
    const again = await take(listing)
    expect(again).toMatchObject({
      verdict: 'ask-proof',
      engineVerdict: first.verdict,
      ceiling: first.ceiling,
    })
    expect(again.reason).toMatch(/^Ask for proof: the seller should be asked to show/)
    expect(await seenAt('otto', again.at)).toMatchObject({ verdict: 'ask-proof' })
    const headers = { authorization: `Bearer ${key}` }
    const rows = await app.inject({
      method: 'POST',
      url: '/api/v1/listings/batch',
      headers,
      payload: [
        { ...listing, id: 'sent-2' },
        { ...listing, id: 'sent-3', title: 'Prada bag, 1:1 replica' },
      ],
    })
    const [two, three] = rows.json<{ results: { verdict: Verdict }[] }>().results
    expect(two!.verdict).toBe('ask-proof')
    expect(['review', 'block']).toContain(three!.verdict)
    const file = await app.inject({
      method: 'POST',
      url: '/api/v1/listings/file',
      headers: { ...headers, 'content-type': 'application/octet-stream' },
      payload: `${JSON.stringify({ ...listing, id: 'sent-4' })}\n`,
    })
    expect(file.json<{ verdicts: object }>().verdicts).toMatchObject({
      'ask-proof': 1,
      review: 0,
      block: 0,
    })
    const told = await asOperator(store, (handle) =>
      sql<{ data: { verdict: string; previousVerdict: string | null } }>`
        select data from outbox_events where type = 'listing.assessed'
          and data->'listing'->>'externalId' in ('sent-1', 'sent-2')
        order by at`.execute(handle),
    )
    expect(told.rows.map(({ data }) => data.verdict)).toEqual([first.verdict, 'ask-proof'])
    // The stored assessment is unchanged, and others see it.
    const kept = await asOperator(store, (handle) =>
      sql<{
        verdict: string
      }>`select verdict from assessments where listing_id = ${first.at}::uuid`.execute(handle),
    )
    expect(kept.rows).toEqual([{ verdict: first.verdict }])
    expect(await seenAt('ada', first.at)).toMatchObject({ verdict: first.verdict })
    await set('ada', 'gucci', { askProof: 100, review: 100, block: 100 })
    expect(await seenAt('ada', first.at)).toMatchObject({
      verdict: 'clear',
      engineVerdict: first.verdict,
    })
    expect(await seenAt('otto', first.at)).toMatchObject({ verdict: 'ask-proof' })
    await set('ada', 'gucci', null)
    await set('otto', 'gucci', null)
    expect(await seenAt('otto', first.at)).toMatchObject({ verdict: first.verdict })
  })

  test('an organisation that sees a part of the evidence keeps the engine’s verdict', async () => {
    const lying = async () => {
      const { body } = await people['ada']!.get('/api/v1/thresholds/histogram?brand=gucci')
      return body as unknown as { bars: { count: number }[]; fixed: number }
    }
    const before = await lying()
    const listing = {
      title: 'Gucci bag, 1:1 replica',
      condition: 'new',
      price: { amount: '40', currency: 'USD' },
    }
    const whole = await take({ ...listing, id: 'part-1' })
    const part = await take({
      ...listing,
      id: 'part-2',
      externalSignals: [{ name: 'refunds', weight: 1 }],
    })
    const high = { askProof: 100, review: 100, block: 100 }
    await set('ada', 'gucci', high)
    expect((await seenAt('ada', whole.at)).verdict).toBe('clear')
    const shown = await seenAt('ada', part.at)
    expect(shown).toMatchObject({ verdict: part.verdict })
    expect(shown.ceiling).toBeUndefined()
    const { bars, fixed } = await lying()
    expect(fixed).toBe(before.fixed + 1)
    const drawn = bars.reduce((sum, { count }) => sum + count, 0)
    expect(drawn).toBe((await listed('ada', { brand: 'gucci' })).length - fixed)
    await set('ada', 'gucci', null)
  })

  test('what people decided is counted, with an interval once there are enough', async () => {
    const gucci = (await listed('otto', { brand: 'gucci' })).filter(
      ({ assessment }) => assessment.brands[0]?.id === 'gucci',
    )
    const decide = (ids: string[], verdict: string) =>
      people['otto']!.post(
        '/api/v1/decisions',
        ids.map((id) => ({ id, verdict })),
      )
    const ids = gucci.map(({ id }) => id)
    await decide(ids.slice(0, 8), 'counterfeit')
    // The last decision counts.
    await decide(ids.slice(0, 30), 'genuine')
    await decide(ids.slice(30, 33), 'counterfeit')
    const moving = (some: Item[]) =>
      some.filter(({ assessment }) => assessment.verdict !== 'clear').length
    const said = await preview('otto', 'gucci', { askProof: 100, review: 100, block: 100 })
    const [genuine, counterfeit] = said.decided
    expect(genuine).toMatchObject({
      decision: 'genuine',
      decided: 30,
      milder: { count: moving(gucci.slice(0, 30)) },
    })
    expect(genuine!.graver).toMatchObject({ count: 0, share: { low: 0 } })
    const fake = (await listed('otto', { brand: 'gucci' })).filter(
      ({ decision }) => decision?.verdict === 'counterfeit',
    )
    expect(fake.length).toBeLessThan(20)
    expect(counterfeit).toMatchObject({
      decision: 'counterfeit',
      decided: fake.length,
      graver: { share: null },
    })
  })

  test('a change is stored with author, time, old and new values and reason, and undone by one call', async () => {
    const put = (who: string, body: object) => people[who]!.ask('PUT', '/api/v1/thresholds', body)
    const version = await versionOf('otto', 'apple')
    const change = { brand: 'apple', thresholds: keen, expectedVersion: version, note: 'A trial' }
    expect((await put('otto', change)).status).toBe(200)
    expect(await put('otto', { ...change, thresholds: never })).toMatchObject({
      status: 409,
      body: { code: 'version-mismatch', pointer: '/expectedVersion' },
    })
    const undone = await people['otto']!.post('/api/v1/thresholds/actions', {
      action: { type: 'undo', brand: 'apple' },
      expectedVersion: version + 1,
    })
    expect(undone.body).toMatchObject({ thresholds: null, version: version + 2 })
    const { body } = await people['lee']!.get('/api/v1/thresholds/history?brand=apple&limit=2')
    const actor = { kind: 'person' }
    expect(body['items']).toMatchObject([
      { version: version + 2, before: keen, after: null, undoes: version + 1, actor },
      { version: version + 1, before: null, after: keen, note: 'A trial', undoes: null, actor },
    ])
    const log = await people['otto']!.get('/api/v1/audit')
    const [last] = (log.body['items'] as { action: string; detail: object }[]).filter(
      ({ action }) => action === 'thresholds-changed',
    )
    expect(last!.detail).toEqual({
      version: version + 2,
      before: keen,
      after: null,
      undoes: version + 1,
    })
  })

  test.each<[string, object, number, string]>([
    ['otto', { thresholds: { ...shippedThresholds, askProof: 4 } }, 422, '/thresholds/askProof'],
    ['otto', { thresholds: { ...shippedThresholds, review: 9 } }, 422, '/thresholds/review'],
    ['otto', { thresholds: { ...shippedThresholds, block: 49 } }, 422, '/thresholds/block'],
    ['otto', { thresholds: { askProof: 30, review: 20, block: 80 } }, 422, '/thresholds/review'],
    ['otto', { thresholds: { askProof: 10, review: 90, block: 80 } }, 422, '/thresholds/block'],
    ['lee', { thresholds: keen }, 403, ''],
    ['gus', { thresholds: keen, brand: null }, 403, ''],
    ['gus', { thresholds: keen, brand: 'prada' }, 403, ''],
    ['ada', { thresholds: keen, brand: 'apple' }, 404, '/brand'],
  ])('%s is refused %o', async (who, more, status, pointer) => {
    const change = { brand: 'gucci', expectedVersion: 0, ...more }
    const { status: told, body } = await people[who]!.ask('PUT', '/api/v1/thresholds', change)
    const error = body as { pointer?: string }
    expect([told, error.pointer ?? '']).toEqual([status, pointer])
  })

  test('a member limited to a brand sees it alone', async () => {
    const { body } = await people['gus']!.get('/api/v1/thresholds')
    expect((body['items'] as { brand: string }[]).map(({ brand }) => brand)).toEqual(['gucci'])
    expect((await people['gus']!.get('/api/v1/thresholds/histogram?brand=prada')).status).toBe(403)
    const change = { brand: null, thresholds: keen }
    expect((await people['gus']!.post('/api/v1/thresholds/previews', change)).status).toBe(403)
    const { body: history } = await people['gus']!.get('/api/v1/thresholds/history?limit=200')
    const of = new Set((history['items'] as { brand: string | null }[]).map(({ brand }) => brand))
    expect([...of].filter((brand) => brand !== null && brand !== 'gucci')).toEqual([])
  })

  test('brands are paged by their ids, those with listings and those with thresholds', async () => {
    const seen: string[] = []
    for (let after = ''; ;) {
      const parameters = new URLSearchParams({ limit: '1', ...(after && { after }) })
      const { body } = await people['otto']!.get(`/api/v1/thresholds?${parameters.toString()}`)
      seen.push(...(body['items'] as { brand: string }[]).map(({ brand }) => brand))
      if (body['next'] === null) break
      after = body['next'] as string
    }
    expect(seen).toEqual(['apple', 'gucci', 'prada'])
  })
})
