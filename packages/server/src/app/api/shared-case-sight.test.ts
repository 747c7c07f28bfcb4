import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation, newStandingClaim } from '../../../test/builders.ts'
import { pdf } from '../../../test/document-files.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newMember, type Answer, type Browser } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'

type Body = Record<string, unknown>

/** Text about the other brand, written by a member without limits. */
const secret = 'Tortuga'

/** A case about two brands, and a member limited to one of them. */
onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let whole: Browser
  let limited: Browser
  let organisation: string
  let mixed: string
  const own: Record<string, string> = {}
  const other: Record<string, string> = {}

  const tell = async (answer: Promise<Answer>): Promise<Body> => {
    const { status, body } = await answer
    if (status >= 300) throw new Error(JSON.stringify(body))
    return body
  }
  const post = (path: string, body: unknown, by = whole) => tell(by.post(`/api/v1/${path}`, body))
  const get = async (path: string, by = limited): Promise<Body> => tell(by.get(`/api/v1/${path}`))
  const idOf = async (answer: Promise<Body>): Promise<string> => (await answer)['id'] as string

  async function fill(things: Record<string, string>, brand: string, word: string): Promise<void> {
    const { listing = '' } = things
    const profile = { tier: 'marketplace', sizeClass: 'other' }
    const begun = { listing, regime: 'eu-dsa', profile }
    things['proceeding'] = await idOf(
      post('proceedings', { ...begun, title: `${word} proceeding`, case: mixed }),
    )
    things['capture'] = await idOf(
      post('captures', { url: `https://pasar.example/${brand}`, reason: word, listing }),
    )
    things['note'] = await idOf(
      post(`cases/${mixed}/shared-notes`, { listing, brand, text: `${word} note` }),
    )
    const line = { listing, units: 7, price: '40.00', currency: 'USD', source: `${word} source` }
    await post(`cases/${mixed}/actions`, { action: { type: 'add-turnover', ...line } })
    things['file'] = await idOf(
      post(`cases/${mixed}/files`, {
        name: `${word}.pdf`,
        content: pdf('Page').toString('base64'),
      }),
    )
  }

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    organisation = (await newOrganisation(store, 'market')).id
    await newOrganisation(store, 'house', { kind: 'rights-holder' })
    for (const brand of ['gucci', 'prada']) await newStandingClaim(store, 'house', brand)
    whole = await newMember(app, store, 'market', 'all@market.example')
    const roles = ['admin', 'analyst', 'reviewer', 'auditor']
    limited = await newMember(app, store, 'market', 'some@market.example', {
      roles,
      brands: ['gucci'],
    })
    own['listing'] = await idOf(post('listings', listingOf('gucci', 'Gucci Marmont bag')))
    other['listing'] = await idOf(post('listings', listingOf('prada', `Prada ${secret} bag`)))
    const listings = [own['listing'], other['listing']]
    const brands = ['gucci', 'prada']
    const file = { title: 'One seller', about: 'seller', brands, listings }
    mixed = await idOf(post('cases', file))
    await fill(own, 'gucci', 'Own')
    await fill(other, 'prada', secret)
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  function listingOf(brand: string, title: string): object {
    const id = brand === 'prada' ? `offer-${secret}` : 'offer-own'
    return { id, marketplace: 'pasar', title: `${title}, replica 1:1`, seller: { id: 's' } }
  }

  const named = (of: Record<string, string>): string[] => Object.values(of)

  test.each([
    ['', []],
    ['/listings', ['listing']],
    ['/record', ['listing', 'note']],
    ['/timeline', ['listing', 'note', 'proceeding', 'capture']],
    ['/files', []],
    ['/shared-notes', ['note', 'listing']],
  ])('of the case%s a limited member reads what is about the own brand', async (path, told) => {
    const text = JSON.stringify(await get(`cases/${mixed}${path}`))
    expect(text).not.toContain(secret)
    expect(named(other).filter((id) => text.includes(id))).toEqual([])
    for (const thing of told) expect([thing, text.includes(own[thing]!)]).toEqual([thing, true])
    const all = JSON.stringify(await get(`cases/${mixed}${path}`, whole))
    expect(named(other).some((id) => all.includes(id))).toBe(true)
  })

  test('numbers count visible items', async () => {
    const shown = await get(`cases/${mixed}`)
    expect(shown).toMatchObject({
      listings: 1,
      turnover: { lines: [{ listing: own['listing'] }], sums: [{ amount: '280.00' }] },
    })
    expect(await get(`cases/${mixed}`, whole)).toMatchObject({
      listings: 2,
      turnover: { sums: [{ amount: '560.00' }] },
    })
    const { items } = await get('cases')
    expect(items).toMatchObject([{ id: mixed, listings: 1 }])
  })

  test('lists of proceedings, deadlines and captures leave the other brand out', async () => {
    for (const path of ['proceedings', `proceedings?case=${mixed}`, 'captures', 'deadlines']) {
      const text = JSON.stringify(await get(path))
      expect([path, text.includes(secret)]).toEqual([path, false])
      expect(named(other).filter((id) => text.includes(id))).toEqual([])
    }
    expect(JSON.stringify(await get('proceedings'))).toContain(own['proceeding'])
  })

  test('items about the other brand behave like missing ones, whether read or acted on', async () => {
    const { proceeding, file, listing } = other
    const action = { type: 'open', id: 'N1', workflow: 'notice', role: 'notifier', fields: {} }
    const line = ((await get(`cases/${mixed}`, whole))['turnover'] as { lines: { id: string }[] })
      .lines[1]!.id
    const asked = [
      limited.get(`/api/v1/proceedings/${proceeding}`),
      limited.post(`/api/v1/proceedings/${proceeding}/actions`, { action }),
      limited.get(`/api/v1/cases/${mixed}/files/${file}`),
      limited.post(`/api/v1/cases/${mixed}/actions`, { action: { type: 'remove-turnover', line } }),
      limited.post('/api/v1/proceedings', {
        title: 'x',
        regime: 'eu-dsa',
        case: mixed,
        listing,
        profile: { tier: 'marketplace', sizeClass: 'other' },
      }),
    ]
    for (const answer of asked) expect((await answer).status).toBe(404)
    const unseen = await limited.post('/api/v1/proceedings', {
      title: 'x',
      regime: 'eu-dsa',
      case: mixed,
      profile: { tier: 'marketplace', sizeClass: 'other' },
    })
    expect(unseen.status).toBe(403)
  })

  test('a proceeding without a listing stays with those who see the whole case', async () => {
    const profile = { tier: 'marketplace', sizeClass: 'other' }
    const wish = { title: secret, regime: 'eu-dsa', case: mixed, profile }
    const id = await idOf(post('proceedings', wish))
    expect((await limited.get(`/api/v1/proceedings/${id}`)).status).toBe(404)
    expect((await whole.get(`/api/v1/proceedings/${id}`)).status).toBe(200)
  })

  test('one’s own file is read; one of a colleague by those who see all brands of the case', async () => {
    const added = await idOf(
      post(
        `cases/${mixed}/files`,
        { name: 'mine.pdf', content: pdf('Page').toString('base64') },
        limited,
      ),
    )
    const { items } = await get(`cases/${mixed}/files`)
    expect(items).toMatchObject([{ id: added, name: 'mine.pdf' }])
    const cookie = [...limited.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const read = await app.inject({
      url: `/api/v1/cases/${mixed}/files/${added}`,
      headers: { cookie, 'sec-fetch-site': 'same-origin' },
    })
    expect(read.statusCode).toBe(200)
    const both = await newMember(app, store, 'market', 'both@market.example', {
      roles: ['analyst'],
      brands: ['gucci', 'prada'],
    })
    expect(JSON.stringify(await get(`cases/${mixed}/files`, both))).toContain(secret)
  })

  test('a partly visible case is not merged, and only visible listings are removed from it', async () => {
    const single = await idOf(
      post('cases', { title: 'Mine', about: 'seller', brands: ['gucci'] }, limited),
    )
    const merge = await limited.post(`/api/v1/cases/${mixed}/actions`, {
      action: { type: 'merge', into: single },
    })
    expect(merge.status).toBe(403)
    const { body } = await limited.post(`/api/v1/cases/${mixed}/actions`, {
      action: { type: 'remove-listings', listings: [own['listing'], other['listing']] },
    })
    expect(body).toMatchObject({ changed: 1, case: { listings: 0 } })
    expect(await get(`cases/${mixed}`, whole)).toMatchObject({ listings: 1 })
    await post(`cases/${mixed}/actions`, {
      action: { type: 'add-listings', listings: [own['listing']] },
    })
  })

  test('the log is read with messages in it and in sight', async () => {
    const ids = await asOperator(store, async (handle) => {
      const found: string[] = []
      for (const about of [own['proceeding'], other['proceeding']]) {
        const { rows } = await sql<{ id: string }>`
          insert into messages (id, organisation_id, key, by, recipient, subject, body,
            about_kind, about_id, state, due_at)
          values (gen_random_uuid(), ${organisation}::uuid, ${`k:${about}`}, 'email', 'a@b.example',
            'A decision about your listing', 'x', 'proceeding', ${about}, 'queued', now())
          returning id`.execute(handle)
        found.push(rows[0]!.id)
      }
      return found
    })
    for (const id of ids) await whole.get(`/api/v1/messages/${id}`)
    const { status, body } = await limited.get('/api/v1/audit')
    expect([status, JSON.stringify(body).slice(0, 200)]).toMatchObject([200, {}])
    const subjects = (body['items'] as { subject: { id: string } }[]).map(
      ({ subject }) => subject.id,
    )
    expect(ids.map((id) => subjects.includes(id))).toEqual([true, false])
  })

  test('a shared view that filters by another brand is not shown, nor its entries in the log', async () => {
    const kept: Record<string, string> = {}
    for (const brand of ['gucci', 'prada', undefined]) {
      const query = brand === undefined ? {} : { brand }
      kept[brand ?? 'none'] = await idOf(
        post('saved-views', { name: `View of ${brand ?? 'all'}`, shared: true, query }),
      )
    }
    const { items } = await get('saved-views')
    expect((items as Body[]).map(({ id }) => id).sort()).toEqual(
      [kept['gucci'], kept['none']].sort(),
    )
    const changed = await limited.ask('PATCH', `/api/v1/saved-views/${kept['prada']}`, {
      name: 'x',
    })
    expect(changed.status).toBe(404)
    const log = JSON.stringify(await get('audit'))
    expect([log.includes(kept['prada']!), log.includes(kept['gucci']!)]).toEqual([false, true])
  })
})
