import { randomUUID } from 'node:crypto'
import { endpoints, type Endpoint } from '@touchstone/contract'
import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asOperator, newOrganisation, newStandingClaim } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { Browser, newApi, newMember, type Answer } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { brandScopes, type BrandScope } from './test/brand-scope.ts'

const all = Object.entries(endpoints).flatMap(([room, of]) =>
  Object.entries<Endpoint>(of).map(([name, endpoint]) => ({ room, name, endpoint })),
)

test('every operation states how far limited members reach, and the contract agrees', () => {
  const listed = new Map<string, BrandScope>()
  for (const [room, byReach] of Object.entries(brandScopes)) {
    for (const [reach, names] of Object.entries(byReach)) {
      for (const name of names.split(' ')) listed.set(`${room}.${name}`, reach as BrandScope)
    }
  }
  expect([...listed.keys()].sort()).toEqual(all.map(({ room, name }) => `${room}.${name}`).sort())
  const whole = all.filter(({ endpoint }) => endpoint.wholeOrganisation === true)
  expect(whole.map(({ room, name }) => `${room}.${name}`).sort()).toEqual(
    [...listed].flatMap(([name, reach]) => (reach === 'whole' ? [name] : [])).sort(),
  )
})

/** Ids of everything about one brand. */
type Things = Record<
  | 'listing'
  | 'case'
  | 'capture'
  | 'proceeding'
  | 'restriction'
  | 'proofRequest'
  | 'link'
  | 'appeal'
  | 'clearance'
  | 'received'
  | 'message'
  | 'notice',
  string
>

/** Single reads and changes, each for an id of this kind. */
const single: readonly [keyof Things, 'GET' | 'POST', string, object?][] = [
  ['listing', 'GET', 'listings/ID'],
  ['listing', 'GET', 'listings/ID/decisions'],
  ['listing', 'GET', 'listings/ID/outcomes'],
  ['listing', 'GET', 'listings/ID/seller-listings'],
  ['listing', 'GET', 'listings/ID/images'],
  ['listing', 'GET', 'listings/ID/translations'],
  ['listing', 'GET', 'listings/ID/gloss'],
  ['listing', 'POST', 'listings/ID/machine-translations', { language: 'en' }],
  ['listing', 'POST', 'captures', { url: 'https://pasar.example/1', reason: 'x', listing: 'ID' }],
  [
    'listing',
    'POST',
    'proceedings',
    {
      title: 'x',
      regime: 'eu-dsa',
      listing: 'ID',
      profile: { tier: 'marketplace', sizeClass: 'other' },
    },
  ],
  ['listing', 'POST', 'moderation/restrictions', { listing: 'ID' }],
  [
    'listing',
    'POST',
    'proof-requests',
    { listing: 'ID', brand: 'gucci', reason: 'x', accepts: ['invoice'] },
  ],
  ['case', 'GET', 'cases/ID'],
  ['case', 'GET', 'cases/ID/listings'],
  ['case', 'GET', 'cases/ID/record'],
  ['case', 'GET', 'cases/ID/files'],
  ['case', 'GET', 'cases/ID/timeline'],
  ['case', 'GET', 'cases/ID/shared-notes'],
  ['case', 'GET', 'captures?case=ID'],
  ['case', 'GET', 'proceedings?case=ID'],
  ['case', 'GET', 'deadlines?case=ID'],
  ['case', 'POST', 'cases/ID/actions', { action: { type: 'note', text: 'x' } }],
  ['capture', 'GET', 'captures/ID'],
  ['capture', 'GET', 'captures/ID/state'],
  ['capture', 'GET', 'captures/ID/changes'],
  ['capture', 'GET', 'captures/ID/items/capture.json'],
  ['capture', 'GET', 'captures/ID/package?reason=x'],
  ['capture', 'POST', 'captures/ID/actions', { action: { type: 'place-hold', reason: 'x' } }],
  ['capture', 'POST', 'captures/ID/actions', { action: { type: 'release-hold', reason: 'x' } }],
  [
    'capture',
    'POST',
    'captures/ID/redactions',
    { item: 'capture.json', fields: ['/operator'], reason: 'x' },
  ],
  ['proceeding', 'GET', 'proceedings/ID'],
  [
    'proceeding',
    'POST',
    'proceedings/ID/actions',
    { action: { type: 'open', id: 'N1', workflow: 'notice', role: 'notifier', fields: {} } },
  ],
  ['restriction', 'GET', 'moderation/restrictions/ID'],
  ['restriction', 'GET', 'proceedings/ID'],
  ['proofRequest', 'GET', 'proof-requests/ID'],
  [
    'proofRequest',
    'POST',
    'proof-requests/ID/actions',
    { action: { type: 'withdraw', reasons: 'x' } },
  ],
  [
    'proofRequest',
    'POST',
    'proof-requests/ID/actions',
    { action: { type: 'accept', reasons: 'x' } },
  ],
  ['link', 'POST', 'appeal-links/ID/actions', { action: { type: 'revoke' } }],
  ['appeal', 'GET', 'appeals/ID'],
  ['appeal', 'GET', `appeals/ID/documents/${randomUUID()}`],
  ['appeal', 'POST', 'appeals/ID/deliveries', { how: 'x' }],
  ['clearance', 'GET', 'clearances/ID'],
  ['clearance', 'POST', 'clearances/ID/actions', { action: { type: 'revoke', reason: 'x' } }],
  ['received', 'GET', 'moderation/notices/ID'],
  ['received', 'GET', 'moderation/notices/ID/items/0/statement'],
  ['received', 'GET', `moderation/notices/ID/evidence/${'a'.repeat(64)}`],
  [
    'received',
    'POST',
    'moderation/notices/ID/items/0/actions',
    { action: { type: 'triage', knowledge: 'no', knowledgeReason: 'x', lifeSafety: false } },
  ],
  ['message', 'GET', 'messages/ID'],
  ['message', 'POST', 'messages/ID/actions', { action: { type: 'cancel' } }],
  ['message', 'POST', 'messages/ID/actions', { action: { type: 'resend' } }],
  ['notice', 'GET', 'notices/ID'],
  ['notice', 'GET', 'notices/ID/record'],
  ['notice', 'GET', 'notices/ID/relistings'],
  [
    'notice',
    'POST',
    'notices/ID/actions',
    { action: { type: 'withdraw', reason: 'x', cause: 'mistaken' } },
  ],
]

const lists: readonly (readonly [string, keyof Things])[] = [
  ['listings', 'listing'],
  ['cases', 'case'],
  ['cases/board', 'case'],
  ['captures', 'capture'],
  ['proceedings', 'proceeding'],
  ['proof-requests', 'proofRequest'],
  ['appeal-links', 'link'],
  ['appeals', 'appeal'],
  ['clearances', 'clearance'],
  ['moderation/items', 'received'],
  ['messages', 'message'],
  ['notices', 'notice'],
]

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let whole: Browser
  let limited: Browser
  let organisation: string
  let own: Things
  let other: Things

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    organisation = (await newOrganisation(store, 'market')).id
    await newOrganisation(store, 'house', { kind: 'rights-holder' })
    await newStandingClaim(store, 'house', 'gucci')
    whole = await newMember(app, store, 'market', 'all@market.example')
    const rights = { roles: ['admin', 'analyst', 'reviewer'], brands: ['gucci'] }
    limited = await newMember(app, store, 'market', 'some@market.example', rights)
    await tell(whole.ask('PUT', '/api/v1/moderation/settings', settings))
    own = await thingsOf('gucci', 'Gucci Marmont bag')
    other = await thingsOf('prada', 'Prada Galleria bag')
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const tell = async (answer: Promise<Answer>): Promise<Record<string, string>> => {
    const { status, body } = await answer
    if (status >= 300) throw new Error(JSON.stringify(body))
    return body as Record<string, string>
  }
  const post = (path: string, body: unknown) => tell(whole.post(`/api/v1/${path}`, body))

  async function thingsOf(brand: string, title: string): Promise<Things> {
    const seller = { id: `S-${brand}`, name: 'Norvik Trading', type: 'trader' }
    const content = { id: `offer-${brand}`, marketplace: 'pasar', title: `${title}, new`, seller }
    const { id: listing } = await post('listings', { ...content, brand: title.split(' ')[0] })
    const file = { title: brand, about: 'seller', brands: [brand], listings: [listing] }
    const { id: inCase } = await post('cases', file)
    const url = `https://pasar.example/${brand}`
    const { id: capture } = await post('captures', { url, reason: 'Evidence', listing })
    const { id: proceeding } = await post('proceedings', {
      title: brand,
      listing,
      regime: 'eu-dsa',
      profile: { tier: 'marketplace', sizeClass: 'other' },
    })
    const { proceeding: restriction } = await post('moderation/restrictions', { listing })
    const { id: proofRequest } = await post('proof-requests', {
      listing,
      brand,
      reason: 'Proof',
      accepts: ['invoice'],
    })
    const made = await post('appeal-links', {
      proofRequest,
      seller: { marketplace: 'pasar', id: `S-${brand}` },
      ownChannel: 'Seller centre',
      locale: 'en',
      days: 7,
    })
    const link = (made['link'] as unknown as { id: string }).id
    const items = [{ urls: [`${url}/1`], identifiers: [`offer-${brand}`], reasons: 'A replica.' }]
    const right = { number: '018000001', office: 'EM', holder: 'Velmoraq Holding' }
    await tell(
      new Browser(app).post('/api/v1/marketplaces/market/notices', {
        items,
        name: 'Maren Osk',
        email: `${brand}@velmoraq.example`,
        goodFaith: true,
        ground: 'counterfeit',
        right,
      }),
    )
    const ids = { appeal: randomUUID(), clearance: randomUUID() }
    const more = { message: randomUUID(), notice: randomUUID() }
    const received = await asOperator(store, async (handle) => {
      const { rows } = await sql<{ id: string }>`
        select notice_id as id from received_items where listing_id = ${listing}::uuid`.execute(
        handle,
      )
      await sql`
        insert into appeals (id, organisation_id, link_id, proof_request_id, seller_hash, words, locale, submitted_at)
        select ${ids.appeal}::uuid, organisation_id, id, proof_request_id, seller_hash, ${brand}, 'en', now()
        from appeal_links where id = ${link}::uuid`.execute(handle)
      await sql`
        insert into cleared_records (id, organisation_id, marketplace, seller_id, seller_hash, brand_id,
          right_name, appeal_id, statement, signature, key_id, issued_at, expires_at, issued_by)
        select ${ids.clearance}::uuid, organisation_id, 'pasar', 'S', seller_hash, ${brand}, 'EM 1', id,
          '{}', decode(repeat('00', 64), 'hex'), 'k', now(), now() + interval '1 year', 'x'
        from appeals where id = ${ids.appeal}::uuid`.execute(handle)
      await sql`
        insert into messages (id, organisation_id, key, by, recipient, subject, body, about_kind,
          about_id, actor_kind, actor_id)
        values (${more.message}::uuid, ${organisation}::uuid, ${brand}, 'email', 'a@example.com',
          ${brand}, ${brand}, 'proceeding', ${proceeding}, 'operator', 'test')`.execute(handle)
      await sql`
        insert into notices (id, organisation_id, case_id, regime, ground, content)
        values (${more.notice}::uuid, ${organisation}::uuid, ${inCase}::uuid, 'eu-dsa', 'counterfeit',
          '{}')`.execute(handle)
      return rows[0]!.id
    })
    return {
      listing: listing!,
      case: inCase!,
      capture: capture!,
      proceeding: proceeding!,
      restriction: restriction!,
      proofRequest: proofRequest!,
      link,
      received,
      ...ids,
      ...more,
    }
  }

  /** A response without the parts that differ between any two requests. */
  const bare = ({ status, body, headers }: Answer, id: string): string => {
    const { 'content-length': _, 'x-request-id': __, date: ___, ...kept } = headers
    return JSON.stringify([status, body, kept])
      .replaceAll(id, 'ID')
      .replaceAll(/"(requestId|instance)":"[^"]*"/g, '"$1":""')
  }
  const ask = (method: 'GET' | 'POST', path: string, id: string, body?: object) =>
    limited.ask(
      method,
      `/api/v1/${path.replace('ID', id)}`,
      body && (JSON.parse(JSON.stringify(body).replaceAll('ID', id)) as unknown),
    )

  test.each(single)(
    '%s of another brand: %s %s responds as for an unknown ID',
    async (thing, method, path, body) => {
      const given = method === 'POST' ? (body ?? {}) : undefined
      const random = randomUUID()
      const unknown = await ask(method, path, random, given)
      expect([path, unknown.status]).toEqual([path, 404])
      const hidden = await ask(method, path, other[thing], given)
      expect(bare(hidden, other[thing])).toBe(bare(unknown, random))
    },
  )

  // Only rows of these two exist, not created through the API.
  const rowsAlone = ['clearance', 'notice']
  test.each(single.filter(([thing, method]) => method === 'GET' && !rowsAlone.includes(thing)))(
    '%s of an own brand: %s %s is not hidden',
    async (thing, method, path) => {
      const { status, body } = await ask(method, path, own[thing])
      const { detail: message = '' } = body as { detail?: string }
      expect([status, message]).not.toEqual([
        404,
        expect.stringMatching(new RegExp(`^there is no [a-z ]+ ${own[thing]}$`)),
      ])
    },
  )

  test.each(lists)('the list %s shows what is of own brands alone', async (path, thing) => {
    const everything = JSON.stringify((await whole.get(`/api/v1/${path}`)).body)
    expect([everything.includes(own[thing]), everything.includes(other[thing])]).toEqual([
      true,
      true,
    ])
    const { status, body } = await limited.get(`/api/v1/${path}`)
    const shown = JSON.stringify(body)
    expect([status, shown.includes(own[thing])]).toEqual([200, true])
    for (const id of Object.values(other)) expect(shown).not.toContain(id)
    expect(shown.toLowerCase()).not.toContain('prada')
  })

  test('deadlines, measures and the log tell of own brands alone', async () => {
    for (const path of ['deadlines', 'moderation/measures', 'audit', 'overview/work']) {
      const { status, body } = await limited.get(`/api/v1/${path}`)
      expect([path, status]).toEqual([path, 200])
      for (const id of Object.values(other)) expect(JSON.stringify(body)).not.toContain(id)
    }
    const { items } = (await limited.get('/api/v1/audit')).body as { items: unknown[] }
    expect(JSON.stringify(items)).toContain(own.capture)
  })

  test('limited members open no proceeding outside their visibility, and overwrite no such listing', async () => {
    const profile = { tier: 'marketplace', sizeClass: 'other' }
    const begun = await limited.post('/api/v1/proceedings', {
      title: 'x',
      regime: 'eu-dsa',
      profile,
    })
    expect(begun.status).toBe(403)
    const ingest = (brand: string) =>
      limited.post('/api/v1/listings', {
        id: `offer-${brand}`,
        marketplace: 'pasar',
        title: 'Gucci belt, new',
        brand: 'Gucci',
      })
    expect((await ingest('prada')).status).toBe(403)
    expect((await ingest('gucci')).status).toBeLessThan(300)
    const decide = (listing: string) =>
      limited.post('/api/v1/decisions', [{ listing, marketplace: 'pasar', verdict: 'genuine' }])
    const [hidden, unknown] = [await decide('offer-prada'), await decide('offer-nobody')]
    expect(bare(hidden, 'offer-prada')).toBe(bare(unknown, 'offer-nobody'))
    expect(JSON.stringify((await decide('offer-gucci')).body)).toContain(own.listing)
  })

  test('a capture without a listing is for the person who requested it', async () => {
    const wish = { url: 'https://pasar.example/somewhere', reason: 'Seen by chance' }
    const { id: theirs } = await post('captures', wish)
    const { id: mine } = await tell(limited.post('/api/v1/captures', wish))
    expect((await limited.get(`/api/v1/captures/${theirs}`)).status).toBe(404)
    expect((await limited.get(`/api/v1/captures/${mine}`)).status).toBe(200)
  })

  describe('what concerns the whole organisation', () => {
    const refused = all.filter(({ endpoint }) => endpoint.wholeOrganisation === true)
    test.each(refused.map(({ room, name, endpoint }) => [`${room}.${name}`, endpoint] as const))(
      '%s is refused to who is limited, with a reason',
      async (_name, { method, path }) => {
        const url = path.replaceAll(/:\w+/g, randomUUID())
        const { status, body } = await limited.ask(method, url, method === 'GET' ? undefined : {})
        expect([status, body]).toEqual([
          403,
          expect.objectContaining({ detail: expect.stringContaining('whole organisation') }),
        ])
        expect(
          (await whole.ask(method, url, method === 'GET' ? undefined : {})).body,
        ).not.toMatchObject({
          detail: expect.stringContaining('this concerns the whole organisation'),
        })
      },
    )
  })
})

const settings = {
  profile: { tier: 'marketplace', sizeClass: 'other' },
  settings: {},
  door: 'open',
  texts: {
    platform: 'Pasar',
    complaints: 'https://pasar.example/complaints',
    bodies: 'Any certified body on the list of the Commission.',
    court: 'The courts of your seat, at any time.',
    territory: ['DE', 'FR'],
  },
  sellerLink: { send: true, days: 184, locale: 'en' },
}
