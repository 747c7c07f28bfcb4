import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import sharp from 'sharp'
import type { Assessment } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { asOperator, newKey, newOrganisation, newStandingClaim } from '../../test/builders.ts'
import { onBothEngines } from '../../test/engines.ts'
import { newApi, newClock, newMember, type Browser } from '../../test/people.ts'
import { copyOf, photograph } from '../../test/photographs.ts'
import { starterEngine } from '../../test/starter-engine.ts'
import { Intake, startRejudging, type PictureKnowledge } from '../listings/index.ts'
import { openStore, type Store } from '../platform/db/index.ts'
import { inProcess } from '../screening/index.ts'
import { startPictures } from './start-pictures.ts'
import {
  heldFiles,
  openPictureWorks,
  pictureKnowledge,
  sweepPictures,
  type HeldFile,
  type PictureWorks,
} from '../pictures/index.ts'

const minute = 60_000

const label =
  '<rect x="180" y="170" width="280" height="110" fill="#eee"/><text x="222" y="236" font-size="44" font-weight="bold" textLength="196" font-family="DejaVu Sans" fill="#222">PRADA</text>'
const drawnOver = (bytes: Buffer, inner: string): Promise<Buffer> =>
  sharp(bytes)
    .composite([
      {
        input: Buffer.from(
          `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480">${inner}</svg>`,
        ),
      },
    ])
    .jpeg({ quality: 90 })
    .toBuffer()
const withName = (bytes: Buffer): Promise<Buffer> => drawnOver(bytes, label)
const hiding = (bytes: Buffer): Promise<Buffer> =>
  drawnOver(bytes, '<rect x="212" y="192" width="216" height="58" rx="8" fill="#c33"/>')

/** A host of pictures, some of which are slow to come or never do. */
async function startHost(): Promise<{
  url: string
  port: number
  pictures: Map<string, Buffer>
  asked: string[]
  hold: { until: Promise<unknown> }
  server: Server
}> {
  const pictures = new Map<string, Buffer>()
  const asked: string[] = []
  const hold = { until: Promise.resolve() as Promise<unknown> }
  const server = createServer((request, response) => {
    const path = request.url ?? ''
    asked.push(path)
    const answer = (): void => {
      const bytes = pictures.get(path)
      response.writeHead(bytes ? 200 : 503, { 'content-type': 'image/jpeg' }).end(bytes)
    }
    if (path.startsWith('/slow')) void hold.until.then(answer)
    else answer()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, port, pictures, asked, hold, server }
}

onBothEngines((engine) => {
  let store: Store
  let app: FastifyInstance
  let works: PictureWorks
  let host: Awaited<ReturnType<typeof startHost>>
  let folder: string
  let key: string
  let analyst: Browser
  let holder: Browser
  let second: Browser
  let admin: Browser
  let rival: Browser
  const endings: (() => Promise<unknown>)[] = []
  const faults: unknown[] = []

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'touchstone-pictures-'))
    host = await startHost()
    store = await openStore(await engine.newStore())
    works = openPictureWorks(folder)
    const screening = inProcess(starterEngine)
    const knowledge: PictureKnowledge = pictureKnowledge(works.archive)
    const onFault = (error: unknown): void => void faults.push(error)
    const intake: Intake = new Intake({
      ...{ store, screening, pictures: knowledge, onFault },
      onDue: () => rejudging.wake(),
    })
    const rejudging = startRejudging({ intake, onFault, everyMs: 200 })
    const stop = startPictures({
      ...{ store, works, onFault, everyMs: 50, readsText: 'suspicious', retries: [0.3, 0.3] },
      outbound: { allow: [{ host: '127.0.0.1', port: host.port }] },
      onDue: () => rejudging.wake(),
    })
    app = newApi(store, newClock(), {}, { intake, works, screening })
    await newOrganisation(store, 'market')
    for (const slug of ['house', 'rival']) {
      await newOrganisation(store, slug, { kind: 'rights-holder' })
    }
    await newStandingClaim(store, 'house', 'prada')
    await newStandingClaim(store, 'rival', 'gucci')
    key = (await newKey(store, 'market', ['listings:write', 'listings:read'])).text
    analyst = await newMember(app, store, 'market', 'ann@market.example', { roles: ['analyst'] })
    holder = await newMember(app, store, 'house', 'hal@house.example')
    admin = await newMember(app, store, 'market', 'ada@market.example', { roles: ['admin'] })
    second = await newMember(app, store, 'house', 'sue@house.example', { roles: ['analyst'] })
    rival = await newMember(app, store, 'rival', 'eve@rival.example')
    endings.push(
      stop,
      () => rejudging.stop(),
      () => app.close(),
      () => works.close(),
    )
  }, 2 * minute)
  afterAll(async () => {
    for (const end of endings) await end()
    await store?.close()
    host?.server.closeAllConnections()
    host?.server.close()
    rmSync(folder, { recursive: true, force: true })
  })
  beforeEach(() => {
    host.asked.length = 0
  })

  const serve = (path: string, bytes: Buffer): string => {
    host.pictures.set(path, bytes)
    return host.url + path
  }
  async function send(
    id: string,
    urls: string[],
    more: Record<string, unknown> = {},
  ): Promise<{ id: string; assessment: Assessment }> {
    const response = await app.inject({
      ...{ method: 'POST', url: '/api/v1/listings', headers: { authorization: `Bearer ${key}` } },
      payload: { id, title: 'Prada wallet', images: urls.map((url) => ({ url })), ...more },
    })
    expect([200, 201]).toContain(response.statusCode)
    return response.json()
  }
  async function read(id: string, who = analyst): Promise<Assessment> {
    const { body, status } = await who.get(`/api/v1/listings/${id}`)
    expect(status).toBe(200)
    return body['assessment'] as Assessment
  }
  const until = <T>(check: () => Promise<T>): Promise<T> =>
    vi.waitFor(check, { timeout: 30_000, interval: 100 })
  const completed = (id: string, who = analyst): Promise<Assessment> =>
    until(async () => {
      const said = await read(id, who)
      expect(said).toMatchObject({ complete: true })
      return said
    })
  const codes = ({ signals }: Assessment): string[] =>
    signals.map(({ code }) => code).filter((code) => code.startsWith('image.'))

  async function upload(
    who: Browser,
    bytes: Buffer,
    query: Record<string, string>,
    type = 'image/jpeg',
  ): Promise<{ status: number; body: Record<string, unknown> }> {
    const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const response = await app.inject({
      ...{
        method: 'POST',
        url: `/api/v1/picture-references?${new URLSearchParams(query).toString()}`,
      },
      headers: {
        ...{ host: 'touchstone.example.com', origin: 'https://touchstone.example.com', cookie },
        'content-type': type,
      },
      payload: bytes,
    })
    return { status: response.statusCode, body: response.json() }
  }
  const getBytes = async (who: Browser, url: string) => {
    const cookie = [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    return app.inject({ url, headers: { cookie } })
  }

  test('an offer is judged at once, and again when its pictures were looked at', async () => {
    const { id, assessment } = await send('plain', [serve('/plain.jpg', await photograph(1))])
    expect(assessment).toMatchObject({ complete: false, waitsFor: ['pictures'] })
    expect(assessment.verdict).toBe('clear')
    const said = await completed(id)
    expect(said).not.toHaveProperty('waitsFor')
    expect(said.silent).not.toContain('image')
    const again = await send('plain', [`${host.url}/plain.jpg`])
    expect(again.assessment).toMatchObject({ complete: true })
    // In other words, with the picture that is known.
    await send('plain', [`${host.url}/plain.jpg`], { title: 'Prada wallet, black' })
    await completed(id)
    expect(host.asked.filter((path) => path === '/plain.jpg')).toHaveLength(1)
  })

  test('one picture is fetched and kept once, however many offers show it', async () => {
    const url = serve('/once.jpg', await photograph(2))
    const first = await send('once-1', [url])
    await completed(first.id)
    const others = await Promise.all(['once-2', 'once-3'].map((id) => send(id, [url])))
    for (const { id } of others) await completed(id)
    expect(host.asked.filter((path) => path === '/once.jpg')).toHaveLength(1)
    const { body } = await analyst.get(`/api/v1/listings/${first.id}/pictures/0/elsewhere`)
    const items = body['items'] as { listing: string; kind: string }[]
    expect(new Set(items.map(({ listing }) => listing))).toEqual(
      new Set(others.map(({ id }) => id)),
    )
  })

  test('a slow host and one that fails delay no word and no other host', async () => {
    const held = Promise.withResolvers<void>()
    host.hold.until = held.promise
    const slow = serve('/slow.jpg', await photograph(3))
    const waiting = await send('slow', [slow], { title: 'Prada wallet, 1:1 replica' })
    expect(waiting.assessment).toMatchObject({ complete: false, verdict: 'review' })
    const quick = await send('quick', [serve('/quick.jpg', await photograph(4))])
    await completed(quick.id)
    expect(await read(waiting.id)).toMatchObject({ complete: false, verdict: 'review' })
    held.resolve()
    await completed(waiting.id)

    const lost = await send('lost', [`${host.url}/lost.jpg`])
    await completed(lost.id)
    await until(async () => {
      const { body } = await analyst.get(`/api/v1/listings/${lost.id}/pictures`)
      expect(body['items']).toMatchObject([
        { state: 'failed', reason: 'its host does not hand it out', shows: [], reading: null },
      ])
    })
    // Once and twice again.
    expect(host.asked.filter((path) => path === '/lost.jpg')).toHaveLength(3)
  })

  describe('a bank', () => {
    let reference: string
    let shown: string

    test('takes pictures alone, from whoever may, each once', async () => {
      const bytes = await photograph(10)
      const query = { bank: 'official', brand: 'prada', label: 'Spring' }
      expect((await upload(holder, Buffer.from('<svg/>'), query)).status).toBe(422)
      expect((await upload(holder, bytes.subarray(0, 40), query)).status).toBe(422)
      expect((await upload(holder, bytes, { bank: 'official' })).body).toMatchObject({
        error: { pointer: '/brand' },
      })
      const added = await upload(holder, bytes, query)
      expect(added.status).toBe(201)
      expect(added.body).toMatchObject({ state: 'live', width: 640, height: 480, label: 'Spring' })
      reference = added.body['id'] as string
      expect(await upload(holder, bytes, query)).toMatchObject({
        status: 200,
        body: { id: reference },
      })
    })

    test('speaks of an edited copy, and shows who may see it why', async () => {
      const copy = await copyOf(await photograph(10))
      const { id } = await send('copy', [serve('/copy.jpg', copy)])
      shown = id
      const said = await completed(id)
      expect(codes(said)).toEqual(['image.official-photo'])
      // A brand's own photograph is a wish that is crossed, and no sign of falsity.
      expect(['clear', 'ask-proof']).toContain(said.ceiling)
      expect(codes(await read(id, holder))).toEqual(['image.official-photo'])

      const { body: pictures } = await holder.get(`/api/v1/listings/${id}/pictures`)
      expect(pictures['items']).toMatchObject([
        { state: 'kept', shows: [{ reference, bank: 'official', label: 'Spring' }] },
      ])
      const { body: comparison } = await holder.get(
        `/api/v1/picture-references/${reference}/comparison?listing=${id}&place=0`,
      )
      const { match } = comparison as { match: Record<string, unknown> }
      expect(match).toMatchObject({ transformation: { mirrored: true } })
      expect(match['score']).toBeGreaterThan(0.9)
      expect((match['picturePolygon'] as unknown[]).length).toBeGreaterThanOrEqual(3)
      const points = match['picturePoints'] as unknown[]
      expect(points.length).toBeGreaterThan(10)
      expect(match['referencePoints']).toHaveLength(points.length)
      for (const url of [
        `/api/v1/picture-references/${reference}/picture`,
        `/api/v1/listings/${id}/pictures/0/kept`,
      ]) {
        const { statusCode, headers, rawPayload } = await getBytes(holder, url)
        expect(statusCode).toBe(200)
        expect(headers).toMatchObject({
          'content-type': 'image/jpeg',
          'content-security-policy': "default-src 'none'; sandbox",
        })
        expect(rawPayload.subarray(0, 2).toString('hex')).toBe('ffd8')
      }
    })

    test('is nobody else’s to know of', async () => {
      for (const other of [rival, analyst]) {
        const { body } = await other.get('/api/v1/picture-references')
        expect(body['items']).toEqual([])
        for (const path of ['', '/picture', `/comparison?listing=${shown}&place=0`]) {
          const { status } = await other.get(`/api/v1/picture-references/${reference}${path}`)
          expect(status).toBe(404)
        }
      }
      // The marketplace hears what was found, and not of which reference.
      const { body } = await analyst.get(`/api/v1/listings/${shown}/pictures`)
      expect(body['items']).toMatchObject([{ shows: [], withheld: true }])
      expect(JSON.stringify(await analyst.get(`/api/v1/listings/${shown}`))).not.toContain(
        reference,
      )
    })

    test('is shown to the marketplace beside its own offer, and there alone, where its owner says so', async () => {
      const address = `/api/v1/picture-references/${reference}`
      const beside = `listing=${shown}&place=0`
      const share = (to: boolean) => holder.ask('PATCH', address, { shared: to })
      expect((await share(true)).body).toMatchObject({ shared: true })
      const { body } = await analyst.get(`/api/v1/listings/${shown}/pictures`)
      expect(body['items']).toMatchObject([
        { shows: [{ reference, bank: 'official', label: '', own: false }], withheld: false },
      ])
      const { body: comparison } = await analyst.get(`${address}/comparison?${beside}`)
      expect(comparison['reference']).toEqual({
        ...{ id: reference, bank: 'official', brand: 'prada', label: '', width: 640, height: 480 },
      })
      expect(comparison['match']).toMatchObject({ transformation: { mirrored: true } })
      expect((await getBytes(analyst, `${address}/picture?${beside}`)).statusCode).toBe(200)
      // Neither by itself, nor beside another offer, nor to a rival, nor in lists.
      const other = await send('beside-other', [serve('/other.jpg', await photograph(19))])
      await completed(other.id)
      for (const path of ['', '/picture', `/picture?listing=${other.id}&place=0`]) {
        expect((await getBytes(analyst, address + path)).statusCode).toBe(404)
      }
      expect((await getBytes(rival, `${address}/picture?${beside}`)).statusCode).toBe(404)
      expect((await analyst.get('/api/v1/picture-references')).body['items']).toEqual([])
      await share(false)
      expect((await getBytes(analyst, `${address}/picture?${beside}`)).statusCode).toBe(404)
    })

    test('of who has no claim on the brand says nothing of offers of others', async () => {
      const bytes = await photograph(11)
      const query = { bank: 'known-fake', brand: 'prada', label: '' }
      expect((await upload(rival, bytes, query)).status).toBe(201)
      const { id } = await send('unclaimed', [serve('/unclaimed.jpg', bytes)])
      expect(codes(await completed(id))).toEqual([])
    })

    test('says no more once the reference is removed, and again when that is taken back', async () => {
      const began = Date.now()
      expect((await holder.ask('DELETE', `/api/v1/picture-references/${reference}`)).status).toBe(
        200,
      )
      await until(async () => expect(codes(await read(shown))).toEqual([]))
      expect(Date.now() - began).toBeLessThan(30_000)
      await holder.post(`/api/v1/picture-references/${reference}/restore`)
      await until(async () => expect(codes(await read(shown))).toEqual(['image.official-photo']))
    })

    test('finds in offers of before what is added later', async () => {
      const bytes = await photograph(12)
      const { id } = await send('before', [serve('/before.jpg', await copyOf(bytes))])
      await completed(id)
      const added = await upload(holder, bytes, { bank: 'known-fake', brand: 'prada', label: '' })
      // On one person's word nobody is accused.
      expect(added.body).toMatchObject({ state: 'unconfirmed' })
      const reference = `/api/v1/picture-references/${added.body['id'] as string}`
      for (const change of [{ confirmed: true }, { quarantined: false }]) {
        expect((await holder.ask('PATCH', reference, change)).status).toBe(403)
      }
      await holder.ask('DELETE', reference)
      await holder.post(`${reference}/restore`)
      expect((await holder.get(reference)).body).toMatchObject({ state: 'unconfirmed' })
      expect(codes(await read(id))).toEqual([])
      const confirmed = await second.ask('PATCH', reference, { confirmed: true })
      expect(confirmed).toMatchObject({ status: 200, body: { state: 'live' } })
      await until(async () => expect(codes(await read(id))).toEqual(['image.known-fake']))
      expect(await read(id)).toMatchObject({ ceiling: 'review', verdict: 'review' })
    })

    test('quarantines what far more offers show than expected, until it is released', async () => {
      const bytes = await photograph(13)
      const { body } = await upload(holder, bytes, { bank: 'official', brand: 'prada', label: '' })
      const id = body['id'] as string
      await holder.ask('PATCH', `/api/v1/picture-references/${id}`, { expected: 1 })
      const url = serve('/flood.jpg', bytes)
      const sent: { id: string }[] = []
      // Offers count once the reference is looked for, and by day: they come until two count on one day.
      await until(async () => {
        sent.push(await send(`flood-${sent.length}`, [url]))
        const today = new Date().toISOString().slice(0, 10)
        const { body: now } = await holder.get(`/api/v1/picture-references/${id}`)
        const days = now['days'] as { day: string; offers: number }[]
        expect(now['state']).toBe('quarantined')
        expect(days.some(({ offers }) => offers > 1)).toBe(true)
        const offersToday = days.find(({ day }) => day === today)?.offers ?? 0
        expect(now['offersToday']).toBe(offersToday)
      })
      for (const one of sent) {
        await completed(one.id)
        await until(async () => expect(codes(await read(one.id))).toEqual([]))
      }
      const { body: log } = await holder.get('/api/v1/audit')
      expect(JSON.stringify(log)).toContain('picture-reference-quarantined')
      await holder.ask('PATCH', `/api/v1/picture-references/${id}`, { quarantined: false })
      for (const one of sent) {
        await until(async () => expect(codes(await read(one.id))).toEqual(['image.official-photo']))
      }
    })

    test('finds every copy among what was seen, and what two organisations have alike', async () => {
      const bytes = await photograph(15)
      const copies = [bytes, await copyOf(bytes), await copyOf(await copyOf(bytes))]
      const sent = []
      for (const [at, copy] of copies.entries()) {
        sent.push(await send(`many-${at}`, [serve(`/many-${at}.jpg`, copy)]))
      }
      for (const { id } of sent) await completed(id)
      const query = { bank: 'official', brand: 'prada', label: '' }
      // Another's, of a brand that it has no right to, hides nothing.
      expect((await upload(rival, await copyOf(bytes), query)).status).toBe(201)
      expect((await upload(rival, bytes, query)).status).toBe(201)
      expect((await upload(holder, bytes, query)).status).toBe(201)
      for (const { id } of sent) {
        await until(async () => expect(codes(await read(id))).toEqual(['image.official-photo']))
      }
      const { body } = await analyst.get(`/api/v1/listings/${sent[0]!.id}/pictures/0/elsewhere`)
      expect(body['items']).toHaveLength(2)
      const later = await send('many-later', [serve('/many-later.jpg', await copyOf(bytes))])
      expect(codes(await completed(later.id))).toEqual(['image.official-photo'])
    })

    test('takes a known fake from an offer that was decided on, and no other', async () => {
      const { id } = await send('fake', [serve('/fake.jpg', await photograph(14))])
      await completed(id)
      const asked = { listing: id, place: 0, bank: 'known-fake', brand: 'prada' }
      const post = () => holder.post('/api/v1/picture-references/from-offer', asked)
      expect((await post()).status).toBe(409)
      const { body } = await holder.post('/api/v1/decisions', { id, verdict: 'counterfeit' })
      const [decided] = body['results'] as { id: string }[]
      const added = await post()
      expect(added.status).toBe(201)
      await until(async () => expect(codes(await read(id))).toEqual(['image.known-fake']))
      // It rests on that decision, and falls with it.
      await holder.post('/api/v1/decisions/withdrawals', { decisions: [decided!.id] })
      await until(async () => expect(codes(await read(id))).toEqual([]))
      const reference = `/api/v1/picture-references/${added.body['id'] as string}`
      expect((await holder.get(reference)).body).toMatchObject({ state: 'quarantined' })
      const released = await holder.ask('PATCH', reference, { quarantined: false })
      expect(released.status).toBe(409)
    })
  })

  test('the pictures of a catalog’s products become official photographs, and go with them', async () => {
    const bytes = await photograph(30)
    const url = serve('/product.jpg', bytes)
    const brand = { id: 'prada', name: 'Prada' }
    const product = { id: 'p-30', brand: 'prada', name: 'Tote 30' }
    const put = (images: { url: string }[]) =>
      holder.post('/api/v1/catalog/import', {
        ...{ brands: [brand], products: [{ ...product, images }] },
      })
    expect((await put([{ url }, { url: `${host.url}/lost-product.jpg` }])).status).toBe(200)
    const { id } = await send('of-product', [serve('/of-product.jpg', await copyOf(bytes))])
    await until(async () => expect(codes(await read(id))).toEqual(['image.official-photo']))
    const missed = async () => (await holder.get('/api/v1/product-pictures')).body['items']
    const lost = { product: 'p-30', url: `${host.url}/lost-product.jpg` }
    await until(async () =>
      expect(await missed()).toMatchObject([
        { ...lost, name: 'Tote 30', state: 'failed', reason: 'its host does not hand it out' },
      ]),
    )
    expect((await rival.get('/api/v1/product-pictures')).body['items']).toEqual([])
    const again = (who: Browser) => who.post('/api/v1/product-pictures/again', lost)
    expect((await again(rival)).body).toEqual({ asked: false })
    serve('/lost-product.jpg', await photograph(31))
    expect((await again(holder)).body).toEqual({ asked: true })
    await until(async () => expect(await missed()).toEqual([]))
    const { body: log } = await holder.get('/api/v1/audit')
    expect(JSON.stringify(log)).toContain('product-picture-asked-again')
    const { body } = await holder.get('/api/v1/picture-references?bank=official&limit=10')
    expect(body['items']).toContainEqual(
      expect.objectContaining({ label: 'Tote 30', brand: 'prada', state: 'live' }),
    )
    expect((await put([])).status).toBe(200)
    await until(async () => expect(codes(await read(id))).toEqual([]))
  })

  test('are handed out with all else that is held of a seller', async () => {
    const of = { seller: { id: 'asks', name: 'Wilma Anders' }, marketplace: 'bazaar' }
    const { id } = await send('held', [serve('/held.jpg', await photograph(21))], of)
    await completed(id)
    const seller = { marketplace: 'bazaar', id: 'asks' }
    const { body } = await admin.post('/api/v1/privacy/access', { seller })
    const [held] = body['listings'] as { id: string; pictures: Record<string, unknown>[] }[]
    expect(held).toMatchObject({ id, pictures: [{ place: 0, reading: { width: 640 } }] })
    const address = held!.pictures[0]!['address'] as string
    expect((await getBytes(admin, address)).headers['content-type']).toBe('image/jpeg')
    expect(body).not.toHaveProperty('files')
    // The bytes as they came, for whom it concerns has no key to that address.
    const { body: whole } = await admin.post('/api/v1/privacy/access', { seller, files: true })
    const [file, ...others] = whole['files'] as HeldFile[]
    expect(others).toEqual([])
    expect(file).toMatchObject({ mediaType: 'image/jpeg', sha256: held!.pictures[0]!['sha256'] })
    expect(Buffer.from(file!.bytes, 'base64')).toEqual(host.pictures.get('/held.jpg'))
  })

  test('more of them than fit into an answer are left out, and it says which', async () => {
    const keep = (size: number, fill: number) => works.archive.keep(Buffer.alloc(size, fill))
    const mebibyte = 1024 * 1024
    const digests = [await keep(9 * mebibyte, 1), await keep(8 * mebibyte, 2), await keep(10, 3)]
    const [large, larger, small] = digests as [string, string, string]
    const gone = 'f'.repeat(64)
    const { files, omitted } = await heldFiles(works.archive)([...digests, large, gone])
    expect(files.map(({ sha256 }) => sha256)).toEqual([large, small])
    expect([...omitted]).toEqual([
      [larger, 'limit'],
      [gone, 'gone'],
    ])
    for (const digest of digests) await works.archive.remove(digest)
  })

  test('a name that stands on a reference and is hidden in a copy is a sign of its own', async () => {
    const named = await withName(await photograph(61))
    await upload(holder, named, { bank: 'official', brand: 'prada' })
    const copy = await sharp(await hiding(named))
      .flop()
      .jpeg({ quality: 80 })
      .toBuffer()
    const { id } = await send('hides-name', [serve('/hides.jpg', copy)])
    const known = await until(async () => {
      const said = await read(id)
      expect(codes(said)).toContain('image.official-photo')
      return said
    })
    expect(codes(known)).toContain('image.mark-hidden')
    const { evidence } = known.signals.find(({ code }) => code === 'image.mark-hidden') ?? {}
    expect(evidence).toMatchObject({ image: 0, reference: 'prada' })
    // Of the mirrored copy, where it would stand.
    const [left = 0, top = 0, width = 0, height = 0] = evidence?.box ?? []
    expect(left).toBeGreaterThan((640 - 424) / 640)
    expect(left + width).toBeLessThan((640 - 216) / 640)
    expect(top).toBeGreaterThan(180 / 480)
    expect(top + height).toBeLessThan(260 / 480)
    expect(width).toBeGreaterThan(0.2)
    // A copy that shows it has no such sign.
    const plain = await send('shows-name', [
      serve('/shows.jpg', await sharp(named).resize(500).jpeg().toBuffer()),
    ])
    expect(codes(await completed(plain.id))).toEqual(['image.official-photo'])
  })

  test('pictures that no offer shows any more are deleted', async () => {
    const { id } = await send('gone', [serve('/gone.jpg', await photograph(20))])
    await completed(id)
    const digestOf = async (): Promise<string | undefined> => {
      const { rows } = await asOperator(store, (handle) =>
        sql<{ digest: string }>`
          select encode(digest, 'hex') as digest from listing_pictures
          where listing_id = ${id}::uuid`.execute(handle),
      )
      return rows[0]?.digest
    }
    const digest = await digestOf()
    const later = Date.now() + 2 * 3_600_000
    await sweepPictures({ store, works, now: later })
    expect(await works.archive.has(digest!, 'bytes')).toBe(true)
    await send('gone', [])
    expect(await digestOf()).toBeUndefined()
    expect(await sweepPictures({ store, works, now: later })).toBeGreaterThan(0)
    for (const part of ['bytes', 'facts', 'description'] as const) {
      expect(await works.archive.has(digest!, part)).toBe(false)
    }
  })

  test('nothing failed beside', () => {
    expect(faults).toEqual([])
  })
})
