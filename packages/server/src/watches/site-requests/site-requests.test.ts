import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import {
  asOperator,
  newOrganisation,
  newStandingClaim,
  tenantContext,
} from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { Browser, newApi, newMember, password } from '../../../test/users.ts'
import { openShop, type ShopServer } from '../../../test/watched-shop.ts'
import { newWatchRow } from '../../../test/watches.ts'
import { ensureFirstAdmin } from '../../access/users/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { gateTo, outcomeOf } from '../../../test/gate-visits.ts'
import { storedTurns } from '../gate/index.ts'
import { recordObservations } from '../listing-history/index.ts'

onOneEngine((engine) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-sites-'))
  let store: Store
  /** Of another process; the embedded store belongs to one. */
  let otherStore: Store
  let app: FastifyInstance
  let operator: Browser
  let shop: ShopServer
  let robots = ''

  beforeAll(async () => {
    const config = await engine.newStore()
    store = await openStore(config)
    otherStore = engine.name === 'postgresql' ? await openStore(config) : store
    shop = await openShop(({ url }, response) => {
      if (url === '/robots.txt') response.end(robots)
      else response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Goods</h1>')
    })
    const port = Number(new URL(shop.origin).port)
    app = newApi(store, undefined, {}, { outboundAllow: [{ host: '127.0.0.1', port }] })
    const email = 'operator@house.example'
    const first = await ensureFirstAdmin(store, { email, dataDir })
    operator = new Browser(app)
    await operator.signIn(email, first!.password)
    await operator.post('/api/v1/password', { current: first!.password, next: password })
  })
  afterEach(async () => {
    robots = ''
    await asOperator(store, async (handle) => {
      await sql`delete from excluded_sites`.execute(handle)
      await sql`delete from site_requests`.execute(handle)
    })
  })
  afterAll(async () => {
    shop?.close()
    await app?.close()
    if (otherStore !== store) await otherStore?.close()
    await store?.close()
    rmSync(dataDir, { recursive: true, force: true })
  })

  const anyone = () => new Browser(app, '192.0.2.77')
  const send = async (kind: string, more = {}) => {
    const { status, body } = await anyone().post('/api/v1/site-requests', {
      kind,
      site: `${shop.origin}/goods`,
      ...more,
    })
    expect([status, body]).toMatchObject([201, { site: '127.0.0.1' }])
    return body as { receipt: string; proof: string; robotsUrl: string }
  }
  const check = async (receipt: string) =>
    (await anyone().post('/api/v1/site-request-checks', { receipt })).body
  const actions = async () => {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ action: string }>`
        select action from audit_events where subject_kind = 'site' order by at, id`.execute(
        handle,
      ),
    )
    return rows.map(({ action }) => action)
  }

  test('a site whose robots.txt holds the line is visited by no process any more', async () => {
    const gates = [store, otherStore].map((each) => gateTo(storedTurns(each), [shop.origin]))
    for (const gate of gates) expect(await outcomeOf(gate, `${shop.origin}/1`)).toMatch('<h1>')
    const { receipt, proof, robotsUrl } = await send('exclusion')
    expect(robotsUrl).toBe(`${shop.origin}/robots.txt`)
    expect(await check(receipt)).toMatchObject({ proof: 'missing', isExcluded: false })
    for (const gate of gates) expect(await outcomeOf(gate, `${shop.origin}/2`)).toMatch('<h1>')
    robots = `User-agent: *\nAllow: /\n${proof}\n`
    expect(await check(receipt)).toMatchObject({ code: 'request-rate-exceeded' })
    await asOperator(store, (handle) =>
      sql`update site_requests set checked_at = null`.execute(handle),
    )
    expect(await check(receipt)).toMatchObject({ proof: 'found', isExcluded: true })
    const before = shop.asked.length
    for (const gate of gates) expect(await outcomeOf(gate, `${shop.origin}/3`)).toBe('blocked')
    expect(shop.asked.length).toBe(before)
    expect(await actions()).toEqual(
      expect.arrayContaining(['site-request-received', 'site-excluded']),
    )
  })

  test('a robots.txt that closes the site is effective with the check, proven or not', async () => {
    const gate = gateTo(storedTurns(otherStore), [shop.origin])
    const { receipt } = await send('exclusion')
    robots = 'User-agent: Touchstone\nDisallow: /'
    expect(await check(receipt)).toMatchObject({ proof: 'missing', isExcluded: false })
    expect(await outcomeOf(gate, `${shop.origin}/4`)).toBe('forbidden')
  })

  test('only who changes the robots.txt sees what was taken', async () => {
    const { id: organisationId } = await newOrganisation(store, 'house')
    const { id } = await newWatchRow(store, organisationId, { site: `${shop.origin}/` })
    await asOperator(store, (handle) =>
      recordObservations({
        handle,
        watch: { id, organisationId },
        run: crypto.randomUUID(),
        observations: [
          {
            url: `${shop.origin}/5`,
            status: 'seen',
            listing: {
              id: '5',
              title: 'Bag',
              price: { amount: '20', currency: 'EUR' },
              seller: { id: 's' },
            },
          },
        ],
      }),
    )
    const { receipt, proof } = await send('extract')
    expect(await check(receipt)).toMatchObject({ proof: 'missing', extract: null })
    robots = proof
    await asOperator(store, (handle) =>
      sql`update site_requests set checked_at = null`.execute(handle),
    )
    const answered = await check(receipt)
    expect(answered).toMatchObject({
      proof: 'found',
      isExcluded: false,
      extract: { pages: 1, listings: 1, listingsWithSeller: 1 },
    })
    expect((answered['extract'] as { fields: unknown }).fields).toContainEqual({
      field: 'price',
      listings: 1,
    })
    expect(JSON.stringify(answered)).not.toContain(organisationId)
    expect(await actions()).toContain('site-extract-read')
  })

  test('the operator leaves a site out, sees who asked and allows visits again', async () => {
    await send('exclusion', { email: 'webmaster@shop.example', message: 'Leave us out' })
    const { body: requests } = await operator.get('/api/v1/operator/site-requests')
    expect(requests['items']).toMatchObject([
      {
        site: '127.0.0.1',
        email: 'webmaster@shop.example',
        message: 'Leave us out',
        provenAt: null,
      },
    ])
    const sites = '/api/v1/operator/excluded-sites'
    const excluded = await operator.post(sites, { site: shop.origin, note: 'By letter' })
    expect([excluded.status, excluded.body]).toMatchObject([201, { site: '127.0.0.1' }])
    expect((await operator.get(sites)).body['items']).toMatchObject([{ note: 'By letter' }])
    const gate = gateTo(storedTurns(otherStore), [shop.origin])
    expect(await outcomeOf(gate, `${shop.origin}/6`)).toBe('blocked')
    expect((await operator.ask('DELETE', `${sites}/127.0.0.1`)).status).toBe(200)
    expect((await operator.ask('DELETE', `${sites}/127.0.0.1`)).status).toBe(404)
    expect(await outcomeOf(gate, `${shop.origin}/7`)).toMatch('<h1>')
    expect((await operator.get('/api/v1/operator/site-extracts/127.0.0.1')).status).toBe(200)
  })

  test('a watch of a site that is left out is refused, by whatever address of its host', async () => {
    await newOrganisation(store, 'watching', { kind: 'rights-holder' })
    await newStandingClaim(store, 'watching', 'prada')
    const ada = await newMember(app, store, 'watching', 'ada@watching.example')
    const watch = (site: string, more = {}) => {
      const input = { name: 'Goods', brand: 'prada', connector: 'shop', site, ...more }
      return ada.post('/api/v1/watches', input)
    }
    const early = await watch('https://goods.example/')
    await operator.post('/api/v1/operator/excluded-sites', {
      site: 'https://www.bags.example/',
      note: 'By letter of counsel',
    })
    for (const refused of [
      await watch('http://bags.example:8080/all'),
      await watch('https://www.bags.example/find/{query}', { queries: ['prada'] }),
      await ada.ask('PATCH', `/api/v1/watches/${String(early.body['id'])}`, {
        expectedVersion: 1,
        site: 'https://bags.example/',
      }),
    ]) {
      expect(refused.body).toMatchObject({ code: 'site-excluded', pointer: '/site' })
      expect(JSON.stringify(refused.body)).not.toContain('counsel')
    }
    // Another host of the same owner is another site.
    expect((await watch('https://shop.bags.example/')).status).toBe(201)
    // Only hosts are visible to organisations, also in the database.
    const { id: organisationId } = await newOrganisation(store, 'reader')
    const noteOf = store.transact(tenantContext(organisationId), (handle) =>
      sql`select note from excluded_sites`.execute(handle),
    )
    await expect(noteOf).rejects.toThrow(/permission denied/)
  })

  test('members, unknown codes, floods and what is no address are refused', async () => {
    await newOrganisation(store, 'brand')
    const ada = await newMember(app, store, 'brand', 'ada@brand.example')
    for (const path of ['site-requests', 'excluded-sites', 'site-extracts/shop.example']) {
      expect((await ada.get(`/api/v1/operator/${path}`)).body['code']).toBe('operator-required')
    }
    expect(await check('x'.repeat(43))).toMatchObject({ code: 'not-found' })
    const ask = (site: string) => anyone().post('/api/v1/site-requests', { kind: 'extract', site })
    expect((await ask('shop.example')).body).toMatchObject({ code: 'address-invalid' })
    for (let at = 0; at < 20; at++) expect((await ask('https://shop.example')).status).toBe(201)
    expect((await ask('https://shop.example')).status).toBe(429)
  })
})
