import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  decisionEndpoints,
  installationEndpoints,
  listingEndpoints,
  type Endpoint,
} from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { asOperator, newClaim, newStandingClaim } from '../../test/builders.ts'
import { onBothEngines } from '../../test/engines.ts'
import { newAllianceApi, newInstallationAdmin, newNeighbour } from '../../test/leaks/alliance.ts'
import { askByKey } from '../../test/leaks/calls.ts'
import { house, market } from '../../test/leaks/marked.ts'
import { namesOfNothing } from '../../test/leaks/names.ts'
import { plant, type Victim } from '../../test/leaks/plant.ts'
import { bare, leaksIn, send, type Answer, type Asker } from '../../test/leaks/asking.ts'
import type { Named, Sent } from '../../test/leaks/probe.ts'
import { probed } from '../../test/leaks/probes.ts'
import { rowsOf } from '../../test/leaks/rows.ts'
import { openStore, type Store } from '../platform/db/index.ts'

/** Where the installation’s admin acts in the operator’s place; a test below says what he is shown. */
const inOperatorsPlace: ReadonlySet<string> = new Set([
  ...['claims', 'installation', 'lexicon', 'revisions'],
])

const askers = [
  'another organisation’s key',
  'another organisation’s admin',
  'a rival’s admin',
  'a rival’s key',
  'a claimant’s admin',
  'a claimant’s key',
  'a marketplace above a rival',
  'the installation’s admin',
  'nobody',
] as const

onBothEngines((engine) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-leaks-'))
  let store: Store
  let app: FastifyInstance
  let victims: Victim[]
  /** For each victim the same names of nothing, whoever asks: what failures leave behind is alike. */
  let nothing: Named[]
  let before: Record<string, string[]>[]
  const asking: Record<string, Asker> = {}

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newAllianceApi(store)
    const installation = await newInstallationAdmin(app, store, dataDir)
    victims = [await plant(app, store, market), await plant(app, store, house)]
    nothing = victims.map(({ named }) => namesOfNothing(named))
    const add = (name: (typeof askers)[number], asker: Omit<Asker, 'name'>): void => {
      asking[name] = { name, ...asker }
    }
    const none = { webhook: randomUUID(), claim: randomUUID() }
    const one = await newNeighbour(app, store, { slug: 'one', kind: 'marketplace' })
    const two = await newNeighbour(app, store, { slug: 'two', kind: 'marketplace' })
    add('another organisation’s key', { own: { ...none, ...one }, sent: [], credentials: one })
    add('another organisation’s admin', {
      ...{ own: { ...none, ...two }, sent: [] },
      credentials: { browser: two.admin, email: 'admin@two.example' },
    })
    const above = await newNeighbour(app, store, { slug: 'above', kind: 'marketplace' })
    add('a marketplace above a rival', {
      ...{ own: { ...none, ...above }, sent: [] },
      credentials: { browser: above.admin, email: 'admin@above.example' },
    })
    for (const slug of ['rival', 'claimant'] as const) {
      const { key, admin, webhook } = await newNeighbour(app, store, {
        ...{ slug, kind: 'rights-holder' },
        ...(slug === 'rival' && { parent: 'above' }),
      })
      const claim =
        slug === 'rival'
          ? await newStandingClaim(store, slug, 'gucci')
          : await newClaim(store, slug, 'prada', { number: '77' })
      const own = { own: { webhook, claim: claim.id }, sent: [] }
      const credentials = { browser: admin, email: `admin@${slug}.example` }
      add(`a ${slug}’s admin`, { ...own, credentials })
      add(`a ${slug}’s key`, { ...own, credentials: { key } })
    }
    add('the installation’s admin', {
      ...{ own: none, sent: [] },
      credentials: { browser: installation, email: 'installation@example.com' },
    })
    add('nobody', { own: none, sent: [], credentials: undefined })
    before = await Promise.all(victims.map(({ organisationId }) => rowsOf(store, organisationId)))
  }, 120_000)
  // What one failed at shall make no other wait.
  beforeEach(() => asOperator(store, (handle) => sql`delete from throttles`.execute(handle)))
  afterAll(async () => {
    await app?.close()
    await store?.close()
    rmSync(dataDir, { recursive: true })
  })

  /** What the release matrix shows a rival of the one offer that its own brand hits surely. */
  function shownTo({ name }: Asker, { shared, named }: Victim): string[] {
    if (!name.startsWith('a rival') || named.slug !== market.slug) return []
    const { mark, units } = market
    const fields = ['description', 'category', 'attribute', 'value', 'shop'].map(
      (field) => `${mark} ${field}`,
    )
    const names = [`${mark}-3`, `${mark}-open`, `${mark}-seller`, `${mark}.png`]
    return [shared, String(units), ...names, ...fields]
  }

  const expected = (
    asker: Asker,
    { access }: Endpoint,
    { status = 0 }: Sent,
  ): number | undefined => {
    const ofPersons = access === 'person' || access === 'session'
    if (asker.name === 'nobody') return access === 'open' ? status : 401
    if (asker.name.endsWith('key') && ofPersons) return 403
    return asker.name.startsWith('another organisation’s') ? status : undefined
  }

  test.each(askers)(
    '%s learns and changes nothing, at any address',
    async (name) => {
      const asker = asking[name]!
      const problems: string[] = []
      const ask = async (endpoint: Endpoint, sent: Sent, what: string): Promise<Answer> => {
        const answer = await send(app, asker, endpoint, sent)
        if (answer.status >= 500) problems.push(`${what}: ${answer.status}`)
        for (const victim of victims) {
          const leaks = leaksIn(answer, victim, [...asker.sent, ...shownTo(asker, victim)])
          if (leaks.length > 0) problems.push(`${what} tells ${leaks.join(', ')}: ${answer.text}`)
        }
        return answer
      }
      for (const { name: what, room, endpoint, probe } of probed) {
        if (name === 'the installation’s admin' && inOperatorsPlace.has(room)) continue
        for (const sent of probe.plain ?? []) await ask(endpoint, sent, what)
        for (const [at, { named }] of victims.entries()) {
          const absent = probe.named?.(nothing[at]!, asker.own) ?? []
          for (const [index, sent] of (probe.named?.(named, asker.own) ?? []).entries()) {
            const there = await ask(endpoint, sent, what)
            const asks = `${what} ${JSON.stringify(sent)}`
            const status = expected(asker, endpoint, sent)
            if (status !== undefined && there.status !== status) {
              problems.push(`${asks} is answered ${there.status}, not ${status}: ${there.text}`)
            }
            const none = await ask(endpoint, absent[index]!, what)
            const [one, other] = [bare(there, named), bare(none, nothing[at]!)]
            if (one !== other) problems.push(`${asks} tells ${one} from ${other}`)
          }
        }
      }
      expect(problems).toEqual([])
      for (const [at, { organisationId }] of victims.entries()) {
        expect(await rowsOf(store, organisationId)).toEqual(before[at])
      }
    },
    60_000,
  )

  test('the installation’s admin is shown slugs, names and numbers, and nothing that they keep', async () => {
    const asker = asking['the installation’s admin']!
    const told: string[] = []
    for (const [name, endpoint] of Object.entries<Endpoint>(installationEndpoints)) {
      if (endpoint.method !== 'GET') continue
      const answer = await send(app, asker, endpoint, {})
      expect([name, answer.status]).toEqual([name, 200])
      for (const [at, victim] of victims.entries()) {
        const { named, slug } = victim
        const called = `${[market, house][at]!.mark} name`
        // Of a web hook its id and its host, by which the operator knows what is stuck.
        const mayTell = [slug, called, named.webhook]
        told.push(...leaksIn(answer, victim, mayTell).map((leak) => `${name}: ${leak}`))
      }
    }
    expect(told).toEqual([])
  })

  test('a marketplace above a rival sees and counts no offers of others by it', async () => {
    const asker = asking['a marketplace above a rival']!
    const read = async (name: 'list' | 'count'): Promise<Record<string, unknown>> =>
      JSON.parse((await send(app, asker, listingEndpoints[name], {})).text) as Record<
        string,
        unknown
      >
    const { items, next } = await read('list')
    expect(next).toBeNull()
    expect((items as { own: boolean }[]).filter(({ own }) => !own)).toEqual([])
    expect(await read('count')).toEqual({ count: (items as unknown[]).length, more: false })
    const sent = { body: { id: victims[0]!.shared, verdict: 'genuine' } }
    const { status } = await send(app, asker, decisionEndpoints.recordDecisions, sent)
    expect(status).toBe(404)
  })

  test('what the requests name is there, for its owner', async () => {
    const answers: [string, number][] = []
    for (const { named, key, admin } of victims) {
      const own = { webhook: named.webhook, claim: named.claim }
      for (const { name, endpoint, probe } of probed) {
        if (endpoint.method !== 'GET' || /^(installation|lexicon|revisions)\./.test(name)) continue
        // A marketplace has no claims.
        if (named.slug === market.slug && name.startsWith('claims.')) continue
        // And a rights holder receives no notices.
        if (named.slug === house.slug && name.startsWith('reception.')) continue
        const ofPersons = endpoint.access === 'person'
        const credentials = ofPersons ? { browser: admin, email: named.email } : { key }
        const asker = { name: 'its owner', own, sent: [], credentials }
        for (const sent of probe.named?.(named, own) ?? []) {
          answers.push([name, (await send(app, asker, endpoint, sent)).status])
        }
      }
    }
    const odd = (received: [string, number][]): [string, number][] => [
      // An offer is read by Touchstone’s own id alone.
      ['listings.read', 404],
      ['listings.ofSeller', 404],
      // No picture is fetched from this machine; offers of lots have none.
      ['pictures.read', 422],
      ['pictures.read', 404],
      ['quality.picture', 404],
      // It was never captured, since no browser ran.
      ['evidence.changes', 409],
      ['evidence.changes', 409],
      ['evidence.item', 404],
      ['evidence.export', 409],
      ...received,
      // It asks for the cookie of the browser that opened the link.
      ['seller.read', 404],
      ['seller.picture', 404],
    ]
    // The marketplace’s door is closed by now, and of the picture that came no bytes were kept.
    const ofMarket: [string, number][] = [
      ['reception.door', 404],
      ['reception.picture', 500],
    ]
    const expected = [...odd(ofMarket), ...odd([])]
    expect(answers.filter(([, status]) => status !== 200)).toEqual(expected)
    expect(answers.length).toBeGreaterThan(50)
  })

  test('a rival sees of the one offer what the matrix says, and no more', async () => {
    const { shared, named } = victims[0]!
    const { credentials } = asking['a rival’s key']!
    const key = (credentials as { key: string }).key
    const { mark, units } = market
    const { items } = await askByKey(app, key, 'GET', `/api/v1/listings?marketplace=${mark}-open`)
    const [item, ...others] = items as Record<string, Record<string, unknown>>[]
    expect(others).toEqual([])
    expect(item).toEqual({
      ...{ id: shared, own: false, version: 1, changed: [] },
      firstSeenAt: expect.any(String) as string,
      lastSeenAt: expect.any(String) as string,
      redactedAt: null,
      decision: null,
      listing: {
        ...{ id: `${mark}-3`, marketplace: `${mark}-open`, condition: 'new', unitsSold: units },
        title: 'Prada wallet PRX73198 and Gucci bag, 1:1 replica',
        description: `${mark} description`,
        category: `${mark} category`,
        attributes: { [`${mark} attribute`]: `${mark} value` },
        price: { amount: '40', currency: 'USD' },
        seller: { id: `${mark}-seller`, name: `${mark} shop` },
        images: [{ url: `https://127.0.0.1/${mark}.png` }],
      },
      assessment: expect.objectContaining({ verdict: 'block' }) as object,
    })
    const { brands, signals } = item!['assessment'] as {
      brands: { id: string }[]
      signals: { code: string }[]
    }
    expect(brands.map(({ id }) => id)).toEqual(['gucci'])
    const all = await askByKey(app, victims[0]!.key, 'GET', `/api/v1/listings/${shared}`)
    const codes = (assessed: unknown): string[] =>
      (assessed as { signals: { code: string }[] }).signals.map(({ code }) => code)
    // What only the other house's catalog can tell, its marketplace is told.
    expect(codes(all['assessment'])).toContain('price.far-below-msrp')
    expect(signals.map(({ code }) => code)).not.toContain('price.far-below-msrp')
    expect(JSON.stringify([item, named.slug])).not.toContain(house.mark)
  })
})
