import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { connectorNames } from '@touchstone/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, newStandingClaim } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newMember, type Browser } from '../../../test/users.ts'
import { noOrganisation, type Actor } from '../../access/organisations/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { changeInstallation, readInstallation } from './manage-settings.ts'

const watches = '/api/v1/watches'
const operator: Actor = {
  kind: 'person',
  id: 'i',
  organisationId: noOrganisation,
  roles: [],
  installationAdmin: true,
}

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  const people: Record<string, Browser> = {}

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    await newOrganisation(store, 'house', { kind: 'rights-holder' })
    await newOrganisation(store, 'rival', { kind: 'rights-holder' })
    await newStandingClaim(store, 'house', 'prada')
    await newStandingClaim(store, 'house', 'gucci')
    for (const [who, slug, rights] of [
      ['ada', 'house', { roles: ['admin'] }],
      ['ana', 'house', { roles: ['analyst'] }],
      ['rev', 'house', { roles: ['reviewer'] }],
      ['gus', 'house', { roles: ['admin'], brands: ['gucci'] }],
      ['riv', 'rival', { roles: ['admin'] }],
    ] as const) {
      const { roles, ...limits } = rights
      people[who] = await newMember(app, store, slug, `${who}@house.example`, {
        roles: [...roles],
        ...('brands' in limits && { brands: [...limits.brands] }),
      })
    }
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const input = {
    name: 'Bazaar',
    brand: 'prada',
    connector: 'shop',
    site: 'https://bazaar.example/',
  }
  const ebaySearch = {
    site: 'https://api.ebay.com/buy/browse/v1/item_summary/search?q={query}',
    queries: ['prada'],
  }
  const create = async (who: string, more = {}): Promise<Record<string, unknown>> => {
    const { status, body } = await people[who]!.post(watches, { ...input, ...more })
    expect([status, body]).toMatchObject([201, {}])
    return body
  }
  const idsOf = async (who: string, query = ''): Promise<unknown[]> => {
    const { body } = await people[who]!.get(`${watches}?limit=200${query}`)
    return (body['items'] as { id: string }[]).map(({ id }) => id)
  }
  const act = (who: string, id: unknown, type: string, more = {}) =>
    people[who]!.post(`${watches}/${String(id)}/actions`, { action: { type }, ...more })

  test.each(connectorNames)('the kind of site %s can be watched', async (connector) => {
    const rules =
      connector === 'browser-rules'
        ? { listing: 'li', fields: { id: {}, title: { select: 'h2' } }, follow: ['a.next'] }
        : null
    const site = connector === 'ebay-browse' ? ebaySearch : { site: input.site }
    const made = { connector, rules, ...site }
    expect(await create('ana', made)).toMatchObject(made)
  })

  test('a new watch is due at once, with the usual budgets', async () => {
    const watch = await create('ana')
    expect(watch).toMatchObject({
      version: 1,
      state: 'active',
      isRunning: false,
      lastRun: null,
      heldBack: null,
      budgetPerRun: { requests: 100, bytes: 67_108_864, processorSeconds: 60, cost: null },
    })
    expect(Date.parse(watch['nextRunAt'] as string)).toBeLessThanOrEqual(Date.now())
    expect(await idsOf('rev')).toContain(watch['id'])
    expect(await idsOf('riv')).toEqual([])
  })

  test.each([
    ['a name and password', { site: 'https://ada:secret@bazaar.example/' }, '/site'],
    ['another scheme', { site: 'file:///etc/passwd' }, '/site'],
    ['a query in the host', { site: 'https://{query}.example/', queries: ['a'] }, '/site'],
    [
      'a query for a feed',
      { connector: 'feed', site: 'https://b.example/{query}', queries: ['a'] },
      '/site',
    ],
    ['queries without a place', { queries: ['prada'] }, '/queries'],
    ['a place without queries', { site: 'https://b.example/?q={query}' }, '/queries'],
    ['a browser without rules', { connector: 'browser-rules' }, '/rules'],
    ['another site of eBay', { connector: 'ebay-browse', site: 'https://www.ebay.com/' }, '/site'],
    ['rules for a shop', { rules: { listing: 'li', fields: { id: {}, title: {} } } }, '/rules'],
  ])('an address with %s is refused', async (_what, more, pointer) => {
    const { status, body } = await people['ada']!.post(watches, { ...input, ...more })
    expect([status, body['pointer']]).toEqual([422, pointer])
  })

  test('only people who work for a brand manage its watches, and only for brands that are theirs', async () => {
    const { id } = await create('ada')
    for (const [who, status] of [
      ['rev', 403],
      ['gus', 404],
      ['riv', 404],
    ] as const) {
      expect([who, (await act(who, id, 'stop')).status]).toEqual([who, status])
      const removed = await people[who]!.ask('DELETE', `${watches}/${String(id)}`)
      expect([who, removed.status]).toEqual([who, status])
    }
    expect((await people['riv']!.post(watches, input)).status).toBe(404)
    expect((await people['gus']!.post(watches, input)).status).toBe(403)
    const own = await create('gus', { brand: 'gucci' })
    expect(await idsOf('gus')).toEqual([own['id']])
    const { text } = await newKey(store, 'house', ['listings:read'])
    const asked = await app.inject({
      url: watches,
      headers: { authorization: `Bearer ${text}` },
    })
    expect(asked.statusCode).toBe(200)
  })

  test('a change names the version that it is based on', async () => {
    const { id } = await create('ada')
    const change = (expectedVersion: number, more: object) =>
      people['ada']!.ask('PATCH', `${watches}/${String(id)}`, { expectedVersion, ...more })
    const changed = await change(1, { intervalMinutes: 60, name: 'Hourly' })
    expect(changed.body).toMatchObject({ version: 2, intervalMinutes: 60, name: 'Hourly' })
    expect((await change(1, { name: 'Late' })).body['code']).toBe('version-mismatch')
    const queried = await change(2, { queries: ['prada'] })
    expect([queried.status, queried.body['pointer']]).toEqual([422, '/queries'])
  })

  test('a stopped watch does not run, also not on request, until it is resumed', async () => {
    const { id } = await create('ada')
    const stopped = await act('ana', id, 'stop', { expectedVersion: 1 })
    expect(stopped.body).toMatchObject({ state: 'stopped', nextRunAt: null, version: 2 })
    expect((await act('ana', id, 'stop')).body).toMatchObject({ version: 2 })
    expect((await act('ana', id, 'run-now')).body['code']).toBe('watch-stopped')
    expect((await act('ana', id, 'resume')).body).toMatchObject({ state: 'active', version: 3 })
    expect(await idsOf('ana', '&state=stopped')).toEqual([])
  })

  test('a request to run now moves the next run', async () => {
    const { id } = await create('ada')
    await asOperator(store, (handle) =>
      sql`update watches set next_run_at = now() + interval '1 day' where id = ${id}::uuid`.execute(
        handle,
      ),
    )
    const { body } = await act('ada', id, 'run-now')
    expect(Date.parse(body['nextRunAt'] as string)).toBeLessThanOrEqual(Date.now())
  })

  test('a deleted watch is unknown', async () => {
    const { id } = await create('ada')
    expect((await people['ada']!.ask('DELETE', `${watches}/${String(id)}`)).status).toBe(200)
    expect((await people['ada']!.get(`${watches}/${String(id)}`)).status).toBe(404)
    expect(await idsOf('ada')).not.toContain(id)
  })

  test('the switch of the organisation holds all its watches back', async () => {
    const { id } = await create('ada')
    const set = (who: string, expectedVersion: number, stopped: boolean) =>
      people[who]!.ask('PUT', '/api/v1/watch-settings', {
        expectedVersion,
        stopped,
        budgetPerDay: null,
      })
    expect((await set('ana', 0, true)).status).toBe(403)
    expect((await set('gus', 0, true)).status).toBe(403)
    expect((await set('ada', 0, true)).body).toMatchObject({ version: 1, stopped: true })
    expect((await set('ada', 0, false)).body['code']).toBe('version-mismatch')
    const { body } = await people['rev']!.get(`${watches}/${String(id)}`)
    expect(body).toMatchObject({ state: 'active', heldBack: 'organisation-stopped' })
    expect((await set('ada', 1, false)).body).toMatchObject({ version: 2, stopped: false })
  })

  test('figures of monitoring before stay unless others are stated', async () => {
    const { body: settings } = await people['ada']!.get('/api/v1/watch-settings')
    const figures = { costPerMonth: 1800, findsPerMonth: 40 }
    let version = settings['version'] as number
    const put = async (change: object): Promise<unknown> => {
      const { body } = await people['ada']!.ask('PUT', '/api/v1/watch-settings', {
        expectedVersion: version++,
        stopped: false,
        budgetPerDay: null,
        ...change,
      })
      return body['previousMonitoring']
    }
    expect(await put({ previousMonitoring: figures })).toEqual(figures)
    expect(await put({})).toEqual(figures)
    expect(await put({ previousMonitoring: null })).toBeNull()
  })

  test('the key of the eBay API is stored encrypted, and its secret stays until another is stated', async () => {
    const stored = async (): Promise<unknown> => {
      const { rows } = await asOperator(store, (handle) =>
        sql<{ id: string | null; secret: Buffer | null }>`
          select ebay_client_id as id, ebay_secret as secret from watch_settings
          where organisation_id = (select id from organisations where slug = 'house')`.execute(
          handle,
        ),
      )
      return rows[0]
    }
    const { body: settings } = await people['ada']!.get('/api/v1/watch-settings')
    let version = settings['version'] as number
    const put = async (ebayKey: unknown) => {
      const { status, body } = await people['ada']!.ask('PUT', '/api/v1/watch-settings', {
        expectedVersion: version,
        stopped: false,
        budgetPerDay: null,
        ...(ebayKey !== undefined && { ebayKey }),
      })
      if (status === 200) version++
      return status === 200 ? body['ebayKey'] : [status, body['pointer']]
    }
    const key = { clientId: 'app-1', callsPerDay: 300 }
    const shown = { ...key, callsToday: 0 }
    expect(await put({ ...key, clientSecret: 's3cret' })).toEqual(shown)
    const before = await stored()
    expect(before).toMatchObject({ id: 'app-1' })
    expect(JSON.stringify(before)).not.toContain('s3cret')
    expect(await put({ ...key, callsPerDay: 400 })).toEqual({ ...shown, callsPerDay: 400 })
    expect(await put(undefined)).toEqual({ ...shown, callsPerDay: 400 })
    expect(await stored()).toEqual(before)
    expect(await put({ ...key, clientId: 'app-2' })).toEqual([422, '/ebayKey/clientSecret'])
    expect(await put(null)).toBeNull()
    expect(await stored()).toEqual({ id: null, secret: null })
  })

  test('whether the operator has set rates is known wherever costs are', async () => {
    const readAll = () =>
      Promise.all([
        people['rev']!.get('/api/v1/watch-settings'),
        people['rev']!.get('/api/v1/watch-costs'),
      ])
    for (const { body } of await readAll()) expect(body).toMatchObject({ hasRates: false })
    const perHour = {
      perThousandRequests: 0,
      perGibibyte: 0,
      perProcessorHour: 0,
      perPersonHour: 40,
    }
    await asOperator(store, async (handle) => {
      const { version } = await readInstallation(handle, operator)
      const rates = { currency: 'IDR', ...perHour }
      const input = { expectedVersion: version, stopped: false, rates }
      await changeInstallation(handle, operator, input)
    })
    for (const { body } of await readAll()) expect(body).toMatchObject({ hasRates: true })
  })

  test('anyone may read how sites are visited', async () => {
    const { statusCode, body } = await app.inject({ url: '/api/v1/watch-policy' })
    expect(statusCode).toBe(200)
    expect(JSON.parse(body)).toMatchObject({
      agent: { token: 'Touchstone' },
      stopped: false,
      limits: { requestsAtOnce: 1, minPauseSeconds: 2 },
    })
  })
})
