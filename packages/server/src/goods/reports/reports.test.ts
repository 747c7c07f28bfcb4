import type { ListedReportView, ReportReceiptView, ReportView } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation, newStandingClaim, operator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { Browser, newApi, newMember } from '../../../test/users.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { bindGtinPrefixes } from '../gtin-prefixes/index.ts'
import { purgeReports } from './purge-reports.ts'

const gtin = '09521234000013'
let networks = 0

/** Of another network each time. */
const nextAddress = (): string => `198.51.100.${++networks}`

/** A photo as a phone makes it, with the place where it was taken. */
const phonePhoto = async (): Promise<Buffer> =>
  sharp({ create: { width: 64, height: 48, channels: 3, background: '#c04030' } })
    .withExif({ IFD0: { Make: 'Phonemaker' }, IFD3: { GPSLatitude: '48/1 51/1 0/1' } })
    .jpeg()
    .toBuffer()

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let ana: Browser
  let auditor: Browser
  let rival: Browser

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    app = newApi(store)
    await newOrganisation(store, 'maker', { kind: 'rights-holder', name: 'Maker & Sons' })
    await newOrganisation(store, 'rival', { kind: 'rights-holder' })
    const input = { organisation: 'maker', prefixes: ['9521234'] }
    await asOperator(store, (handle) => bindGtinPrefixes({ handle, actor: operator, input }))
    ana = await newMember(app, store, 'maker', 'ana@maker.example')
    auditor = await newMember(app, store, 'maker', 'aud@maker.example', {
      roles: ['auditor'],
    })
    rival = await newMember(app, store, 'rival', 'riv@rival.example')
    const range = { kind: 'range', gtin, batch: 'LOT', prefix: 'S', first: '1000', last: '1999' }
    await ana.post('/api/v1/codes', range)
  })
  afterAll(async () => {
    await app?.close()
    await store?.close()
  })

  const codeOf = (serial: string): string => `(01)${gtin}(21)${serial}`
  const post = (body: object, address = nextAddress()) =>
    new Browser(app, address).post('/api/v1/reports', {
      category: 'clothing',
      text: 'The seam is open.',
      ...body,
    })
  const send = async (body: object, address?: string): Promise<string> => {
    const { status, body: sent } = await post(body, address)
    expect([status, sent]).toMatchObject([201, { maker: 'Maker & Sons' }])
    return sent['receipt'] as string
  }
  const follow = (receipt: string) =>
    new Browser(app, nextAddress()).post('/api/v1/report-receipts', { receipt })
  const list = async (query = ''): Promise<ListedReportView[]> =>
    (await ana.get(`/api/v1/reports?limit=200${query}`)).body['items'] as ListedReportView[]
  const idOf = async (serial: string): Promise<string> =>
    (await list()).find((report) => report.serial === serial)!.id
  const act = (id: string, action: object, more = {}, by = ana) =>
    by.post(`/api/v1/reports/${id}/actions`, { action, ...more })

  test('a buyer reports goods, is answered, adds, and erases it all', async () => {
    const photo = await phonePhoto()
    const receipt = await send({
      code: codeOf('S1001'),
      category: 'cosmetics',
      isHurt: true,
      country: 'FR',
      text: 'It burned on my skin.',
      contact: 'buyer@mail.example',
      photos: [photo.toString('base64')],
    })
    const id = await idOf('S1001')
    const read = await ana.get(`/api/v1/reports/${id}`)
    expect(read.body).toMatchObject({
      danger: 'harm',
      sources: 1,
      text: 'It burned on my skin.',
      contact: 'buyer@mail.example',
      photos: 1,
      safetyContact: { country: 'FR', verified: false },
    })
    const answer = { type: 'answer', text: 'Please stop using it.' }
    const { version } = read.body as ReportView
    expect(await act(id, answer, { expectedVersion: version + 1 })).toMatchObject({
      status: 409,
      body: { code: 'version-mismatch' },
    })
    expect(await act(id, answer, { expectedVersion: version })).toMatchObject({ status: 200 })
    const followed = (await follow(receipt)).body as ReportReceiptView
    expect(followed).toMatchObject({
      state: 'answered',
      maker: 'Maker & Sons',
      messages: [{ by: 'maker', text: 'Please stop using it.' }],
    })
    const stored = Buffer.from(followed.photos[0]!, 'base64')
    expect((await sharp(photo).metadata()).exif).toBeDefined()
    expect((await sharp(stored).metadata()).exif).toBeUndefined()
    const more = { receipt, text: 'I have thrown it away.' }
    const added = await new Browser(app).post('/api/v1/report-receipts/messages', more)
    expect(added).toMatchObject({
      status: 201,
      body: { state: 'open', messages: [{ by: 'maker' }, { by: 'reporter' }] },
    })
    const erased = await new Browser(app).post('/api/v1/report-receipts/erasures', { receipt })
    expect(erased.status).toBe(200)
    expect((await follow(receipt)).status).toBe(404)
    expect((await ana.get(`/api/v1/reports/${id}`)).status).toBe(404)
    const left = await asOperator(store, (handle) =>
      sql`select from item_report_photos where report_id = ${id}::uuid`.execute(handle),
    )
    expect(left.rows).toEqual([])
  })

  test('danger to health comes first, then what independent sources confirm', async () => {
    await send({ code: codeOf('S1101') })
    await send({ code: codeOf('S1102') })
    await send({ code: codeOf('S1102') })
    await send({ code: codeOf('S1103'), category: 'toys' })
    await send({ code: codeOf('S1104'), isHurt: true })
    const serials = (await list()).map(({ serial }) => serial).filter((one) => /S110/.test(one!))
    expect(serials).toEqual(['S1104', 'S1103', 'S1102', 'S1102', 'S1101'])
    const first = await ana.get('/api/v1/reports?limit=2')
    const next = await ana.get(`/api/v1/reports?limit=200&after=${first.body['next'] as string}`)
    const both = [first, next].flatMap(({ body }) => body['items'] as ListedReportView[])
    expect(both).toEqual(await list())
  })

  test('one source weighs once, and what is closed as unfounded nothing', async () => {
    const address = nextAddress()
    await send({ code: codeOf('S1201') }, address)
    await send({ code: codeOf('S1201') }, address)
    const sources = async (): Promise<number[]> =>
      (await list()).filter(({ serial }) => serial === 'S1201').map((one) => one.sources)
    expect(await sources()).toEqual([1, 1])
    const unfounded = await send({ code: codeOf('S1201') })
    expect(await sources()).toEqual([2, 2, 2])
    const { items } = (await ana.get('/api/v1/reports?limit=200')).body as {
      items: ListedReportView[]
    }
    const last = items
      .filter(({ serial }) => serial === 'S1201')
      .toSorted((a, b) => (a.receivedAt < b.receivedAt ? 1 : -1))[0]!
    await act(last.id, { type: 'close-unfounded', reason: 'This is another maker’s bag.' })
    expect(await sources()).toEqual([1, 1])
    expect((await follow(unfounded)).body).toMatchObject({
      state: 'unfounded',
      reason: 'This is another maker’s bag.',
    })
  })

  test('only what is unfounded in bulk is slowed', async () => {
    const [crowd, flood] = [nextAddress(), nextAddress()]
    for (let unit = 0; unit < 8; unit++) await send({ code: codeOf(`S13${unit}0`) }, crowd)
    for (let times = 0; times < 5; times++) await send({ code: codeOf('S1399') }, flood)
    const refused = { status: 429, body: { code: 'request-rate-exceeded' } }
    expect(await post({ code: codeOf('S1399') }, flood)).toMatchObject(refused)
    const smear = nextAddress()
    for (const serial of ['S1401', 'S1402', 'S1403']) {
      await send({ code: codeOf(serial) }, smear)
      await act(await idOf(serial), { type: 'close-unfounded', reason: 'Nothing is wrong.' })
    }
    expect(await post({ code: codeOf('S1404') }, smear)).toMatchObject(refused)
    await send({ code: codeOf('S1404') })
  })

  test('a listing is reported to its maker by name, or by its brand', async () => {
    const listing = 'https://shop.example/bag#photos'
    await newStandingClaim(store, 'maker', 'velmora-paris')
    for (const maker of ['maker & sons', 'MAKER', 'Velmora Paris']) await send({ listing, maker })
    const reports = (await list()).filter((report) => report.listing !== null)
    expect(reports.map((report) => [report.listing, report.sources])).toEqual(
      reports.map(() => ['https://shop.example/bag', 3]),
    )
    expect(await post({ listing, maker: 'Nobody' })).toMatchObject({
      status: 404,
      body: { pointer: '/maker' },
    })
    expect(await post({ listing: 'javascript:alert(1)', maker: 'maker' })).toMatchObject({
      body: { code: 'address-invalid' },
    })
    expect(await post({ listing })).toMatchObject({ body: { pointer: '/maker' } })
    expect(await post({ maker: 'maker' })).toMatchObject({ status: 422 })
  })

  test('whoever holds the goods contests with them in hand, and is cleared', async () => {
    const receipt = await send({ kind: 'contest', code: codeOf('S1901'), text: 'I hold it.' })
    const id = await idOf('S1901')
    expect((await ana.get(`/api/v1/reports/${id}`)).body).toMatchObject({
      kind: 'contest',
      sources: 0,
    })
    await act(id, { type: 'clear', text: 'The item in your photos is the one that we made.' })
    expect((await follow(receipt)).body).toMatchObject({ state: 'cleared', messages: [{}] })
    expect(await post({ kind: 'contest', code: gtin })).toMatchObject({ status: 422 })
    await send({ code: codeOf('S1902') })
    const problem = await idOf('S1902')
    expect((await act(problem, { type: 'clear', text: 'Fine.' })).status).toBe(422)
  })

  test.each([
    ['a text', Buffer.from('no picture at all')],
    ['a picture cut short', Buffer.from('\u0089PNG\r\n\u001a\n', 'latin1')],
  ])('%s is refused as a photo, and nothing is stored', async (_, bytes) => {
    const photos = [bytes.toString('base64')]
    expect(await post({ code: codeOf('S1501'), photos })).toMatchObject({
      status: 422,
      body: { code: 'image-rejected', pointer: '/photos/0' },
    })
    expect((await list()).some(({ serial }) => serial === 'S1501')).toBe(false)
  })

  test('a report goes into a case, which never holds its text', async () => {
    await send({ code: codeOf('S1601'), text: 'My name is Mira.' })
    const id = await idOf('S1601')
    const { body } = await act(id, { type: 'put-into-case' })
    const caseId = body['case'] as string
    expect((await ana.get(`/api/v1/cases/${caseId}`)).body).toMatchObject({
      title: `(01)${gtin}(21)S1601`,
      about: 'product',
    })
    const record = JSON.stringify((await ana.get(`/api/v1/cases/${caseId}/timeline`)).body)
    expect(record).toContain(id)
    expect(record).not.toContain('Mira')
    expect((await list(`&case=${caseId}`)).map((one) => one.id)).toEqual([id])
    const other = { type: 'put-into-case', case: '4c1d7e90-3b2a-4f6c-8d5e-9a0b1c2d3e41' }
    expect((await act(id, other)).status).toBe(404)
  })

  test('others see nothing, and auditors only read', async () => {
    await send({ code: codeOf('S1701'), photos: [(await phonePhoto()).toString('base64')] })
    const id = await idOf('S1701')
    const answer = { type: 'answer', text: 'Thank you.' }
    expect((await rival.get(`/api/v1/reports/${id}`)).status).toBe(404)
    expect((await rival.get(`/api/v1/reports/${id}/photos/0`)).status).toBe(404)
    expect((await act(id, answer, {}, rival)).status).toBe(404)
    expect((await rival.get('/api/v1/reports')).body['items']).toEqual([])
    expect((await auditor.get(`/api/v1/reports/${id}`)).status).toBe(200)
    expect((await act(id, answer, {}, auditor)).status).toBe(403)
  })

  test('reports are deleted after their period, and no address is ever stored', async () => {
    const receipt = await send({ code: codeOf('S1801') }, '203.0.113.77')
    const rows = await asOperator(store, (handle) =>
      sql`select r::text as row from item_reports r where serial = 'S1801'`.execute(handle),
    )
    expect(JSON.stringify(rows.rows)).not.toContain('203.0.113')
    await asOperator(store, (handle) =>
      sql`
        update item_reports set changed_at = now() - interval '399 days'
        where serial = 'S1801'`.execute(handle),
    )
    await purgeReports(store)
    expect((await follow(receipt)).status).toBe(200)
    await asOperator(store, (handle) =>
      sql`
        update item_reports set changed_at = now() - interval '401 days'
        where serial = 'S1801'`.execute(handle),
    )
    await purgeReports(store)
    expect((await follow(receipt)).status).toBe(404)
  })
})
