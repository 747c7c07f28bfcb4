import { sql } from 'kysely'
import type { Assessment } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  asOperator,
  newClaim,
  newKey,
  newOrganisation,
  newStandingClaim,
  operator,
  personOf,
  tenantContext,
} from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { createApi } from '../../app/api/index.ts'
import { contextOf, type Organisation } from '../../access/organisations/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { screenInProcess } from '../../listings/screening/index.ts'
import {
  approvedPairs,
  contestClaim,
  resolveClaim,
  revokeClaim,
  setApprover,
  withdrawClaim,
  approveClaim,
} from './index.ts'

const both = ['listings:read', 'listings:write']

type Item = { id: string; listing: { id: string }; assessment: Assessment }

onOneEngine((kind) => {
  let store: Store
  let app: FastifyInstance
  const organisations: Record<string, Organisation> = {}
  const keys: Record<string, string> = {}

  beforeAll(async () => {
    store = await openStore(await kind.newStore())
    app = createApi({ store, screening: screenInProcess(starterEngine), checkAnswers: true })
    const add = async (slug: string, more: Record<string, unknown>): Promise<void> => {
      organisations[slug] = await newOrganisation(store, slug, more)
      keys[slug] = (await newKey(store, slug, both)).text
    }
    await add('market-a', { kind: 'marketplace' })
    await add('market-b', { kind: 'marketplace' })
    await add('group', { kind: 'rights-holder' })
    await add('gucci-house', { kind: 'rights-holder', parent: 'group' })
    await add('prada-house', { kind: 'rights-holder' })
    await add('apple-house', { kind: 'rights-holder' })
    await add('mars-house', { kind: 'rights-holder' })
    await add('counsel', { kind: 'counsel' })
    await add('customs', { kind: 'authority' })
    const listings = {
      'market-a': [
        { id: 'both', title: 'Gucci bag and Prada wallet, 1:1 replica' },
        { id: 'gucci', title: 'Gucci bag, 1:1 replica, mirror quality' },
        { id: 'prada', title: 'Prada wallet' },
        { id: 'apple', title: 'Apple iPhone 15 charger' },
        { id: 'fruit', title: 'apple juice, 1 litre' },
        { id: 'mars', title: 'Mars chocolate bar 51g, box of 24' },
        { id: 'planet', title: 'Poster of the planet Mars' },
      ],
      'market-b': [{ id: 'gucci-b', title: 'Gucci belt', marketplace: 'bazaar' }],
    }
    for (const [slug, rows] of Object.entries(listings)) {
      const price = { amount: '40', currency: 'USD' }
      const payload = rows.map((row) => ({ ...row, price, condition: 'new' }))
      const { taken } = await ask(slug, 'POST', '/api/v1/listings/batch', payload)
      expect(taken).toBe(rows.length)
    }
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  async function ask(
    slug: string,
    method: 'GET' | 'POST',
    url: string,
    payload?: unknown,
  ): Promise<Record<string, unknown>> {
    const response = await app.inject({
      method,
      url,
      headers: {
        authorization: `Bearer ${keys[slug]}`,
        ...(payload !== undefined && { 'content-type': 'application/json' }),
      },
      ...(payload !== undefined && { payload: JSON.stringify(payload) }),
    })
    return { status: response.statusCode, ...response.json<object>() }
  }

  async function list(slug: string, query = ''): Promise<Item[]> {
    const { items } = await ask(slug, 'GET', `/api/v1/listings${query}`)
    const { count } = await ask(slug, 'GET', `/api/v1/listings/count${query}`)
    expect(count).toBe((items as Item[]).length)
    return items as Item[]
  }
  const seen = async (slug: string, query = ''): Promise<string[]> =>
    (await list(slug, query)).map(({ listing }) => listing.id).sort()

  /** What a tenant's own statements read without any check by the application. */
  async function rowsSeen(slug: string): Promise<Record<string, string[]>> {
    return store.transact(tenantContext(organisations[slug]!.id), async (handle) => {
      const { rows } = await sql<{ table: string; id: string }>`
        select 'listings' as "table", external_id as id from listings
        union all
        select 'versions', l.external_id from listing_versions v join listings l on l.id = v.listing_id
        union all
        select 'assessments', l.external_id from assessments a join listings l on l.id = a.listing_id
        union all
        select 'mentions', l.external_id || ' ' || m.brand_id
        from listing_mentions m join listings l on l.id = m.listing_id`.execute(handle)
      const of = (table: string): string[] =>
        rows
          .filter((row) => row.table === table)
          .map(({ id }) => id)
          .sort()
      return {
        listings: of('listings'),
        versions: of('versions'),
        assessments: of('assessments'),
        mentions: of('mentions'),
      }
    })
  }
  const nothing = { listings: [], versions: [], assessments: [], mentions: [] }

  const decide = (
    what: typeof approveClaim | typeof contestClaim | typeof resolveClaim | typeof revokeClaim,
    id: string,
    decision: unknown,
  ) => asOperator(store, (handle) => what({ handle, actor: operator, input: { id, decision } }))

  test.each([
    ['apple-house', 'apple', ['apple']],
    ['mars-house', 'mars', ['mars']],
  ])(
    '%s sees nothing before its claim is approved, then what is surely hit',
    async (slug, brand, hits) => {
      expect(await seen(slug)).toEqual([])
      const { id } = await newClaim(store, slug, brand)
      expect(await seen(slug)).toEqual([])
      expect(await rowsSeen(slug)).toEqual(nothing)
      await decide(approveClaim, id, {})
      expect(await seen(slug)).toEqual(hits)
      const { mentions, ...rows } = await rowsSeen(slug)
      expect(rows).toEqual({ listings: hits, versions: hits, assessments: hits })
      expect(mentions).toEqual(hits.map((hit) => `${hit} ${brand}`))
      await decide(revokeClaim, id, { reason: 'the entry was cancelled' })
      expect(await seen(slug)).toEqual([])
      expect(await rowsSeen(slug)).toEqual(nothing)
    },
  )

  test('an uncertain hit shows nothing, also to raw statements', async () => {
    await asOperator(store, (handle) =>
      sql`insert into listing_mentions (listing_id, organisation_id, brand_id, confidence, verdict,
            marketplace, first_seen_at)
          select id, organisation_id, 'apple', 0.899, 'clear', '', first_seen_at
          from listings where external_id = 'fruit'
          on conflict do nothing`.execute(handle),
    )
    const { id } = await newStandingClaim(store, 'apple-house', 'apple')
    expect(await seen('apple-house')).toEqual(['apple'])
    expect((await rowsSeen('apple-house'))['listings']).toEqual(['apple'])
    await decide(revokeClaim, id, { reason: 'end of the test' })
  })

  describe('two rivals on one listing', () => {
    beforeAll(async () => {
      await newStandingClaim(store, 'gucci-house', 'gucci')
      await newStandingClaim(store, 'prada-house', 'prada')
    })

    test.each([
      ['gucci-house', 'gucci', /prada/i, ['both', 'gucci', 'gucci-b'], 'block'],
      // Less is left of the listing by the brand of which it says less.
      ['prada-house', 'prada', /gucci/i, ['both', 'prada'], 'review'],
    ])('%s sees its own part alone', async (slug, brand, rival, hits, verdict) => {
      const items = await list(slug)
      expect(items.map(({ listing }) => listing.id).sort()).toEqual(hits)
      const part = items.find(({ listing }) => listing.id === 'both')!
      expect(part.assessment.brands.map(({ id }) => id)).toEqual([brand])
      expect(JSON.stringify(part.assessment)).not.toMatch(rival)
      expect(part.assessment.signals.map(({ code }) => code)).toContain('text.quality-grade')
      expect(part.assessment.verdict).toBe(verdict)
      const one = await ask(slug, 'GET', `/api/v1/listings/${part.id}`)
      expect(one['versions']).toMatchObject([{ version: 1, listing: { id: 'both' } }])
      expect(
        JSON.stringify([one['assessment'], (one['versions'] as Item[])[0]!.assessment]),
      ).not.toMatch(rival)
      const { mentions } = await rowsSeen(slug)
      expect(mentions!.filter((row) => rival.test(row.split(' ')[1]!))).toEqual([])
    })

    test('and the marketplace sees its own completely, and nothing of another’s', async () => {
      const items = await list('market-a', '?brand=gucci')
      const whole = items.find(({ listing }) => listing.id === 'both')!
      expect(whole.assessment.brands.map(({ id }) => id)).toEqual(['gucci', 'prada'])
      expect(await seen('market-a')).toHaveLength(7)
      expect(await seen('market-b')).toEqual(['gucci-b'])
      expect((await rowsSeen('market-b'))['listings']).toEqual(['gucci-b'])
    })

    test('an invisible listing and a missing one look the same', async () => {
      const prada = (await list('prada-house')).find(({ listing }) => listing.id === 'prada')!
      const absent = '00000000-0000-4000-8000-000000000000'
      const answers = await Promise.all(
        [prada.id, absent, 'x'].map(async (id) => {
          const { status, code } = await ask('gucci-house', 'GET', `/api/v1/listings/${id}`)
          return [status, code]
        }),
      )
      expect(answers).toEqual([
        [404, 'not-found'],
        [404, 'not-found'],
        [404, 'not-found'],
      ])
    })

    test.each([
      ['gucci-house', '?brand=gucci', ['both', 'gucci', 'gucci-b']],
      ['gucci-house', '?brand=prada', []],
      ['gucci-house', '?verdict=block', ['both', 'gucci']],
      ['gucci-house', '?marketplace=bazaar', ['gucci-b']],
      ['gucci-house', '?marketplace=bazaar&verdict=block', []],
      ['market-a', '?brand=prada', ['both', 'prada']],
      ['market-a', '?verdict=block', ['both', 'gucci']],
      ['market-a', '?brand=gucci&verdict=block&marketplace=', ['both', 'gucci']],
    ])('%s asks for %s', async (slug, query, expected) => {
      expect(await seen(slug, query)).toEqual(expected)
    })

    test('pages follow each other without gap or repetition', async () => {
      const all = (await list('gucci-house')).map(({ id }) => id)
      const paged: string[] = []
      let next = null as string | null
      do {
        const from = next === null ? '' : `&after=${next}`
        const page = await ask('gucci-house', 'GET', `/api/v1/listings?limit=1${from}`)
        paged.push(...(page['items'] as Item[]).map(({ id }) => id))
        next = page['next'] as string | null
      } while (next !== null)
      expect(paged).toEqual(all)
    })

    test('a group sees everything that its houses see; a house sees only its own', async () => {
      expect(await seen('group')).toEqual(['both', 'gucci', 'gucci-b'])
      const part = (await list('group')).find(({ listing }) => listing.id === 'both')!
      expect(part.assessment.brands.map(({ id }) => id)).toEqual(['gucci'])
      const { id } = await newStandingClaim(store, 'group', 'apple')
      expect(await seen('group')).toEqual(['apple', 'both', 'gucci', 'gucci-b'])
      expect(await seen('gucci-house')).toEqual(['both', 'gucci', 'gucci-b'])
      await decide(revokeClaim, id, { reason: 'end of the test' })
    })

    test('a changed listing becomes visible or invisible to others with its newest version', async () => {
      const content = { id: 'turns', price: { amount: '40', currency: 'USD' } }
      await ask('market-a', 'POST', '/api/v1/listings', { ...content, title: 'Gucci scarf' })
      expect(await seen('gucci-house')).toContain('turns')
      await ask('market-a', 'POST', '/api/v1/listings', { ...content, title: 'Prada scarf' })
      expect(await seen('gucci-house')).not.toContain('turns')
      const now = (await list('prada-house')).find(({ listing }) => listing.id === 'turns')!
      // Earlier versions are not visible to the new holder either.
      const { versions } = await ask('prada-house', 'GET', `/api/v1/listings/${now.id}`)
      expect(versions).toMatchObject([{ version: 2, listing: { title: 'Prada scarf' } }])
    })
  })

  test('a sender’s own upload is its own, and no other’s', async () => {
    await ask('mars-house', 'POST', '/api/v1/listings', { id: 'mine', title: 'Gucci bag' })
    expect(await seen('mars-house')).toEqual(['mine'])
    expect(await seen('market-a')).not.toContain('mine')
    // Even about the other's brand: rivals must not learn what an organisation monitors.
    expect(await seen('gucci-house')).toEqual(['both', 'gucci', 'gucci-b'])
    const { mentions, ...rows } = await rowsSeen('gucci-house')
    expect(JSON.stringify([mentions, rows])).not.toContain('mine')
  })

  test('a contest freezes both until the operator ends it', async () => {
    const first = await newStandingClaim(store, 'mars-house', 'mars')
    const second = await newClaim(store, 'apple-house', 'mars', { number: '77' })
    await expect(decide(approveClaim, second.id, {})).rejects.toMatchObject({ class: 'conflict' })
    expect(await seen('mars-house')).toEqual(['mars', 'mine'])
    await decide(contestClaim, second.id, { reason: 'an older entry' })
    expect(await seen('mars-house')).toEqual(['mine'])
    expect(await seen('apple-house')).toEqual([])
    expect(await approvedPairs((work) => asOperator(store, work))).not.toContainEqual(
      expect.objectContaining({ brandId: 'mars' }),
    )
    await decide(resolveClaim, second.id, { standing: 'this', reason: 'the older entry holds' })
    expect(await seen('apple-house')).toEqual(['mars'])
    expect(await seen('mars-house')).toEqual(['mine'])
    await expect(decide(approveClaim, first.id, {})).rejects.toMatchObject({ class: 'conflict' })
    await decide(revokeClaim, second.id, { reason: 'end of the test' })
  })

  test('a power of attorney ends by its date, without any job', async () => {
    const today = new Date().toISOString().slice(0, 10)
    const document = { reference: 'file 7' }
    const { id } = await newStandingClaim(store, 'counsel', 'apple', {
      basis: 'agent',
      powerOfAttorney: { document, validFrom: today, validTo: today },
    })
    expect(await seen('counsel')).toEqual(['apple'])
    const pairs = await approvedPairs((work) => asOperator(store, work))
    const agent = { organisationId: organisations['counsel']!.id, brandId: 'apple' }
    expect(pairs).toContainEqual(expect.objectContaining(agent))
    // A day later, by the store's clock.
    await asOperator(store, async (handle) => {
      await sql`delete from brand_sight where claim_id = ${id}::uuid`.execute(handle)
      await sql`
        insert into brand_sight (organisation_id, brand_id, claim_id, by_house, ends_on)
        values (${organisations['counsel']!.id}::uuid, 'apple', ${id}::uuid, false,
          (now() at time zone 'utc')::date - 1)`.execute(handle)
    })
    expect(await seen('counsel')).toEqual([])
    expect(await rowsSeen('counsel')).toEqual(nothing)
    const actor = personOf(organisations['counsel']!.id)
    await store.transact(contextOf(actor), (handle) =>
      withdrawClaim({ handle, actor, input: { id } }),
    )
  })

  test('row-level security alone refuses to approve one’s own claim or to make sight', async () => {
    const { id } = await newClaim(store, 'prada-house', 'apple')
    const house = organisations['prada-house']!.id
    const raw = (slug: string, text: ReturnType<typeof sql>): Promise<unknown> =>
      store.transact(tenantContext(organisations[slug]!.id), (handle) => text.execute(handle))
    await expect(
      raw('prada-house', sql`update claims set state = 'approved' where id = ${id}::uuid`),
    ).rejects.toThrow(/row-level security/)
    const see = (whose: string) => sql`
      insert into brand_sight (organisation_id, brand_id, claim_id, by_house)
      values (${whose}::uuid, 'apple', ${id}::uuid, false)`
    await expect(raw('prada-house', see(house))).rejects.toThrow(/row-level security/)
    // An approver cannot either, before the claim is approved, and never for itself.
    await asOperator(store, (handle) =>
      setApprover({ handle, actor: operator, input: { organisation: 'customs', named: true } }),
    )
    await expect(raw('customs', see(house))).rejects.toThrow(/row-level security/)
    await raw('customs', sql`update claims set state = 'approved' where id = ${id}::uuid`)
    await expect(raw('customs', see(organisations['customs']!.id))).rejects.toThrow(
      /row-level security/,
    )
    await decide(revokeClaim, id, { reason: 'end of the test' })
    await expect(
      raw('market-a', sql`delete from listing_mentions where brand_id = 'nike'`),
    ).resolves.toBeDefined()
    expect((await rowsSeen('market-b'))['listings']).toEqual(['gucci-b'])
  })
})
