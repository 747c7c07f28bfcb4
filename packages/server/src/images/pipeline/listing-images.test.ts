import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation, newStandingClaim } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newApi, newClock, newMember, type Browser } from '../../../test/users.ts'
import { startPictureHost, type PictureHost } from '../../../test/image-host.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { listKnownImages } from './listing-images-repository.ts'

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let host: PictureHost
  let key: string
  let analyst: Browser
  let stranger: Browser

  beforeAll(async () => {
    host = await startPictureHost()
    store = await openStore(await engine.newStore())
    const outboundAllow = [{ host: '127.0.0.1', port: host.port }]
    app = newApi(store, newClock(), {}, { outboundAllow })
    await newOrganisation(store, 'market-a')
    await newOrganisation(store, 'market-b')
    key = (await newKey(store, 'market-a', ['listings:write', 'listings:read'])).text
    analyst = await newMember(app, store, 'market-a', 'ann@market.example', { roles: ['analyst'] })
    stranger = await newMember(app, store, 'market-b', 'eve@other.example')
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
    await host?.stop()
  })

  /** A listing with one picture; returns the address for requesting it. */
  async function listingWith(picture: Record<string, unknown>): Promise<string> {
    const seller = { id: 's', name: 'Wilma Anders', type: 'private' }
    const response = await app.inject({
      method: 'POST',
      url: '/api/v1/listings',
      headers: { authorization: `Bearer ${key}` },
      payload: { id: randomUUID(), title: 'Prada wallet', images: [picture], seller },
    })
    return `/api/v1/listings/${response.json<{ id: string }>().id}/images/0`
  }
  async function readImage(url: string, who = analyst, headers: Record<string, string> = {}) {
    const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    return app.inject({ url, headers: { cookie, 'sec-fetch-site': 'same-origin', ...headers } })
  }
  const pictureAt = async (path: string) =>
    readImage(await listingWith({ url: `${host.url}${path}` }))
  const messageOf = (answer: { body: string }): string =>
    (JSON.parse(answer.body) as { detail: string }).detail
  const counted = async (action: string): Promise<number> => {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ count: number }>`
        select count(*)::int as count from audit_events where action = ${action}`.execute(handle),
    )
    return rows[0]!.count
  }

  test.each(['/good.png', '/as-octets.png', '/named-jpeg.png', '/away.png'])(
    'a picture is handed on by its own bytes, and can do nothing (%s)',
    async (path) => {
      const { statusCode, headers, rawPayload } = await pictureAt(path)
      expect(statusCode).toBe(200)
      expect(rawPayload.subarray(1, 4).toString()).toBe('PNG')
      expect(headers).toMatchObject({
        'content-type': 'image/png',
        'x-content-type-options': 'nosniff',
        'content-security-policy': "default-src 'none'; sandbox",
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'private, max-age=600',
      })
    },
  )

  test('of the references just added, only those that a picture shows are read', async () => {
    const [, , , , listing = ''] = (await listingWith({ url: `${host.url}/gone.png` })).split('/')
    const house = await newOrganisation(store, 'house', { kind: 'rights-holder' })
    await newStandingClaim(store, 'house', 'prada')
    await asOperator(store, async (handle) => {
      await sql`
        insert into picture_references (id, organisation_id, bank, brand_id, digest, width, height,
          expected)
        select gen_random_uuid(), ${house.id}::uuid, 'official', 'prada', sha256(number::text::bytea),
          640, 480, 100
        from generate_series(1, 2000) as number`.execute(handle)
      await sql`
        insert into listing_pictures (listing_id, organisation_id, place, url, host, state, digest)
        select id, organisation_id, 0, 'https://shop.example/1.jpg', 'shop.example', 'stored',
          sha256('1'::bytea)
        from listings where id = ${listing}::uuid`.execute(handle)
      await sql`
        insert into picture_matches (reference_id, organisation_id, digest, score, kind, changes, box)
        select id, organisation_id, digest, 0.9, 'partial', '{}', '[0, 0, 1, 1]'
        from picture_references where digest = sha256('1'::bytea)`.execute(handle)
    })
    await asOperator(store, async (handle) => {
      const read = async (): Promise<number> => {
        const { rows } = await sql<{ read: number }>`
          select (seq_tup_read + idx_tup_fetch)::int as read from pg_stat_xact_user_tables
          where relname = 'picture_references'`.execute(handle)
        return rows[0]!.read
      }
      const { rows } = await sql<{ id: string }>`
        select organisation_id as id from listings where id = ${listing}::uuid`.execute(handle)
      const before = await read()
      const [picture] = await listKnownImages(handle, rows[0]!.id, [listing])
      expect(picture!.shows).toHaveLength(1)
      expect((await read()) - before).toBeLessThan(10)
    })
  })

  test('its host learns that the server requests it, and nothing of the viewer', async () => {
    await pictureAt('/good.png')
    const { headers } = host.requests.at(-1)!
    expect(headers['user-agent']).toBe('Touchstone')
    for (const name of ['referer', 'cookie', 'authorization', 'x-forwarded-for', 'origin']) {
      expect(headers[name]).toBeUndefined()
    }
  })

  test.each([
    ['a drawing', '/drawing.svg', /a picture in a supported format/],
    ['a drawing that says it is a picture', '/drawing.png', /a picture in a supported format/],
    ['a page that says it is a picture', '/page.png', /a picture in a supported format/],
    ['a page', '/page.html', /a picture in a supported format/],
    ['one that breaks off', '/cut.png', /a picture in a supported format/],
    ['nothing', '/nothing.png', /a picture in a supported format/],
    ['one that fills a browser’s memory', '/vast.png', /60000 × 60000/],
    ['a huge one', '/huge.png', /larger than 8 MiB/],
    ['an endless one', '/endless.png', /larger than 8 MiB/],
    ['a missing one', '/missing.png', /does not deliver it/],
    ['one that leads round', '/round.png', /redirects too often/],
    ['one that leads to this machine', '/inside.png', /port|not on the public internet/],
    ['one that leads to a cloud’s metadata', '/metadata.png', /not on the public internet/],
  ])('%s is refused, and said why', async (_what, path, words) => {
    const answer = await pictureAt(path)
    expect(answer.statusCode).toBe(422)
    expect(answer.headers['content-type']).toContain('application/problem+json')
    expect(messageOf(answer)).toMatch(words)
  })

  test.each([
    ['of an inner network', { url: 'http://10.0.0.8/x.png' }, 422],
    ['of this machine on another port', { url: 'http://127.0.0.1:1/x.png' }, 422],
    ['of no web address', { url: 'file:///etc/passwd' }, 422],
    ['with a password in its address', { url: 'https://a:b@img.example/x.png' }, 422],
    ['without an address', { path: 'x.png' }, 404],
  ])('a picture %s is not fetched', async (_what, picture, status) => {
    const { statusCode } = await readImage(await listingWith(picture))
    expect(statusCode).toBe(status)
  })

  test('a host that was refused is not asked again at once', async () => {
    const url = await listingWith({ url: `${host.url}/page.png?again` })
    await readImage(url)
    const requestsBefore = host.requests.length
    expect((await readImage(url)).statusCode).toBe(422)
    expect(host.requests).toHaveLength(requestsBefore)
  })

  describe('it is fetched for no one else', () => {
    test('another organisation', async () => {
      const url = await listingWith({ url: `${host.url}/good.png` })
      const requestsBefore = host.requests.length
      expect((await readImage(url, stranger)).statusCode).toBe(404)
      expect(host.requests).toHaveLength(requestsBefore)
    })

    test('a program, a stranger’s page, no one', async () => {
      const url = await listingWith({ url: `${host.url}/good.png` })
      const requestsBefore = host.requests.length
      const machine = await app.inject({ url, headers: { authorization: `Bearer ${key}` } })
      const elsewhere = await readImage(url, analyst, { 'sec-fetch-site': 'cross-site' })
      const nobody = await app.inject({ url })
      expect([machine, elsewhere, nobody].map(({ statusCode }) => statusCode)).toEqual([
        403, 403, 401,
      ])
      expect(host.requests).toHaveLength(requestsBefore)
    })
  })

  test('the log records each, without seller or host', async () => {
    const [fetched, sellers] = [
      await counted('picture-fetched'),
      await counted('private-sellers-read'),
    ]
    await pictureAt('/good.png')
    expect(await counted('picture-fetched')).toBe(fetched + 1)
    expect(await counted('private-sellers-read')).toBe(sellers)
    const { rows } = await asOperator(store, (handle) =>
      sql<{ detail: unknown }>`
        select detail from audit_events where action = 'picture-fetched'
        order by at desc limit 1`.execute(handle),
    )
    expect(rows[0]!.detail).toEqual({ picture: 0 })
  })
})
