import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { sql } from 'kysely'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { asOperator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import type { Browser } from '../../../test/users.ts'
import { copyOf, photograph } from '../../../test/photographs.ts'
import { storedImageFiles, sweepImages, type StoredImageFile } from '../../images/pipeline/index.ts'
import { imageSignalCodes, ImageFixture, waitUntil } from './test/image-fixture.ts'
import { referenceImageTests } from './test/reference-image-tests.ts'

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

onOneEngine((engine) => {
  const gallery = ImageFixture.on(engine)
  const { serve, send, read, completed, upload, getBytes } = gallery

  test('a listing is assessed at once, and again when its pictures were examined', async () => {
    const { host } = gallery
    const { id, assessment } = await send('plain', [serve('/plain.jpg', await photograph(1))])
    expect(assessment).toMatchObject({ complete: false, waitsFor: ['pictures'] })
    expect(assessment.verdict).toBe('clear')
    const said = await completed(id)
    expect(said).not.toHaveProperty('waitsFor')
    expect(said.silent).not.toContain('image')
    const again = await send('plain', [`${host.url}/plain.jpg`])
    expect(again.assessment).toMatchObject({ complete: true })
    // The same picture in a listing with other text.
    await send('plain', [`${host.url}/plain.jpg`], { title: 'Prada wallet, black' })
    await completed(id)
    expect(host.asked.filter((path) => path === '/plain.jpg')).toHaveLength(1)
  })

  test('one picture is fetched and stored once, however many listings show it', async () => {
    const { host, analyst } = gallery
    const url = serve('/once.jpg', await photograph(2))
    const first = await send('once-1', [url])
    await completed(first.id)
    const others = await Promise.all(['once-2', 'once-3'].map((id) => send(id, [url])))
    for (const { id } of others) await completed(id)
    expect(host.asked.filter((path) => path === '/once.jpg')).toHaveLength(1)
    const { body } = await analyst.get(`/api/v1/listings/${first.id}/images/0/other-listings`)
    const items = body['items'] as { listing: string; kind: string }[]
    expect(new Set(items.map(({ listing }) => listing))).toEqual(
      new Set(others.map(({ id }) => id)),
    )
  })

  test('a stored picture has a thumbnail for whoever may see the listing', async () => {
    const { analyst, holder, rival, host, store, works } = gallery
    const photo = await sharp(await photograph(5))
      .withExif({ IFD0: { Artist: 'Wilma Anders' } })
      .jpeg()
      .toBuffer()
    const { id } = await send('small', [serve('/small.jpg', photo)])
    const gone = await send('small-lost', [`${host.url}/small-lost.jpg`])
    const bare = await send('small-none', [])
    const elsewhere = await send('small-gucci', [], { title: 'Gucci belt' })
    await completed(id)
    const ids = [id, gone.id, bare.id, elsewhere.id, randomUUID()]
    const url = `/api/v1/listing-thumbnails?listings=${ids.join()}`
    const listed = (who: Browser) => waitUntil(async () => (await who.get(url)).body['items'])
    await waitUntil(async () =>
      expect(await listed(analyst)).toContainEqual({
        listing: gone.id,
        place: 0,
        state: 'failed',
        reason: 'its host does not deliver it',
        address: null,
      }),
    )
    const items = (await listed(analyst)) as { listing: string; address: string | null }[]
    expect(new Set(items.map(({ listing }) => listing))).toEqual(new Set(ids.slice(0, 4)))
    expect(items).toContainEqual({
      listing: bare.id,
      place: null,
      state: 'none',
      reason: null,
      address: null,
    })
    const own = items.find(({ listing }) => listing === id)!
    expect(own).toMatchObject({ place: 0, state: 'stored', reason: null })
    const { statusCode, headers, rawPayload } = await getBytes(analyst, own.address!)
    expect(statusCode).toBe(200)
    expect(headers).toMatchObject({
      'content-type': 'image/webp',
      'content-security-policy': "default-src 'none'; sandbox",
      'cross-origin-resource-policy': 'same-origin',
      'cache-control': 'private, max-age=3600, immutable',
    })
    const { width, height, exif } = await sharp(rawPayload).metadata()
    expect([width, height, exif]).toEqual([240, 180, undefined])
    // The same address until the hour is over, so that browsers keep it.
    expect(await listed(analyst)).toContainEqual(own)
    // A rights holder reads of its brand what the matrix gives; the address is each reader's alone.
    const theirs = (await listed(holder)) as { listing: string; address: string | null }[]
    const shown = theirs.find(({ listing }) => listing === id)!
    expect(theirs.map(({ listing }) => listing)).not.toContain(elsewhere.id)
    expect((await getBytes(holder, shown.address!)).statusCode).toBe(200)
    expect((await getBytes(rival, own.address!)).statusCode).toBe(404)
    expect((await getBytes(holder, own.address!)).statusCode).toBe(404)
    expect(await listed(rival)).toEqual([
      expect.objectContaining({ listing: elsewhere.id, state: 'none' }),
    ])
    expect((await gallery.app.inject({ url: own.address! })).statusCode).toBe(401)

    // One that was described before there were thumbnails gets its own when it is first shown.
    const { rows } = await asOperator(store, (handle) =>
      sql<{ digest: string }>`select encode(digest, 'hex') as digest from listing_pictures
        where listing_id = ${id}::uuid`.execute(handle),
    )
    const { digest } = rows[0]!
    rmSync(works.archive.pathOf(digest, 'thumbnail'))
    const again = await Promise.all([1, 2, 3].map(() => getBytes(analyst, own.address!)))
    expect(again.map(({ statusCode: status }) => status)).toEqual([200, 200, 200])
    expect(await works.archive.has(digest, 'thumbnail')).toBe(true)

    // Erased with the picture.
    await send('small', [])
    await sweepImages({ store, works, now: Date.now() + 2 * 3_600_000 })
    expect(await works.archive.has(digest, 'thumbnail')).toBe(false)
    expect((await getBytes(analyst, own.address!)).statusCode).toBe(404)
    const { body: log } = await gallery.admin.get('/api/v1/audit')
    expect(log['items']).toContainEqual(expect.objectContaining({ detail: { count: 1 } }))
  })

  test('a slow host and one that fails delay no word and no other host', async () => {
    const { host, analyst } = gallery
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
    await waitUntil(async () => {
      const { body } = await analyst.get(`/api/v1/listings/${lost.id}/images`)
      expect(body['items']).toMatchObject([
        { state: 'failed', reason: 'its host does not deliver it', shows: [], reading: null },
      ])
    })
    // Once, plus two retries.
    expect(host.asked.filter((path) => path === '/lost.jpg')).toHaveLength(3)
  })

  referenceImageTests(gallery)

  test('the pictures of a catalog’s products become official photographs, and go with them', async () => {
    const { host, holder, rival } = gallery
    const bytes = await photograph(30)
    const url = serve('/product.jpg', bytes)
    const brand = { id: 'prada', name: 'Prada' }
    const product = { id: 'p-30', brand: 'prada', name: 'Tote 30' }
    const put = (images: { url: string }[]) =>
      holder.post('/api/v1/catalog/imports', {
        brands: [brand],
        products: [{ ...product, images }],
      })
    expect((await put([{ url }, { url: `${host.url}/lost-product.jpg` }])).status).toBe(200)
    const { id } = await send('of-product', [serve('/of-product.jpg', await copyOf(bytes))])
    await waitUntil(async () =>
      expect(imageSignalCodes(await read(id))).toEqual(['image.official-photo']),
    )
    const missed = async () => (await holder.get('/api/v1/product-images')).body['items']
    const lost = { product: 'p-30', url: `${host.url}/lost-product.jpg` }
    await waitUntil(async () =>
      expect(await missed()).toMatchObject([
        { ...lost, name: 'Tote 30', state: 'failed', reason: 'its host does not deliver it' },
      ]),
    )
    expect((await rival.get('/api/v1/product-images')).body['items']).toEqual([])
    const again = (who: Browser) => who.post('/api/v1/product-images/retries', lost)
    expect((await again(rival)).body).toEqual({ asked: false })
    serve('/lost-product.jpg', await photograph(31))
    expect((await again(holder)).body).toEqual({ asked: true })
    await waitUntil(async () => expect(await missed()).toEqual([]))
    const { body: log } = await holder.get('/api/v1/audit')
    expect(JSON.stringify(log)).toContain('product-picture-asked-again')
    const { body } = await holder.get('/api/v1/reference-images?bank=official&limit=10')
    expect(body['items']).toContainEqual(
      expect.objectContaining({ label: 'Tote 30', brand: 'prada', state: 'live' }),
    )
    expect((await put([])).status).toBe(200)
    await waitUntil(async () => expect(imageSignalCodes(await read(id))).toEqual([]))
  })

  test('are handed out with all else that is held of a seller', async () => {
    const { host, admin } = gallery
    const of = { seller: { id: 'asks', name: 'Wilma Anders' }, marketplace: 'bazaar' }
    const { id } = await send('held', [serve('/held.jpg', await photograph(21))], of)
    await completed(id)
    const seller = { marketplace: 'bazaar', id: 'asks' }
    const { body } = await admin.post('/api/v1/privacy/access-requests', { seller })
    const [held] = body['listings'] as { id: string; pictures: Record<string, unknown>[] }[]
    expect(held).toMatchObject({ id, pictures: [{ place: 0, reading: { width: 640 } }] })
    const address = held!.pictures[0]!['address'] as string
    expect((await getBytes(admin, address)).headers['content-type']).toBe('image/jpeg')
    expect(body).not.toHaveProperty('files')
    // The bytes as fetched, since the data subject has no access to the original address.
    const { body: whole } = await admin.post('/api/v1/privacy/access-requests', {
      seller,
      files: true,
    })
    const [file, ...others] = whole['files'] as StoredImageFile[]
    expect(others).toEqual([])
    expect(file).toMatchObject({ mediaType: 'image/jpeg', sha256: held!.pictures[0]!['sha256'] })
    expect(Buffer.from(file!.bytes, 'base64')).toEqual(host.pictures.get('/held.jpg'))
  })

  test('references beyond the limit of an answer are left out, and the answer states which', async () => {
    const { works } = gallery
    const keep = (size: number, fill: number) => works.archive.store(Buffer.alloc(size, fill))
    const mebibyte = 1024 * 1024
    const digests = [await keep(9 * mebibyte, 1), await keep(8 * mebibyte, 2), await keep(10, 3)]
    const [large, larger, small] = digests as [string, string, string]
    const gone = 'f'.repeat(64)
    const { files, omitted } = await storedImageFiles(works.archive)([...digests, large, gone])
    expect(files.map(({ sha256 }) => sha256)).toEqual([large, small])
    expect([...omitted]).toEqual([
      [larger, 'limit'],
      [gone, 'gone'],
    ])
    for (const digest of digests) await works.archive.remove(digest)
  })

  test('a name on a reference that a copy hides is a separate sign', async () => {
    const { holder } = gallery
    const named = await withName(await photograph(61))
    await upload(holder, named, { bank: 'official', brand: 'prada' })
    const copy = await sharp(await hiding(named))
      .flop()
      .jpeg({ quality: 80 })
      .toBuffer()
    const { id } = await send('hides-name', [serve('/hides.jpg', copy)])
    const known = await waitUntil(async () => {
      const said = await read(id)
      expect(imageSignalCodes(said)).toContain('image.official-photo')
      return said
    })
    expect(imageSignalCodes(known)).toContain('image.mark-hidden')
    const { evidence } = known.signals.find(({ code }) => code === 'image.mark-hidden') ?? {}
    expect(evidence).toMatchObject({ image: 0, reference: 'prada' })
    // Where the mark would be in the mirrored copy.
    const [left = 0, top = 0, width = 0, height = 0] = evidence?.box ?? []
    expect(left).toBeGreaterThan((640 - 424) / 640)
    expect(left + width).toBeLessThan((640 - 216) / 640)
    expect(top).toBeGreaterThan(180 / 480)
    expect(top + height).toBeLessThan(260 / 480)
    expect(width).toBeGreaterThan(0.2)
    // A copy that shows the mark has no such signal.
    const plain = await send('shows-name', [
      serve('/shows.jpg', await sharp(named).resize(500).jpeg().toBuffer()),
    ])
    expect(imageSignalCodes(await completed(plain.id))).toEqual(['image.official-photo'])
  })

  test('pictures that no listing shows any more are deleted', async () => {
    const { store, works } = gallery
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
    await sweepImages({ store, works, now: later })
    expect(await works.archive.has(digest!, 'bytes')).toBe(true)
    await send('gone', [])
    expect(await digestOf()).toBeUndefined()
    expect(await sweepImages({ store, works, now: later })).toBeGreaterThan(0)
    for (const part of ['bytes', 'facts', 'description', 'thumbnail'] as const) {
      expect(await works.archive.has(digest!, part)).toBe(false)
    }
  })

  test('nothing else failed', () => {
    const { faults } = gallery
    expect(faults).toEqual([])
  })
})
