import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { onOneEngine } from '../../../test/engines.ts'
import { newMember, type Browser } from '../../../test/users.ts'
import { copyOf, photograph } from '../../../test/photographs.ts'
import type { Context } from '../../platform/db/index.ts'
import { ImageFixture, waitUntil } from './test/image-fixture.ts'

type Reference = {
  id: string
  state: string
  label: string
  brand: string
  listingsToday: number
  listingsEver: number
  days: { day: string; listings: number }[]
}

/** A second user of the rights holder sees the references of one brand, and the counts of listings about it. */
onOneEngine((engine) => {
  const gallery = ImageFixture.on(engine)
  const { serve, send, upload, completed } = gallery
  let limited: Browser
  let limitedContext: Context

  beforeAll(async () => {
    const { app, store } = gallery
    const rights = { roles: ['admin', 'analyst'], brands: ['prada'] }
    limited = await newMember(app, store, 'house', 'lim@house.example', rights)
    const { body } = await limited.get('/api/v1/session')
    const { person, organisation } = body as Record<'person' | 'organisation', { id: string }>
    limitedContext = {
      as: 'tenant',
      organisationId: organisation.id,
      actor: { kind: 'person', id: person.id },
      brands: ['prada'],
    }
  })

  const add = async (
    who: Browser,
    bytes: Buffer,
    query: Record<string, string>,
  ): Promise<string> => {
    const { status, body } = await upload(who, bytes, query)
    expect(status).toBe(201)
    return body['id'] as string
  }
  const readOf = async (who: Browser, id: string): Promise<Reference> => {
    const { status, body } = await who.get(`/api/v1/reference-images/${id}`)
    expect(status).toBe(200)
    return body as unknown as Reference
  }
  const totalOf = ({ days }: Reference): number =>
    days.reduce((sum, { listings }) => sum + listings, 0)
  /** A listing submitted by a user for their own organisation, once assessed with its pictures. */
  const sendBy = async (who: Browser, id: string, title: string, url: string): Promise<string> => {
    const { status, body } = await who.post('/api/v1/listings', {
      id,
      marketplace: 'pasar',
      title,
      images: [{ url }],
    })
    expect([200, 201]).toContain(status)
    await waitUntil(async () => {
      const { body: read } = await who.get(`/api/v1/listings/${body['id'] as string}`)
      expect(read['assessment']).toMatchObject({ complete: true })
    })
    return body['id'] as string
  }
  /** Whether processes know a reference by now: its picture is found in a listing. */
  const found = (who: Browser, listing: string, reference: string): Promise<void> =>
    waitUntil(async () => {
      const { body } = await who.get(`/api/v1/listings/${listing}/images`)
      expect(JSON.stringify(body['items'])).toContain(reference)
    })

  test('a reference counts the listings that its owner may see, and only these quarantine it', async () => {
    const { holder, rival } = gallery
    const bytes = await photograph(70)
    const url = serve('/counted.jpg', bytes)
    const probe = await sendBy(holder, 'counted-probe', 'Prada wallet', url)
    const id = await add(holder, bytes, { bank: 'official', brand: 'prada', label: 'Counted' })
    await found(holder, probe, id)
    await holder.ask('PATCH', `/api/v1/reference-images/${id}`, { expected: 3 })
    for (const at of [1, 2, 3, 4, 5]) await sendBy(rival, `rival-${at}`, 'Plain mug, new', url)
    expect(await readOf(holder, id)).toMatchObject({ listingsEver: 0, days: [], state: 'live' })
    const copy = serve('/counted-copy.jpg', await copyOf(bytes))
    const sent = [
      // By its text; by its picture alone, with certainty; and by the picture, not certain enough for its owner to
      // see it.
      await send('in-words', [url]),
      await send('in-picture', [url], { title: 'Plain mug, new' }),
      await send('in-copy', [copy], { title: 'Plain mug, new' }),
    ]
    const seen = []
    for (const one of sent) {
      await completed(one.id)
      seen.push((await holder.get(`/api/v1/listings/${one.id}`)).status === 200)
    }
    expect(seen).toEqual([true, true, false])
    await sendBy(holder, 'counted-own', 'Plain mug, new', url)
    await waitUntil(async () => expect((await readOf(holder, id)).listingsEver).toBe(3))
    const counted = await readOf(holder, id)
    expect([counted.state, totalOf(counted)]).toEqual(['live', 3])
    // Quarantine protects against a marketplace's own flood.
    await completed((await send('in-words-again', [url])).id)
    await waitUntil(async () => expect((await readOf(holder, id)).state).toBe('quarantined'))
  })

  describe('a picture that the organisation keeps under another brand', () => {
    const secrets = ['SECRET', 'nike']
    const expectNothing = (answer: unknown): void => {
      for (const secret of secrets) expect(JSON.stringify(answer)).not.toContain(secret)
    }

    test.each(['official', 'known-fake', 'seller-photo', 'benign'])(
      'responds like an unknown one (%s)',
      async (bank) => {
        const { holder } = gallery
        const [kept, fresh] = await Promise.all([photograph(71), photograph(72)])
        const hidden = await add(holder, kept, { bank, brand: 'nike', label: 'SECRET raid' })
        const mine = { bank, brand: 'prada', label: 'mine' }
        const answers = [await upload(limited, kept, mine), await upload(limited, fresh, mine)]
        const bare = answers.map(({ status, body }) => {
          const { id: _, sha256: __, addedAt: ___, quarantinedAt, ...rest } = body
          return { status, ...rest, isQuarantined: quarantinedAt !== null }
        })
        expect(bare[0]).toEqual(bare[1])
        expect(bare[0]).toMatchObject({ status: 201, brand: 'prada', label: 'mine' })
        expect(answers[0]!.body['id']).not.toBe(hidden)
        expect(await upload(limited, kept, mine)).toMatchObject({
          status: 200,
          body: { id: answers[0]!.body['id'] },
        })
        for (const path of ['', `/${hidden}`]) {
          expectNothing(await limited.get(`/api/v1/reference-images${path}`))
        }
        // Members with both brands see both.
        const { body } = await holder.get(`/api/v1/reference-images?bank=${bank}`)
        const ids = (body['items'] as { id: string }[]).map(({ id }) => id)
        expect(ids).toEqual(expect.arrayContaining([hidden, answers[0]!.body['id']]))
        const taken = `/api/v1/reference-images/${String(answers[0]!.body['id'])}`
        await limited.ask('DELETE', taken)
        expect(
          (await limited.post(`${taken}/actions`, { action: { type: 'restore' } })).status,
        ).toBe(200)
      },
    )

    test('is confirmed by no one who may not see it, and shown beside none of their listings', async () => {
      const { holder } = gallery
      const bytes = await photograph(73)
      const query = { brand: 'nike', label: 'SECRET raid' }
      const hidden = {
        fake: await add(holder, bytes, { ...query, bank: 'known-fake' }),
        official: await add(holder, bytes, { ...query, bank: 'official' }),
      }
      const url = serve('/confirmed.jpg', bytes)
      const listing = await sendBy(limited, 'confirmed', 'Prada wallet', url)
      await found(holder, listing, hidden.official)
      expectNothing((await limited.get(`/api/v1/listings/${listing}/images`)).body)
      const decided = await limited.post('/api/v1/decisions', {
        id: listing,
        verdict: 'counterfeit',
      })
      expect(decided.status).toBeLessThan(300)
      const input = { bank: 'known-fake', brand: 'prada', label: 'mine' }
      const path = `/api/v1/listings/${listing}/images/0/reference-images`
      const added = await limited.post(path, input)
      expect(added).toMatchObject({ status: 201, body: { brand: 'prada', state: 'live' } })
      expectNothing(added.body)
      expect((await readOf(holder, hidden.fake)).state).toBe('unconfirmed')
      for (const change of [{ confirmed: true }, { label: 'x' }]) {
        const address = `/api/v1/reference-images/${hidden.fake}`
        expect((await limited.ask('PATCH', address, change)).status).toBe(404)
      }
      // Members with the brand are blocked: the picture is the brand's own photograph.
      const byWhole = await holder.post(path, { ...input, brand: 'nike' })
      expect(byWhole.status).toBe(409)
    })
  })

  test('a reference counts for a limited member the listings about its brand', async () => {
    const { holder, store } = gallery
    const bytes = await photograph(74)
    const url = serve('/limited.jpg', bytes)
    const probe = await sendBy(limited, 'limited-probe', 'Prada wallet', url)
    const id = await add(limited, bytes, { bank: 'official', brand: 'prada', label: 'mine' })
    const of = { bank: 'seller-photo', label: 'of none' }
    const ofNone = await add(holder, bytes, of)
    await add(holder, bytes, { bank: 'official', brand: 'nike', label: 'SECRET' })
    await found(limited, probe, id)
    await found(limited, probe, ofNone)
    const hidden = await sendBy(holder, 'limited-hidden', 'Nike shoe', url)
    expect((await limited.get(`/api/v1/listings/${hidden}`)).status).toBe(404)
    await sendBy(limited, 'limited-own', 'Prada wallet', url)
    await waitUntil(async () => expect((await readOf(holder, id)).listingsEver).toBe(2))
    const whole = await readOf(holder, id)
    const part = await readOf(limited, id)
    expect([whole, part].map(totalOf)).toEqual([2, 1])
    expect(part).toMatchObject({ listingsEver: 1, listingsToday: part.days.length > 0 ? 1 : 0 })
    const { body } = await limited.get('/api/v1/reference-images?bank=official')
    expect((body['items'] as Reference[]).find((one) => one.id === id)).toMatchObject({
      listingsEver: 1,
    })
    expect(await readOf(limited, ofNone)).toMatchObject({ listingsEver: 0, days: [] })

    // Beneath the routes, the rows themselves are not visible.
    const rows = await store.transact(limitedContext, async (handle) => {
      const { rows: references } = await sql<{ brand: string | null }>`
        select brand_id as brand from picture_references`.execute(handle)
      const { rows: matches } = await sql<{ known: boolean }>`
        select exists (select from picture_references r where r.id = m.reference_id) as known
        from picture_matches m`.execute(handle)
      return { brands: references.map(({ brand }) => brand), matches }
    })
    expect(rows.brands).toContain('prada')
    expect(rows.brands.filter((brand) => brand !== null && brand !== 'prada')).toEqual([])
    expect(rows.matches.length).toBeGreaterThan(0)
    expect(rows.matches.filter(({ known }) => !known)).toEqual([])
    await expect(
      store.transact(limitedContext, (handle) =>
        sql`insert into picture_references (id, organisation_id, bank, brand_id, digest, width,
            height, expected)
          select gen_random_uuid(), organisation_id, 'official', 'nike', sha256('1'::bytea), 1, 1, 1
          from picture_references limit 1`.execute(handle),
      ),
    ).rejects.toThrow('row-level security')
  })

  test('nothing else failed', () => {
    expect(gallery.faults).toEqual([])
  })
})
