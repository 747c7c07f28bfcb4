import type { BlindAuditResultsView, Verdict } from '@touchstone/contract'
import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  newOrganisation,
  newStandingClaim,
  personOf,
  tenantContext,
} from '../../../test/builders.ts'
import { ownerOf, unbindOwner } from '../../../test/database-owner.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { fillWeek, lastMonday, type PastListing } from '../../../test/audit-samples.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { contextOf } from '../../access/organisations/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { starterPackNames } from '../../brands/visibility/index.ts'
import { drawDueSamples } from './draw-samples.ts'
import { drawFromFrames, frameDigest, sizesByStratum, type SamplingFrame } from './audit-sample.ts'
import { assignNextItem } from './annotate.ts'

const week = lastMonday()
const names = starterPackNames()

function pastListing(n: number, verdict: Verdict, more: Partial<PastListing> = {}): PastListing {
  const listing = {
    id: `o-${n}`,
    url: `https://shop.example/${n}`,
    title: `Offer ${n}`,
    seller: { id: `s-${n % 5}`, name: 'Lumira', identifiers: [] },
    sources: [{ kind: 'feed' as const }],
    verdictOfTheShop: 'blocked',
    externalSignals: [{ name: 'risk', weight: 1 }],
  }
  return { listing, verdict, ...more }
}

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
    for (const name of ['rana', 'remi', 'rosa']) {
      readers.push(
        await newMember(app, store, 'market', `${name}@market.example`, { roles: ['reviewer'] }),
      )
    }
    ids = await fillWeek(store, market, week, [
      ...Array.from({ length: 12 }, (_, n) => pastListing(n, 'clear')),
      ...Array.from({ length: 6 }, (_, n) =>
        pastListing(20 + n, n % 2 ? 'review' : 'block', {
          brands: ['velmoraq'],
          families: ['text' as const],
        }),
      ),
      pastListing(30, 'block', { brands: ['velmoraq'] }),
      pastListing(31, 'block'),
      pastListing(32, 'clear'),
    ])
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const callAs = async (
    browser: Browser,
    method: 'GET' | 'POST' | 'PUT',
    path: string,
    body?: unknown,
  ): Promise<Record<string, unknown>> => {
    const answer = await browser.ask(method, `/api/v1/blind-audits/${path}`, body)
    if (answer.status >= 300) throw new Error(JSON.stringify(answer))
    return answer.body
  }
  type Item = { id: string; listing: { title: string } }
  const next = async (browser: Browser): Promise<{ item: Item | null; left: number }> =>
    (await callAs(browser, 'POST', 'assignments', {})) as { item: Item | null; left: number }

  test('removed listings are a separate stratum, and anyone can draw the sample again', async () => {
    const [removedId, restored, misuse] = [ids[18]!, ids[19]!, ids[20]!]
    await admin.post('/api/v1/outcomes', { id: removedId, outcome: 'removed' })
    await admin.post('/api/v1/outcomes', { id: restored, outcome: 'removed' })
    await admin.post('/api/v1/outcomes', { id: restored, outcome: 'restored' })
    await readers[2]!.post('/api/v1/decisions', { id: misuse, verdict: 'trademark-misuse' })
    const sizes = { clear: 5, flagged: 4, removed: 2, unappealed: 0 }
    await callAs(admin, 'PUT', 'settings', { enabled: true, sizes })
    // An organisation that is newer than the week may still be receiving its listings.
    expect(await drawDueSamples({ store, names, engine: 'test' })).toBe(0)
    await unbindOwner(store, ['organisations'])
    await ownerOf(store)('update organisations set created_at = $1', [`${week}T12:00:00Z`])
    expect(await drawDueSamples({ store, names, engine: 'test' })).toBe(1)
    // Once a week, whoever requests it.
    expect(await drawDueSamples({ store, names, engine: 'test' })).toBe(0)
    const again = await admin.post('/api/v1/blind-audits/samples', { week })
    expect(again.status).toBe(200)
    const { items } = await callAs(admin, 'GET', 'samples')
    expect(items).toEqual([again.body])
    const { id, seed, frameDigest: digest, strata } = again.body as Record<string, string>
    expect(strata).toEqual([
      { stratum: 'clear', frame: 12, drawn: 5, settled: 0 },
      { stratum: 'block', frame: 4, drawn: 2, settled: 0 },
      { stratum: 'review', frame: 3, drawn: 2, settled: 0 },
      { stratum: 'removed', frame: 2, drawn: 2, settled: 0 },
    ])
    const text = await frameText(id!)
    const frames = framesOf(text)
    expect(frames.find(({ stratum }) => stratum === 'removed')!.ids).toEqual(
      [removedId, misuse].sort(),
    )
    expect(await frameDigest(frames)).toBe(digest)
    const drawn = await drawFromFrames(seed!, frames, sizesByStratum(sizes, frames))
    const stored = await store.transact(tenantContext(market), (handle) =>
      sql<{ id: string }>`select listing_id as id from audit_items order by place`.execute(handle),
    )
    expect(stored.rows.map((row) => row.id)).toEqual(drawn.map((item) => item.id))
  })

  /** The frame is no JSON: it is asked for without the browser's reading of answers. */
  async function frameText(id: string): Promise<string> {
    const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const url = `/api/v1/blind-audits/samples/${id}/frame`
    const response = await app.inject({
      method: 'GET',
      url,
      headers: { cookie, host: 'touchstone.example.com', 'sec-fetch-site': 'same-origin' },
    })
    expect(response.statusCode).toBe(200)
    return response.body
  }

  function framesOf(text: string): SamplingFrame[] {
    const frames = new Map<string, string[]>()
    for (const line of text.trim().split('\n')) {
      const [stratum, id] = line.split(' ') as [string, string]
      frames.set(stratum, [...(frames.get(stratum) ?? []), id])
    }
    return [...frames].map(([stratum, some]) => ({ stratum, ids: some }) as SamplingFrame)
  }

  test('a reader sees the listing itself, and no statement about it', async () => {
    const { item, left } = await next(readers[0]!)
    expect(left).toBe(11)
    expect(Object.keys(item!)).toEqual(['id', 'listing'])
    expect(item!.listing).toEqual({
      title: expect.stringMatching(/^Offer \d+$/) as string,
      seller: { name: 'Lumira' },
    })
    expect(ids).not.toContain(item!.id)
    // Asked again, it is the one at hand.
    expect((await next(readers[0]!)).item).toEqual(item)
    // The id cannot be used elsewhere.
    for (const path of ['listings', 'listings/x/decisions']) {
      const url = `/api/v1/${path.replace('x', item!.id)}${path === 'listings' ? `/${item!.id}` : ''}`
      expect((await readers[0]!.get(url)).status).toBe(404)
    }
  })

  test('people who decided on a listing do not get it, and no one gets an unavailable one', async () => {
    // Rosa decided on one.
    expect((await next(readers[2]!)).left).toBe(10)
    const mine = (await next(readers[0]!)).item!
    const refused = await readers[1]!.post(`/api/v1/blind-audits/items/${mine.id}/annotation`, {
      label: 'genuine',
    })
    expect(refused.status).toBe(404)
  })

  /** The true label of the goods: every second listing is counterfeit, recognisable by its title. */
  const truth = (title: string): string =>
    Number(title.split(' ')[1]) % 2 === 0 ? 'counterfeit' : 'genuine'

  async function readAll(browser: Browser, labelOf: (title: string) => string): Promise<string[]> {
    const titles: string[] = []
    for (;;) {
      const { item } = await next(browser)
      if (item === null) return titles
      titles.push(item.listing.title)
      await callAs(browser, 'POST', `items/${item.id}/annotation`, {
        label: labelOf(item.listing.title),
      })
    }
  }

  test('two people annotate each listing; if they differ, a third, equally blind one does', async () => {
    const first = await readAll(readers[0]!, truth)
    expect(first).toHaveLength(11)
    // Remi calls one of them unclear.
    const odd = first.at(-1)
    const second = await readAll(readers[1]!, (title) => (title === odd ? 'unclear' : truth(title)))
    expect(new Set(second).size).toBe(second.length)
    const before = (await callAs(admin, 'GET', 'results')) as BlindAuditResultsView
    const rosa = await readAll(readers[2]!, truth)
    const annotations = await readAll(admin, truth)
    // Rosa had one assigned before; the rest of hers are those that differ.
    expect(rosa.length + annotations.length + second.length).toBe(12)
    expect([...rosa, ...annotations]).toContain(odd)
    expect(before.listings.drawn).toBe(11)
    expect(before.disputes).toEqual([])
    const after = (await callAs(admin, 'GET', 'results')) as BlindAuditResultsView
    expect(after.listings).toEqual({ drawn: 11, settled: 11, waiting: 0, disputed: 0, lapsed: 0 })
    expect(after.agreement).toMatchObject({ pairs: 11, same: 10 })
    expect(after.agreement.kappa).toEqual({ known: false, missing: { pairs: 19 } })
    expect(after.disputes).toMatchObject([{ title: odd, final: truth(odd!) }])
    expect(ids).toContain(after.disputes[0]!.listing)
  })

  test('figures of so few are not known, and say how many are missing', async () => {
    const { overall, needs, labels } = (await callAs(
      admin,
      'GET',
      'results',
    )) as BlindAuditResultsView
    const [any] = overall
    expect(any).toMatchObject({ threshold: 'any', settled: 11 })
    expect(any!.precision).toEqual({
      known: false,
      missing: { flagged: needs.flagged - 5 },
    })
    expect(Object.values(labels).reduce((sum, count) => sum + count, 0)).toBe(11)
  })

  test('the labels are those that readers settled, and no removal is one', async () => {
    const cookie = [...admin.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const { body } = await app.inject({
      method: 'GET',
      url: '/api/v1/blind-audits/labels',
      headers: { cookie, host: 'touchstone.example.com', 'sec-fetch-site': 'same-origin' },
    })
    const labels = body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(labels).toHaveLength(11)
    for (const { listing, label } of labels) {
      expect([listing, label]).toEqual([listing, Number(String(listing).slice(2)) % 2 ? 0 : 1])
    }
    // Of twelve clear listings five were drawn.
    const weights = labels.map(({ weight }) => weight)
    expect(weights.filter((weight) => weight === 12 / 5)).toHaveLength(5)
    expect(weights.filter((weight) => weight === 4 / 2)).toHaveLength(2)
    expect(weights.filter((weight) => weight === 3 / 2)).toHaveLength(2)
    expect(labels[0]).toMatchObject({ source: `audit sample ${week}` })
    expect(labels.every(({ seller }) => /^s-\d$/.test(String(seller)))).toBe(true)
    // Removed without a complaint, and read as counterfeit by nobody: 31 was restored, 30 removed.
    expect(labels.find(({ listing }) => listing === 'o-30')).toMatchObject({ label: 1 })
  })

  test('the audit log records that a listing was annotated, and not how', async () => {
    const { body } = await admin.get('/api/v1/audit')
    const read = (
      body['items'] as { action: string; detail: unknown; subject: { id: string } }[]
    ).filter(({ action }) => action === 'audit-item-read')
    expect(read.length).toBeGreaterThan(20)
    expect(read.every(({ detail }) => JSON.stringify(detail) === '{}')).toBe(true)
    expect(JSON.stringify(read)).not.toContain('counterfeit')
  })

  describe('a member who works for one brand', () => {
    test('reads and sees only listings of that brand', async () => {
      const limited = await newMember(app, store, 'market', 'lena@market.example', {
        roles: ['analyst'],
        brands: ['velmoraq'],
      })
      const results = (await callAs(limited, 'GET', 'results')) as BlindAuditResultsView
      expect(results).toMatchObject({ overall: [], queues: [], families: [], trend: [] })
      expect(results.brands.map(({ brand }) => brand)).toEqual(['velmoraq'])
      expect(results.listings.drawn).toBeLessThan(7)
      for (const path of ['samples', 'labels', 'fits']) {
        expect((await limited.get(`/api/v1/blind-audits/${path}`)).status).toBe(403)
      }
    })
  })

  describe('a rights holder', () => {
    let house: Browser

    beforeAll(async () => {
      await newOrganisation(store, 'house', { kind: 'rights-holder' })
      house = await newMember(app, store, 'house', 'admin@house.example')
    })

    test('draws nothing from invisible listings', async () => {
      const drawn = await house.post('/api/v1/blind-audits/samples')
      expect(drawn.status).toBe(409)
    })

    test('draws from others’ listings that match its own brand, and annotates those', async () => {
      await newStandingClaim(store, 'house', 'velmoraq')
      const drawn = await house.post('/api/v1/blind-audits/samples')
      expect(drawn.status).toBe(201)
      expect(drawn.body['strata']).toEqual([
        // The marketplace's removals are its own knowledge.
        { stratum: 'block', frame: 4, drawn: 4, settled: 0 },
        { stratum: 'review', frame: 3, drawn: 3, settled: 0 },
      ])
      const { item, left } = await next(house)
      expect(left).toBe(7)
      expect(item!.listing.title).toMatch(/^Offer /)
    })
  })

  test('flagging uses the organisation’s own thresholds', async () => {
    const strict = (await newOrganisation(store, 'strict')).id
    const member = await newMember(app, store, 'strict', 'admin@strict.example')
    await fillWeek(store, strict, week, [
      pastListing(1, 'review', { brands: ['velmoraq'] }),
      pastListing(2, 'review'),
      pastListing(3, 'block'),
    ])
    const thresholds = { askProof: 60, review: 70, block: 95 }
    const set = await member.ask('PUT', '/api/v1/thresholds', {
      brand: 'velmoraq',
      thresholds,
      expectedVersion: 0,
    })
    expect(set.status).toBe(200)
    const drawn = await member.post('/api/v1/blind-audits/samples')
    expect(drawn.body['strata']).toMatchObject([
      { stratum: 'clear', frame: 1 },
      { stratum: 'block', frame: 1 },
      { stratum: 'review', frame: 1 },
    ])
  })

  test('a listing assigned and not annotated is reassigned after two hours', async () => {
    await fillWeek(store, market, '2026-01-05', [{ ...pastListing(90, 'clear') }])
    await callAs(admin, 'POST', 'samples', { week: '2026-01-05' })
    const [one, two] = [await next(readers[0]!), await next(readers[1]!)]
    expect(one.item!.id).toBe(two.item!.id)
    expect((await next(readers[2]!)).item).toBeNull()
    const { body } = await readers[2]!.get('/api/v1/session')
    const { id } = body['person'] as { id: string }
    const rosa = { ...personOf(market, ['reviewer']), id }
    const later = async (hours: number): Promise<string | undefined> =>
      store.transact(contextOf(rosa), async (handle) => {
        const now = Date.now() + hours * 3_600_000
        const input = { handle, actor: rosa, organisationId: market, names, engine: 'test', now }
        return (await assignNextItem(input)).item?.id
      })
    expect(await later(1.9)).toBeUndefined()
    expect(await later(2.1)).toBe(one.item!.id)
    const tooLate = await readers[0]!.post(
      `/api/v1/blind-audits/items/${one.item!.id}/annotation`,
      {
        label: 'genuine',
      },
    )
    expect(tooLate.status).toBe(404)
  })

  test.each(['2026-11-17', lastMonday(Date.now() + 7 * 86_400_000)])(
    'no lot is drawn of %s: no Monday, or a week that is not over',
    async (day) => {
      const { status, body } = await admin.post('/api/v1/blind-audits/samples', { week: day })
      expect([status, body['pointer']]).toEqual([422, '/week'])
    },
  )
})
