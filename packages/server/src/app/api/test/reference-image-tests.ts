import { createHash } from 'node:crypto'
import { statSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { copyOf, photograph } from '../../../../test/photographs.ts'
import { imageSignalCodes, waitUntil, type ImageFixture } from './image-fixture.ts'

/** What a bank accepts, what it finds, and who sees the findings. */
export function referenceImageTests(gallery: ImageFixture): void {
  const { serve, send, read, completed, upload, getBytes } = gallery

  describe('a bank', () => {
    let reference: string
    let shown: string

    test('accepts only pictures, from those who may add them, each once', async () => {
      const { holder } = gallery
      const bytes = await photograph(10)
      const query = { bank: 'official', brand: 'prada', label: 'Spring' }
      expect((await upload(holder, Buffer.from('<svg/>'), query)).status).toBe(422)
      expect((await upload(holder, bytes.subarray(0, 40), query)).status).toBe(422)
      expect((await upload(holder, bytes, { bank: 'official' })).body).toMatchObject({
        pointer: '/brand',
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

    test('describes a picture anew for who has not kept it, so that the time tells nothing', async () => {
      const { holder, rival, works } = gallery
      const bytes = await photograph(10)
      const digest = createHash('sha256').update(bytes).digest('hex')
      const describedAt = (): number =>
        statSync(works.archive.pathOf(digest, 'description')).mtimeMs
      const first = describedAt()
      const again = { bank: 'official', brand: 'prada', label: 'Spring' }
      expect((await upload(holder, bytes, again)).status).toBe(200)
      expect(describedAt()).toBe(first)
      const query = { bank: 'official', brand: 'gucci', label: 'Summer' }
      const added = await upload(rival, bytes, query)
      expect(added.status).toBe(201)
      expect(describedAt()).toBeGreaterThan(first)
      const own = await upload(rival, await photograph(61), query)
      expect(Object.keys(added.body)).toEqual(Object.keys(own.body))
      for (const { body } of [added, own]) {
        const address = `/api/v1/reference-images/${String(body['id'])}`
        expect((await rival.ask('DELETE', address)).status).toBeLessThan(300)
      }
    })

    test('speaks of an edited copy, and shows who may see it why', async () => {
      const { holder } = gallery
      const copy = await copyOf(await photograph(10))
      const { id } = await send('copy', [serve('/copy.jpg', copy)])
      shown = id
      const said = await completed(id)
      expect(imageSignalCodes(said)).toEqual(['image.official-photo'])
      // A brand's own photograph conflicts with the brand's wishes, and is not evidence of counterfeiting.
      expect(['clear', 'ask-proof']).toContain(said.ceiling)
      expect(imageSignalCodes(await read(id, holder))).toEqual(['image.official-photo'])

      const { body: pictures } = await holder.get(`/api/v1/listings/${id}/images`)
      expect(pictures['items']).toMatchObject([
        { state: 'kept', shows: [{ reference, bank: 'official', label: 'Spring' }] },
      ])
      const { body: comparison } = await holder.get(
        `/api/v1/reference-images/${reference}/comparison?listing=${id}&place=0`,
      )
      const { match } = comparison as { match: Record<string, unknown> }
      expect(match).toMatchObject({ transformation: { mirrored: true } })
      expect(match['score']).toBeGreaterThan(0.9)
      expect((match['picturePolygon'] as unknown[]).length).toBeGreaterThanOrEqual(3)
      const points = match['picturePoints'] as unknown[]
      expect(points.length).toBeGreaterThan(10)
      expect(match['referencePoints']).toHaveLength(points.length)
      for (const url of [
        `/api/v1/reference-images/${reference}/image`,
        `/api/v1/listings/${id}/images/0/stored-copy`,
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

    test('is known to no one else', async () => {
      const { analyst, rival } = gallery
      for (const other of [rival, analyst]) {
        const { body } = await other.get('/api/v1/reference-images')
        expect(body['items']).toEqual([])
        for (const path of ['', '/image', `/comparison?listing=${shown}&place=0`]) {
          const { status } = await other.get(`/api/v1/reference-images/${reference}${path}`)
          expect(status).toBe(404)
        }
      }
      // The marketplace sees the finding, but not which reference matched.
      const { body } = await analyst.get(`/api/v1/listings/${shown}/images`)
      expect(body['items']).toMatchObject([{ shows: [], withheld: true }])
      expect(JSON.stringify(await analyst.get(`/api/v1/listings/${shown}`))).not.toContain(
        reference,
      )
    })

    test('is shown to the marketplace only beside its own listing, if its owner shares it', async () => {
      const { analyst, holder, rival } = gallery
      const address = `/api/v1/reference-images/${reference}`
      const beside = `listing=${shown}&place=0`
      const share = (to: boolean) => holder.ask('PATCH', address, { shared: to })
      expect((await share(true)).body).toMatchObject({ shared: true })
      const { body } = await analyst.get(`/api/v1/listings/${shown}/images`)
      expect(body['items']).toMatchObject([
        { shows: [{ reference, bank: 'official', label: '', own: false }], withheld: false },
      ])
      const { body: comparison } = await analyst.get(`${address}/comparison?${beside}`)
      expect(comparison['reference']).toEqual({
        id: reference,
        bank: 'official',
        brand: 'prada',
        label: '',
        width: 640,
        height: 480,
      })
      expect(comparison['match']).toMatchObject({ transformation: { mirrored: true } })
      expect((await getBytes(analyst, `${address}/image?${beside}`)).statusCode).toBe(200)
      // Neither alone, nor beside another listing, nor to a rival, nor in lists.
      const other = await send('beside-other', [serve('/other.jpg', await photograph(19))])
      await completed(other.id)
      for (const path of ['', '/image', `/image?listing=${other.id}&place=0`]) {
        expect((await getBytes(analyst, address + path)).statusCode).toBe(404)
      }
      expect((await getBytes(rival, `${address}/image?${beside}`)).statusCode).toBe(404)
      expect((await analyst.get('/api/v1/reference-images')).body['items']).toEqual([])
      await share(false)
      expect((await getBytes(analyst, `${address}/image?${beside}`)).statusCode).toBe(404)
    })

    test('without a claim on the brand it says nothing of listings of others', async () => {
      const { rival } = gallery
      const bytes = await photograph(11)
      const query = { bank: 'known-fake', brand: 'prada', label: '' }
      expect((await upload(rival, bytes, query)).status).toBe(201)
      const { id } = await send('unclaimed', [serve('/unclaimed.jpg', bytes)])
      expect(imageSignalCodes(await completed(id))).toEqual([])
    })

    test('says no more once the reference is removed, and again when that is taken back', async () => {
      const { holder } = gallery
      expect((await holder.ask('DELETE', `/api/v1/reference-images/${reference}`)).status).toBe(200)
      await waitUntil(async () => expect(imageSignalCodes(await read(shown))).toEqual([]))
      await holder.post(`/api/v1/reference-images/${reference}/actions`, {
        action: { type: 'restore' },
      })
      await waitUntil(async () =>
        expect(imageSignalCodes(await read(shown))).toEqual(['image.official-photo']),
      )
    })

    test('finds earlier listings with a reference added later', async () => {
      const { holder, second } = gallery
      const bytes = await photograph(12)
      const { id } = await send('before', [serve('/before.jpg', await copyOf(bytes))])
      await completed(id)
      const added = await upload(holder, bytes, { bank: 'known-fake', brand: 'prada', label: '' })
      // One person's word accuses nobody.
      expect(added.body).toMatchObject({ state: 'unconfirmed' })
      const reference = `/api/v1/reference-images/${added.body['id'] as string}`
      for (const change of [{ confirmed: true }, { quarantined: false }]) {
        expect((await holder.ask('PATCH', reference, change)).status).toBe(403)
      }
      await holder.ask('DELETE', reference)
      await holder.post(`${reference}/actions`, { action: { type: 'restore' } })
      expect((await holder.get(reference)).body).toMatchObject({ state: 'unconfirmed' })
      expect(imageSignalCodes(await read(id))).toEqual([])
      const confirmed = await second.ask('PATCH', reference, { confirmed: true })
      expect(confirmed).toMatchObject({ status: 200, body: { state: 'live' } })
      await waitUntil(async () =>
        expect(imageSignalCodes(await read(id))).toEqual(['image.known-fake']),
      )
      expect(await read(id)).toMatchObject({ ceiling: 'review', verdict: 'review' })
    })

    test('quarantines a reference that far more listings show than expected, until it is released', async () => {
      const { holder } = gallery
      const bytes = await photograph(13)
      const { body } = await upload(holder, bytes, { bank: 'official', brand: 'prada', label: '' })
      const id = body['id'] as string
      await holder.ask('PATCH', `/api/v1/reference-images/${id}`, { expected: 1 })
      const url = serve('/flood.jpg', bytes)
      const sent: { id: string }[] = []
      // Listings count once the reference is known, and by day: send until two count on one day.
      await waitUntil(async () => {
        sent.push(await send(`flood-${sent.length}`, [url]))
        const today = new Date().toISOString().slice(0, 10)
        const { body: now } = await holder.get(`/api/v1/reference-images/${id}`)
        const days = now['days'] as { day: string; listings: number }[]
        expect(now['state']).toBe('quarantined')
        expect(days.some(({ listings }) => listings > 1)).toBe(true)
        const listingsToday = days.find(({ day }) => day === today)?.listings ?? 0
        expect(now['listingsToday']).toBe(listingsToday)
      })
      for (const one of sent) {
        await completed(one.id)
        await waitUntil(async () => expect(imageSignalCodes(await read(one.id))).toEqual([]))
      }
      const { body: log } = await holder.get('/api/v1/audit')
      expect(JSON.stringify(log)).toContain('picture-reference-quarantined')
      await holder.ask('PATCH', `/api/v1/reference-images/${id}`, { quarantined: false })
      for (const one of sent) {
        await waitUntil(async () =>
          expect(imageSignalCodes(await read(one.id))).toEqual(['image.official-photo']),
        )
      }
    })

    test('finds every copy among what was seen, and what two organisations have alike', async () => {
      const { analyst, holder, rival } = gallery
      const bytes = await photograph(15)
      const copies = [bytes, await copyOf(bytes), await copyOf(await copyOf(bytes))]
      const sent = []
      for (const [at, copy] of copies.entries()) {
        sent.push(await send(`many-${at}`, [serve(`/many-${at}.jpg`, copy)]))
      }
      for (const { id } of sent) await completed(id)
      const query = { bank: 'official', brand: 'prada', label: '' }
      // A reference by another organisation, for a brand without a right, hides nothing.
      expect((await upload(rival, await copyOf(bytes), query)).status).toBe(201)
      expect((await upload(rival, bytes, query)).status).toBe(201)
      expect((await upload(holder, bytes, query)).status).toBe(201)
      for (const { id } of sent) {
        await waitUntil(async () =>
          expect(imageSignalCodes(await read(id))).toEqual(['image.official-photo']),
        )
      }
      const { body } = await analyst.get(`/api/v1/listings/${sent[0]!.id}/images/0/other-listings`)
      expect(body['items']).toHaveLength(2)
      const later = await send('many-later', [serve('/many-later.jpg', await copyOf(bytes))])
      expect(imageSignalCodes(await completed(later.id))).toEqual(['image.official-photo'])
    })

    test('takes a known fake only from a listing with a decision', async () => {
      const { holder } = gallery
      const { id } = await send('fake', [serve('/fake.jpg', await photograph(14))])
      await completed(id)
      const asked = { bank: 'known-fake', brand: 'prada' }
      const post = () => holder.post(`/api/v1/listings/${id}/images/0/reference-images`, asked)
      expect((await post()).status).toBe(409)
      const { body } = await holder.post('/api/v1/decisions', { id, verdict: 'counterfeit' })
      const [decided] = body['results'] as { id: string }[]
      const added = await post()
      expect(added.status).toBe(201)
      await waitUntil(async () =>
        expect(imageSignalCodes(await read(id))).toEqual(['image.known-fake']),
      )
      // It depends on that decision, and ends with it.
      await holder.post('/api/v1/decisions/withdrawals', { decisions: [decided!.id] })
      await waitUntil(async () => expect(imageSignalCodes(await read(id))).toEqual([]))
      const reference = `/api/v1/reference-images/${added.body['id'] as string}`
      expect((await holder.get(reference)).body).toMatchObject({ state: 'quarantined' })
      const released = await holder.ask('PATCH', reference, { quarantined: false })
      expect(released.status).toBe(409)
    })
  })
}
