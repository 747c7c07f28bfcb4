import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import {
  asOperator,
  newKey,
  newOrganisation,
  newStandingClaim,
  tenantContext,
} from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { newMember } from '../../../test/users.ts'
import { sendRequest, marker, plain, planted, tablesWith } from '../../../test/retention.ts'
import { ListingIngest, startReassessment } from '../../listings/ingest/index.ts'
import { screenInProcess } from '../../listings/screening/index.ts'
import { purgeOrganisation } from './purge-organisation.ts'
import { starterEngine } from '../../../test/starter-engine.ts'
import { RetentionFixture } from './test/retention-fixture.ts'

type Item = { id: string; listing: Record<string, unknown>; assessment: { verdict: string } }

const screening = screenInProcess(starterEngine)
const seller = { marketplace: 'bazaar', id: `${marker}-shop` }

onOneEngine((engine) => {
  const market = RetentionFixture.on(engine)

  const of = (id: string, more: object = {}) => planted(id, { marketplace: 'bazaar', ...more })
  const ingest = async (listing: object) => (await market.ask('listings', listing)).body
  const items = async (browser = market.admin): Promise<Item[]> =>
    (await browser.get('/api/v1/listings?limit=200')).body['items'] as Item[]
  const read = async (id: string): Promise<Item> =>
    (await market.admin.get(`/api/v1/listings/${id}`)).body as Item
  const textOf = async (organisationId: string): Promise<string> =>
    asOperator(market.store, async (handle) => {
      const { rows } = await sql<{ text: string }>`
        select v::text as text from listing_versions v where organisation_id = ${organisationId}::uuid
        union all select a::text from assessments a where organisation_id = ${organisationId}::uuid
        union all select d::text from decisions d where organisation_id = ${organisationId}::uuid
        union all select o::text from outcomes o where organisation_id = ${organisationId}::uuid
        union all select t::text from tips t where organisation_id = ${organisationId}::uuid
        union all select h::text from legal_holds h where organisation_id = ${organisationId}::uuid
        union all select e::text from audit_events e where organisation_id = ${organisationId}::uuid
        union all select e::text from outbox_events e where organisation_id = ${organisationId}::uuid
        union all select p::text from privacy_requests p
        where organisation_id = ${organisationId}::uuid`.execute(handle)
      return rows.map(({ text }) => text).join('\n')
    })
  /** A tip whose page held this listing. */
  const tipOn = (externalId: string, words: string): Promise<unknown> =>
    asOperator(market.store, (handle) =>
      sql`
        with tip as (
          insert into tips (id, organisation_id, url, words, source, received_at, person_id)
          select gen_random_uuid(), organisation_id, 'https://bazaar.example/o', ${words}, 'customs',
            now(), person_id
          from memberships where organisation_id = ${market.id}::uuid limit 1
          returning id, organisation_id
        )
        insert into tip_listings (tip_id, listing_id, organisation_id)
        select tip.id, l.id, tip.organisation_id from tip join listings l
          on l.organisation_id = tip.organisation_id and l.external_id = ${externalId}`.execute(
        handle,
      ),
    )
  const logged = async (action: string): Promise<number> => {
    const { body } = await market.admin.get('/api/v1/audit')
    return (body['items'] as { action: string }[]).filter((event) => event.action === action).length
  }

  describe('access', () => {
    test('returns every version of every listing, its assessments and its decisions, page by page', async () => {
      for (let at = 0; at < 25; at++) await ingest(of(`offer-${at}`))
      await ingest(of('offer-0', { title: 'Gucci replica again' }))
      await ingest(of('of another', { seller: { id: 'other' } }))
      await market.ask('decisions', {
        listing: 'offer-0',
        marketplace: 'bazaar',
        verdict: 'counterfeit',
        note: 'a note',
      })
      await market.ask('outcomes', {
        listing: 'offer-0',
        marketplace: 'bazaar',
        outcome: 'removed',
        note: 'gone',
      })
      await tipOn('offer-0', 'a tip')
      const listings: { externalId: string; versions: Record<string, unknown>[] }[] = []
      let after: string | null = null
      do {
        const request = { seller, ...(after !== null && { after }) }
        const { status, body } = await market.admin.post('/api/v1/privacy/access-requests', request)
        expect(status).toBe(200)
        listings.push(...(body['listings'] as typeof listings))
        after = body['next'] as string | null
      } while (after !== null)
      expect(listings.map(({ externalId }) => externalId).sort()).toEqual(
        Array.from({ length: 25 }, (_, at) => `offer-${at}`).sort(),
      )
      const first = listings.find(({ externalId }) => externalId === 'offer-0')!
      expect(first).toMatchObject({
        versions: [
          { version: 1, listing: of('offer-0'), assessments: [{ listing: 'offer-0' }] },
          { version: 2, listing: { title: 'Gucci replica again' } },
        ],
        decisions: [{ verdict: 'counterfeit', note: 'a note' }],
        outcomes: [{ outcome: 'removed', note: 'gone' }],
        tips: [{ source: 'customs', words: 'a tip' }],
      })
      // Each page is in the log; the request once, without its subject.
      expect(await logged('personal-data-read')).toBe(2)
      const requests = (await market.admin.get('/api/v1/privacy/requests')).body['items']
      expect(requests).toMatchObject([{ kind: 'access', listings: 25 }])
      expect(JSON.stringify(requests)).not.toContain(marker)
    })

    test('reveals nothing of a seller with the same ID elsewhere, or of others’ listings', async () => {
      await ingest(of('a'))
      const elsewhere = await market.admin.post('/api/v1/privacy/access-requests', {
        seller: { id: seller.id },
      })
      expect(elsewhere.body).toMatchObject({ listings: [], next: null, erasedAt: null })
      await newOrganisation(market.store, `${market.slug}-rival`)
      const rival = await newMember(
        market.app,
        market.store,
        `${market.slug}-rival`,
        `rival-${market.count}@rival.example`,
      )
      const response = await rival.post('/api/v1/privacy/access-requests', { seller })
      expect(response.body).toMatchObject({ listings: [] })
    })
  })

  describe('erasure', () => {
    test('removes the seller from every version, assessment and note, and leaves verdicts', async () => {
      const { id } = (await ingest(of('a'))) as { id: string }
      await ingest(of('a', { title: `Gucci mirror copy, ${marker} bags` }))
      await ingest(
        of('b', { seller: { id: 'other' }, title: 'Gucci replica', description: 'none' }),
      )
      await market.ask('decisions', {
        id,
        verdict: 'counterfeit',
        reason: `sold by ${marker}`,
        note: marker,
      })
      await market.ask('outcomes', { id, outcome: 'removed', note: marker })
      await tipOn('a', `told of ${marker}-shop`)
      const before = await read(id)
      const { status, body } = await market.admin.post('/api/v1/privacy/erasures', { seller })
      expect(status).toBe(200)
      expect(body).toMatchObject({ kind: 'erasure', listings: 1, doneAt: expect.any(String) })
      const text = await textOf(market.id)
      expect(text).not.toContain(`${marker}-shop`)
      expect(text).not.toContain(`${marker}_88`)
      expect(text).not.toContain(`sold by ${marker}`)
      expect(text.toLowerCase()).not.toContain(`${marker.toLowerCase()} bags`)
      expect(await read(id)).toMatchObject({
        assessment: { verdict: before.assessment.verdict },
        listing: { id: 'a', reviews: planted('a').reviews },
      })
      // Another's listing is as it was.
      const other = (await items()).find(({ listing }) => listing['id'] === 'b')
      expect(other?.listing).toMatchObject({ seller: { id: 'other' } })
      expect(await logged('personal-data-erased')).toBe(1)
      const again = await market.admin.post('/api/v1/privacy/access-requests', { seller })
      expect(again.body).toMatchObject({ listings: [], erasedAt: expect.any(String) })
    })

    test('applies to future listings: the same listing is unchanged, new ones are stored without the seller', async () => {
      await ingest(of('a'))
      await market.admin.post('/api/v1/privacy/erasures', { seller })
      expect(await ingest(of('a'))).toMatchObject({ state: 'unchanged', version: 1 })
      const fresh = await ingest(of('new'))
      expect(fresh).toMatchObject({ state: 'new' })
      // What he sold before still counts against him, by the listings' own content.
      expect(fresh['assessment']).toMatchObject({ complete: true })
      const batch = await market.ask('listings/batch', [of('c'), of('d'), plain('e')])
      expect(batch.body).toMatchObject({ taken: 3, failed: 0 })
      for (const { listing } of await items()) expect(listing).not.toHaveProperty('seller')
      const text = await textOf(market.id)
      expect(text).not.toContain(`${marker}-shop`)
      expect(text).not.toContain(`${marker}_88`)
      // In another organisation nothing was asked.
      const other = `${market.slug}-b`
      await newOrganisation(market.store, other)
      const theirs = (await newKey(market.store, other, ['listings:write'])).text
      await sendRequest(market.app, theirs, 'listings', of('a'))
      expect(await tablesWith(market.store, `${marker}-shop`)).toEqual([
        'listing_versions',
        'seller_accounts',
      ])
      await asOperator(market.store, async (handle) => {
        await sql`update listing_versions set content = '{"id":"a","title":"x"}'
          where content::text like ${`%${marker}-shop%`}`.execute(handle)
        await sql`update seller_accounts set seller_id = null, name = null, joined_at = null
          where seller_id like ${`%${marker}-shop%`}`.execute(handle)
      })
    })

    test('is refused while a hold covers the seller, one of their listings, or everything', async () => {
      const { id } = (await ingest(of('a'))) as { id: string }
      const scopes = [
        { kind: 'seller', seller },
        { kind: 'listing', listing: id },
        { kind: 'organisation' },
      ]
      for (const scope of scopes) {
        const legalHold = await market.admin.post('/api/v1/legal-holds', {
          scope,
          reason: 'court file 7/26',
        })
        const refused = await market.admin.post('/api/v1/privacy/erasures', { seller })
        expect(refused.status).toBe(409)
        expect(JSON.stringify(refused.body)).toContain(legalHold.body['id'])
        expect(JSON.stringify(refused.body)).toContain('court file 7/26')
        await market.admin.post(`/api/v1/legal-holds/${legalHold.body['id'] as string}/actions`, {
          action: { type: 'release' },
        })
      }
      expect((await read(id)).listing).toHaveProperty('seller')
      expect((await market.admin.get('/api/v1/privacy/requests')).body['items']).toEqual([])
      expect((await market.admin.post('/api/v1/privacy/erasures', { seller })).status).toBe(200)
    })

    test('is continued by the purge if it was interrupted, or a listing was on its way', async () => {
      await ingest(of('a'))
      await asOperator(market.store, (handle) =>
        sql`insert into erased_sellers (organisation_id, seller_hash)
          select organisation_id, seller_hash from listing_versions
          where organisation_id = ${market.id}::uuid`.execute(handle),
      )
      expect(await market.purgeAfter(0)).toMatchObject({ erased: 1 })
      expect(await textOf(market.id)).not.toContain(`${marker}-shop`)
      expect(await market.purgeAfter(0)).toMatchObject({ erased: 0 })
    })

    test('waits for a listing that is being assessed, and says that it is not done', async () => {
      const { id } = (await ingest(of('a'))) as { id: string }
      await asOperator(market.store, (handle) =>
        sql`insert into judgements_due (listing_id, organisation_id, claim, claimed_until)
          values (${id}::uuid, ${market.id}::uuid, gen_random_uuid(), now() + interval '1 hour')`.execute(
          handle,
        ),
      )
      const { body } = await market.admin.post('/api/v1/privacy/erasures', { seller })
      expect(body).toMatchObject({ listings: 0, doneAt: null })
      await asOperator(market.store, (handle) => sql`delete from judgements_due`.execute(handle))
      const context = { as: 'operator', actor: { kind: 'operator', id: 'purge' } } as const
      await purgeOrganisation({ store: market.store, blobs: market.blobs, context }, market.id)
      const requests = (await market.admin.get('/api/v1/privacy/requests')).body['items']
      expect(requests).toMatchObject([{ kind: 'erasure', listings: 1, doneAt: expect.any(String) }])
      expect(await textOf(market.id)).not.toContain(`${marker}-shop`)
    })

    test('of a rival leaves a visible listing unchanged', async () => {
      const { id } = (await ingest(of('a'))) as { id: string }
      const rival = `${market.slug}-rival`
      await newOrganisation(market.store, rival, { kind: 'rights-holder' })
      await newStandingClaim(market.store, rival, 'gucci')
      const other = await newMember(
        market.app,
        market.store,
        rival,
        `admin-${market.count}@rival.example`,
      )
      expect((await items(other)).map((item) => item.id)).toContain(id)
      const response = await other.post('/api/v1/privacy/access-requests', { seller })
      expect(response.body).toMatchObject({ listings: [] })
      const erased = await other.post('/api/v1/privacy/erasures', { seller })
      expect(erased.body).toMatchObject({ listings: 0 })
      const rectified = await other.post('/api/v1/privacy/rectifications', {
        listing: id,
        changes: { title: 'mine' },
      })
      expect(rectified.status).toBe(404)
      const legalHold = { scope: { kind: 'listing', listing: id }, reason: 'x' }
      expect((await other.post('/api/v1/legal-holds', legalHold)).status).toBe(404)
      expect((await read(id)).listing).toHaveProperty('seller')
    })
  })

  describe('rectification', () => {
    const judgeAll = async (): Promise<void> => {
      const rejudging = startReassessment({
        intake: new ListingIngest({ store: market.store, screening }),
      })
      await rejudging.idle()
      await rejudging.stop()
    }

    test('is a new version that is assessed again; repeating it changes nothing', async () => {
      const wrong = of('a', { seller: { id: 'shop', name: 'Wrong Name' } })
      const { id } = (await ingest(wrong)) as { id: string }
      const changes = {
        title: 'Wooden bowl',
        description: null,
        reviews: null,
        seller: { name: 'Right' },
      }
      const { status, body } = await market.admin.post('/api/v1/privacy/rectifications', {
        listing: id,
        changes,
      })
      expect([status, body]).toEqual([
        200,
        { id, version: 2, changed: ['description', 'reviews', 'seller', 'title'] },
      ])
      // The message sent does not state the correction: it waits for a separate judgement.
      expect(await ingest(wrong)).toMatchObject({
        state: 'unchanged',
        version: 2,
        assessment: { complete: false },
      })
      await judgeAll()
      expect(await read(id)).toMatchObject({
        version: 2,
        listing: { title: 'Wooden bowl', seller: { id: 'shop', name: 'Right' } },
        assessment: { verdict: 'clear', complete: true },
      })
      expect(await ingest(wrong)).toMatchObject({
        state: 'unchanged',
        assessment: { verdict: 'clear' },
      })
      expect(await ingest({ ...wrong, title: 'Gucci replica' })).toMatchObject({
        state: 'changed',
        version: 3,
      })
      expect(await logged('personal-data-rectified')).toBe(1)
    })

    test('of several people at the same time are made in turn', async () => {
      const { id } = (await ingest(of('a'))) as { id: string }
      const answers = await Promise.all(
        Array.from({ length: 8 }, (_, at) =>
          market.admin.post('/api/v1/privacy/rectifications', {
            listing: id,
            changes: { title: `corrected ${at}` },
          }),
        ),
      )
      expect(answers.map(({ status }) => status)).toEqual(Array(8).fill(200))
      const versions = answers.map(({ body }) => body['version'] as number)
      expect(versions.toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5, 6, 7, 8, 9])
    })

    test('brings no seller back whose data was erased', async () => {
      const { id } = (await ingest(of('a'))) as { id: string }
      await market.admin.post('/api/v1/privacy/erasures', { seller })
      const changes = { seller: { id: seller.id, name: 'Once more' } }
      const { status, body } = await market.admin.post('/api/v1/privacy/rectifications', {
        listing: id.toUpperCase(),
        changes,
      })
      expect([status, body]).toMatchObject([409, { class: 'conflict', pointer: '/changes/seller' }])
      expect((await read(id)).listing).not.toHaveProperty('seller')
    })

    test.each<[string, object, string]>([
      ['renames the offer', { id: 'b' }, '/changes'],
      ['changes nothing', {}, '/changes'],
      ['breaks the listing', { price: { amount: 'much' } }, '/changes/price/amount'],
      ['takes the title away', { title: null }, '/changes/title'],
    ])('that %s is refused', async (_what, changes, pointer) => {
      const { id } = (await ingest(of('a'))) as { id: string }
      const { status, body } = await market.admin.post('/api/v1/privacy/rectifications', {
        listing: id,
        changes,
      })
      expect([status, body]).toMatchObject([422, { pointer }])
    })

    test('with more values than a listing may have is refused by the member that has them', async () => {
      const { id } = (await ingest(of('a'))) as { id: string }
      const keys = (count: number): object =>
        Object.fromEntries(Array.from({ length: count }, (_, at) => [`k${at}`, 1]))
      const correct = async (body: object) => {
        const { status, body: answer } = await market.admin.post(
          '/api/v1/privacy/rectifications',
          body,
        )
        return { status, ...(answer as { detail: string; pointer?: string }) }
      }
      expect(await correct({ listing: id, changes: keys(2001) })).toMatchObject({
        status: 422,
        pointer: '/changes',
        detail: expect.stringContaining('more than 2,000 values'),
      })
      expect(await correct({ listing: id, changes: { attributes: keys(50_000) } })).toMatchObject({
        status: 422,
        pointer: '/changes/attributes',
      })
      expect((await correct(keys(2001))).detail).toContain('more than 2,000 values')
      expect((await correct(keys(100_000))).detail).toMatch(/more than 2,?000 values/)
      const odd = await correct({ listing: id, changes: { title: 'a\0b' } })
      expect([odd.status, odd.pointer]).toEqual([422, '/changes/title'])
    })

    test('of listings without personal data is refused', async () => {
      const { id } = (await ingest(of('a'))) as { id: string }
      await market.purgeAfter(31)
      const changes = { seller: { id: 'x' } }
      const { status } = await market.admin.post('/api/v1/privacy/rectifications', {
        listing: id,
        changes,
      })
      expect(status).toBe(409)
    })
  })

  describe('permissions', () => {
    test.each(['analyst', 'reviewer', 'auditor'])('not the %s', async (role) => {
      const { id } = (await ingest(of('a'))) as { id: string }
      const email = `${role}-${market.count}@market.example`
      const member = await newMember(market.app, market.store, market.slug, email, {
        roles: [role],
      })
      const reads = role === 'reviewer' ? 403 : 200
      expect((await member.get('/api/v1/retention')).status).toBe(reads)
      expect((await member.get('/api/v1/legal-holds')).status).toBe(reads)
      const days = { clearDays: 1, personalDays: 1 }
      const scope = { kind: 'organisation' }
      const responses = [
        await member.ask('PUT', '/api/v1/retention', days),
        await member.post('/api/v1/legal-holds', { scope, reason: 'x' }),
        await member.post(`/api/v1/legal-holds/${id}/actions`, { action: { type: 'release' } }),
        await member.post('/api/v1/privacy/access-requests', { seller }),
        await member.post('/api/v1/privacy/erasures', { seller }),
        await member.post('/api/v1/privacy/rectifications', {
          listing: id,
          changes: { title: 'x' },
        }),
        await member.get('/api/v1/privacy/requests'),
      ]
      expect(responses.map(({ status }) => status)).toEqual(responses.map(() => 403))
      expect((await read(id)).listing).toHaveProperty('seller')
    })

    test('no key, whatever its scopes', async () => {
      for (const url of ['privacy/access-requests', 'privacy/erasures']) {
        expect((await market.ask(url, { seller })).status).toBe(403)
      }
    })
  })

  test('row-level security protects others’ data without any check of the application', async () => {
    const { id } = (await ingest(of('a'))) as { id: string }
    await market.admin.ask('PUT', '/api/v1/retention', { clearDays: 3, personalDays: 3 })
    await market.admin.post('/api/v1/legal-holds', { scope: { kind: 'organisation' }, reason: 'x' })
    await market.admin.post('/api/v1/privacy/access-requests', { seller })
    const { id: rival } = await newOrganisation(market.store, `${market.slug}-rival`)
    const tables = ['retention_settings', 'pseudonym_salts', 'legal_holds', 'privacy_requests']
    const run = (text: string): Promise<number> =>
      market.store.transact(tenantContext(rival), async (handle) => {
        const { rows, numAffectedRows } = await sql.raw(text).execute(handle)
        return Number(numAffectedRows ?? rows.length)
      })
    for (const table of tables) {
      expect([table, await run(`select 1 from ${table}`)]).toEqual([table, 0])
    }
    expect(await run(`update legal_holds set released_at = now()`)).toBe(0)
    expect(await run(`update listings set redacted_at = now(), content_hash = ''`)).toBe(0)
    expect(await run(`update listing_versions set content = '{}'`)).toBe(0)
    expect(await run(`update assessments set body = '{}'`)).toBe(0)
    const refused = [
      `insert into legal_holds (id, organisation_id, scope, reason)
        values (gen_random_uuid(), '${market.id}', 'organisation', 'x')`,
      `insert into erased_sellers values ('${market.id}', decode(repeat('00', 32), 'hex'), now())`,
      `insert into retention_settings values ('${market.id}', 1, 1, now())`,
      `delete from listings`,
      `delete from legal_holds`,
    ]
    for (const text of refused) await expect(run(text)).rejects.toThrow(/row-level|permission/)
    // Not even an organisation itself takes a release back, or another's words for its own.
    const own = (text: string): Promise<unknown> =>
      market.store.transact(tenantContext(market.id), (handle) => sql.raw(text).execute(handle))
    await market.ask('decisions', { id, verdict: 'unclear', note: 'mine' })
    await expect(own(`update decisions set note = 'another'`)).rejects.toThrow(/row-level/)
    await expect(own(`update decisions set verdict = 'genuine'`)).rejects.toThrow(/permission/)
  })
})
