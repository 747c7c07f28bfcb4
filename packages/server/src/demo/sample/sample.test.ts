import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asOperator, newOrganisation, newStandingClaim, operator } from '../../../test/builders.ts'
import { pdf } from '../../../test/document-files.ts'
import { enginesHere, onOneEngine } from '../../../test/engines.ts'
import { newEvidence } from '../../../test/evidence.ts'
import { newApi, newMember, Browser, type Answer } from '../../../test/users.ts'
import { rowsByTable } from '../../../test/store-rows.ts'
import { approvedPairs } from '../../brands/claims/index.ts'
import { engineCatalog } from '../../brands/catalog/index.ts'
import {
  ephemeralKey,
  requestCapture,
  runCapture,
  type EvidenceDependencies,
} from '../../investigation/evidence/index.ts'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import { ListingIngest, ingestListing } from '../../listings/ingest/index.ts'
import { ensureFirstAdmin } from '../../access/users/index.ts'
import {
  backUp,
  openStore,
  restoreStore,
  type ReadInTransaction,
  type Store,
} from '../../platform/db/index.ts'
import { sealerOf } from '../../platform/encryption/index.ts'
import { compileEngine, screenInProcess } from '../../listings/screening/index.ts'
import { startSample, startSampleOnce, removeSample, readSampleProgress } from './index.ts'
import { countSamples, readSamples } from './sample-listings.ts'
import { seedSample, type SeedOptions } from './seed-sample.ts'

type Tables = Record<string, string[]>

/**
 * All rows of all tables as text, except the installation's own records about the sample and failed sign-ins, and
 * hashes in the evidence log, which are permanent.
 */
async function allRows(store: Store): Promise<Tables> {
  return asOperator(store, async (handle) => {
    const { rows: tables } = await sql<{ name: string }>`
      select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind = 'r'
        and relname not in ('schema_migrations', 'sample_alliance', 'throttles')
        and relname not like 'evidence_log%' order by relname`.execute(handle)
    const found: Tables = {}
    for (const { name } of tables) {
      const { rows } = await sql<{ row: string }>`
        select t::text as row from ${sql.table(name)} t order by 1`.execute(handle)
      found[name] = rows
        .map(({ row }) => row)
        .filter((row) => !/,sample-(begun|removed),/.test(row))
    }
    // And that these entries await sealing.
    const { rows: noted } = await sql<{ id: string }>`
      select id from audit_events where action in ('sample-begun', 'sample-removed')`.execute(
      handle,
    )
    found['audit_pending'] = (found['audit_pending'] ?? []).filter(
      (row) => !noted.some(({ id }) => row.includes(id)),
    )
    return found
  })
}

const sizes = (tables: Tables): Record<string, number> =>
  Object.fromEntries(Object.entries(tables).map(([name, rows]) => [name, rows.length]))

onOneEngine((engine) => {
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-sample-'))
  const file = join(dataDir, 'sample-sign-ins.txt')
  let store: Store
  let app: FastifyInstance
  let intake: ListingIngest
  let before: Tables
  let loaded: Tables
  let password: string
  let total: number
  let ben: Browser
  const catalogs: string[][] = []
  const sealer = sealerOf(Buffer.alloc(32, 7))
  let kept: EvidenceDependencies | undefined
  // One key for all: another could not open it.
  const evidence = () => (kept ??= newEvidence(store, dataDir))
  const signer = ephemeralKey()
  const asked = () => ({ store, dataDir, actor: operator, signer, blobs: evidence().blobs })
  const blobsKept = () =>
    readdirSync(join(dataDir, 'blobs'), { recursive: true, withFileTypes: true }).filter((one) =>
      one.isFile(),
    )
  const progress = () => asOperator(store, readSampleProgress)
  const seed = (signal = new AbortController().signal, more: Partial<SeedOptions> = {}) =>
    seedSample({
      store,
      intake,
      signal,
      useCatalogs: async () => undefined,
      notices: {
        evidence: evidence(),
        sealer,
        publicUrl: undefined,
      },
      ...more,
    })

  /** Stops after some batches, like a process that dies. */
  async function seedPart(batches: number): Promise<void> {
    const dying = new AbortController()
    let left = batches
    const ingest: ListingIngest['ingest'] = (...args) => {
      if (left-- <= 0) dying.abort()
      return intake.ingest(...args)
    }
    const mortal = Object.assign(Object.create(intake) as ListingIngest, { ingest })
    await seed(dying.signal, { intake: mortal })
  }

  beforeAll(async () => {
    total = await countSamples()
    store = await openStore(await engine.newStore())
    app = newApi(store)
    intake = new ListingIngest({
      store,
      screening: screenInProcess(compileEngine((await readSamples()).catalog)),
    })
    await ensureFirstAdmin(store, { email: 'admin@touchstone.internal', dataDir })
  })
  afterAll(async () => {
    await app.close()
    await store.close()
    rmSync(dataDir, { recursive: true })
  })

  describe('organisations with their own data', () => {
    test('a first start loads no sample unasked, and no one mistakes it for real', async () => {
      await newOrganisation(store, 'market-a')
      await newOrganisation(store, 'house-a', { kind: 'rights-holder' })
      await newStandingClaim(store, 'house-a', 'gucci')
      await newMember(app, store, 'market-a', 'otto@market-a.example')
      ben = await newMember(app, store, 'house-a', 'ben@house-a.example')
      const { id } = await asOperator(store, async (handle) =>
        handle
          .selectFrom('organisations')
          .select('id')
          .where('slug', '=', 'market-a')
          .executeTakeFirstOrThrow(),
      )
      const actor = { kind: 'key', id, organisationId: id, scopes: ['listings:write'] } as const
      await ingestListing({ intake, actor, input: { id: '1', title: 'Gucci bag, replica 1:1' } })
      expect(await startSampleOnce(asked())).toBeUndefined()
      expect(await progress()).toEqual({ state: 'none', taken: 0, total: 0 })
      before = await allRows(store)
    })
  })

  test('loading it creates people who can sign in before anything is loaded', async () => {
    const signIns = await startSample(asked())
    password = signIns.password
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readFileSync(file, 'utf8')).toContain(password)
    const reviewer = new Browser(app)
    expect((await reviewer.signIn('reviewer@bazarune.example', password)).status).toBe(200)
    expect((await reviewer.get('/api/v1/sample')).body).toEqual({
      state: 'loading',
      taken: 0,
      total,
    })
    await expect(startSample(asked())).rejects.toThrow('already exists (loading)')
  })

  test('an interrupted load continues where it stopped, and nothing is created twice', async () => {
    await seedPart(2)
    const { state, taken } = await progress()
    expect([state, taken > 0, taken < total]).toEqual(['loading', true, true])
    await seed(undefined, {
      useCatalogs: async () => {
        const read: ReadInTransaction = (work) => asOperator(store, work)
        const today = new Date().toISOString().slice(0, 10)
        const { brands } = await engineCatalog({ read, approved: await approvedPairs(read), today })
        catalogs.push(brands.map(({ id }) => id))
      },
    })
    expect(await progress()).toEqual({ state: 'loaded', taken: total, total })
    expect(catalogs[0]).toHaveLength(14)
    loaded = await allRows(store)
    expect(loaded['listings']!.length - before['listings']!.length).toBe(total)
    expect(loaded['claims']!.filter((row) => row.includes(',approved,'))).toHaveLength(15)
    expect(sizes(loaded)).toMatchObject({ memberships: 16, brands: 14 })
    expect(loaded['decisions']!.length).toBeGreaterThan(40)
    expect(loaded['listing_versions']!.length - loaded['listings']!.length).toBeGreaterThan(40)
    // A second run has nothing to do.
    await seed()
    expect(sizes(await allRows(store))).toEqual(sizes(loaded))
  })

  test.each(enginesHere())('its backup restores on $name to the same rows', async (target) => {
    const copied = await target.newStore()
    const backup = join(dataDir, `${target.name}.backup`)
    const counts = await backUp(store, backup)
    expect(await restoreStore(copied, backup)).toEqual(counts)
    const restored = await openStore(copied)
    try {
      const rows = await rowsByTable(restored)
      expect(rows).toEqual(await rowsByTable(store))
      expect(Object.values(rows).flat()).toHaveLength(counts.rows)
      // Values derived by the database exist and differ between mentions.
      expect(rows['listing_mentions']!.length).toBeGreaterThan(1000)
    } finally {
      await restored.close()
    }
  })

  test('it looks as if it had been in use for four weeks, in the order in which things happen', async () => {
    const [found] = await asOperator(store, async (handle) => {
      const { rows } = await sql<Record<string, number>>`
        with sample_listings as (
          select l.*, s.begun_at from listings l cross join sample_alliance s
          where l.organisation_id in (select id from organisations where sample)
        )
        select count(distinct first_seen_at::date)::int as days,
          count(*) filter (where first_seen_at not between begun_at - interval '28 days' and begun_at)::int
            as "outOfPlace",
          (select count(*)::int from sample_listings o join listing_mentions m on m.listing_id = o.id
            where m.first_seen_at <> o.first_seen_at) as "mentionsApart",
          (select count(*)::int from sample_listings o join listing_versions v on v.listing_id = o.id
            where (v.version = 1) <> (v.received_at = o.first_seen_at)
              or v.received_at < o.first_seen_at) as "versionsApart",
          (select count(*)::int from sample_listings o join listing_versions v on v.listing_id = o.id
            join assessments a on a.listing_id = o.id and a.version = v.version
            where a.at not between v.received_at and v.received_at + interval '1 hour') as "judgedApart",
          (select count(*)::int from sample_listings o join decisions d on d.listing_id = o.id
            join listing_versions v on v.listing_id = o.id and v.version = d.version
            where d.decided_at < v.received_at or d.recorded_at <> d.decided_at) as "decidedTooSoon",
          (select count(*)::int from sample_listings o
            join seller_accounts a on a.id = o.seller_account_id
            where a.first_seen_at > o.first_seen_at) as "sellersLate",
          (select count(*)::int from outcomes o join decisions d using (listing_id)
            where o.happened_at < d.decided_at or o.recorded_at <> o.happened_at) as "endedTooSoon"
        from sample_listings`.execute(handle)
      return rows
    })
    expect(found).toEqual({
      days: expect.any(Number),
      outOfPlace: 0,
      mentionsApart: 0,
      versionsApart: 0,
      judgedApart: 0,
      decidedTooSoon: 0,
      sellersLate: 0,
      endedTooSoon: 0,
    })
    expect(found!['days']).toBeGreaterThan(25)
  })

  test('its people have a lot under way, decisions that wait, views, and earlier prices', async () => {
    const admin = new Browser(app)
    await admin.signIn('admin@bazarune.example', password)
    const itemsAt = async (path: string): Promise<Record<string, unknown>[]> =>
      (await admin.get(path)).body['items'] as Record<string, unknown>[]
    const [auditSample, ...otherAuditSamples] = await itemsAt('/api/v1/blind-audits/samples')
    const strata = auditSample!['strata'] as { drawn: number; settled: number }[]
    expect(otherAuditSamples).toEqual([])
    expect(strata.reduce((sum, { drawn }) => sum + drawn, 0)).toBeGreaterThan(60)
    expect(strata.reduce((sum, { settled }) => sum + settled, 0)).toBeGreaterThan(30)
    expect((await itemsAt('/api/v1/proposed-decisions?state=proposed')).length).toBeGreaterThan(0)
    expect(await itemsAt('/api/v1/saved-views')).toMatchObject([{ name: 'Withheld, undecided' }])
    expect(loaded['catalog_versions']!.length).toBeGreaterThan(
      loaded['brands']!.length + loaded['products']!.length,
    )
  })

  test('codes on its goods were scanned, one of them on many copies, and buyers wrote about it', async () => {
    const analyst = new Browser(app)
    await analyst.signIn('analyst@velmoraq.example', password)
    const { body: batches } = await analyst.get('/api/v1/code-batches')
    expect(batches['items']).toMatchObject([{ batch: 'OST-24-11', units: 1200, scanned: 25 }])
    const { body: codes } = await analyst.get('/api/v1/codes?state=suspected-clone')
    expect(codes['items']).toMatchObject([{ serial: 'V410417', scans: 9 }])
    const { body: reports } = await analyst.get('/api/v1/reports')
    expect(reports['items']).toHaveLength(2)
    const { body: alerts } = await analyst.get('/api/v1/alerts')
    expect(alerts['items']).toMatchObject([{ serials: ['V410417'] }])
  })

  test('a statement that waits to be filed is in the marketplace’s inbox, by its listing', async () => {
    const admin = new Browser(app)
    await admin.signIn('admin@bazarune.example', password)
    const { body: filings } = await admin.get('/api/v1/moderation/filings')
    const statements = filings['statements'] as unknown[]
    expect(statements.length).toBeGreaterThan(1)
    const { body } = await admin.get('/api/v1/inbox')
    const items = body['items'] as { kind: string; path: string; title: string }[]
    const waiting = items.filter(({ path }) => path === '/moderation/filings')
    expect(waiting).toHaveLength(statements.length)
    for (const item of waiting) {
      expect(item).toMatchObject({
        kind: 'deadline',
        detail: 'File with the Transparency Database',
      })
      expect(item.title).not.toBe('Notice and action')
    }
  })

  test('real data keep their own times, regardless of who loads the sample', async () => {
    for (const [table, column] of [
      ['listings', 'first_seen_at'],
      ['listing_mentions', 'first_seen_at'],
      ['listing_versions', 'received_at'],
      ['assessments', 'at'],
      ['claims', 'submitted_at'],
    ] as const) {
      const move = sql`update ${sql.table(table)} set ${sql.ref(column)} = now() - interval '1 day'`
      await expect(asOperator(store, (handle) => move.execute(handle))).rejects.toThrow(
        'when it happened never changes',
      )
    }
  })

  test('the people see what their organisation may, with pictures of this server', async () => {
    const analyst = new Browser(app)
    await analyst.signIn('analyst@velmoraq.example', password)
    const { body } = await analyst.get('/api/v1/listings?brand=velmoraq&limit=1')
    const [{ listing }] = body['items'] as [{ listing: { images: { url: string }[] } }]
    const { body: named } = await analyst.get('/api/v1/marketplace-names')
    expect(named['items']).toContainEqual({
      marketplace: 'sample-market-a',
      name: 'Bazarune',
      source: 'responsible',
      own: false,
    })
    const url = listing.images[0]!.url
    const picture = await app.inject({ url })
    expect([picture.statusCode, picture.headers['content-type']]).toEqual([200, 'image/svg+xml'])
    expect(picture.body).toMatch(/^<svg [^]*<\/svg>\n$/)
    expect((await app.inject({ url })).body).toBe(picture.body)
    const other = await app.inject({ url: url.replace(/-\w{4}\.svg/, '-beef.svg') })
    expect(other.body).not.toBe(picture.body)
    expect((await app.inject({ url: '/sample/pictures/gun-00000000-0000.svg' })).statusCode).toBe(
      404,
    )
  })

  /** One of the sample's own users captures a page. */
  async function captureAsSample(): Promise<void> {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ id: string; organisationId: string }>`
        select p.id, m.organisation_id as "organisationId" from people p
        join memberships m on m.person_id = p.id
        where p.email = 'analyst@velmoraq.example'`.execute(handle),
    )
    const actor: Actor = { kind: 'person', roles: ['analyst'], ...rows[0]! }
    const input = { url: 'https://pasar.example/item/1', reason: 'The title says “KW”.' }
    const { id } = await store.transact(contextOf(actor), (handle) =>
      requestCapture({ handle, actor, input }),
    )
    await runCapture(evidence(), id)
  }

  /** A user outside the sample finds one of its listings, and both sides exchange notes about it. */
  async function talkedWithHouse(): Promise<string[]> {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ slug: string; id: string }>`select slug, id from organisations`.execute(handle),
    )
    const ids = new Map(rows.map(({ slug, id }) => [slug, id]))
    const market = ids.get('sample-bazarune')!
    const key = { kind: 'key', id: market, organisationId: market } as const
    const actor = { ...key, scopes: ['listings:write'] } as const
    const input = { id: 'own-1', title: 'Gucci bag, replica 1:1' }
    const { id: listing } = await ingestListing({ intake, actor, input })
    const told = async (answer: Promise<Answer>): Promise<string> => {
      const { status, body } = await answer
      expect([status, body]).toEqual([201, expect.anything()])
      return body['id'] as string
    }
    const wish = { title: 'A bag', about: 'product', brands: ['gucci'], listings: [listing] }
    const own = await told(ben.post('/api/v1/cases', wish))
    const said = { listing, brand: 'gucci', text: 'Who sells it?' }
    const note = await told(ben.post(`/api/v1/cases/${own}/shared-notes`, said))
    const reviewer = new Browser(app)
    await reviewer.signIn('reviewer@bazarune.example', password)
    await told(reviewer.post(`/api/v1/shared-notes/${note}/replies`, { text: 'A shop.' }))
    const theirs = await told(reviewer.post('/api/v1/cases', wish))
    const content = pdf('Invoice.').toString('base64')
    const file = { name: 'invoice.pdf', content }
    await told(reviewer.post(`/api/v1/cases/${theirs}/files`, file))
    const shared = { ...said, text: 'It is gone.' }
    const open = await told(reviewer.post(`/api/v1/cases/${theirs}/shared-notes`, shared))
    await told(ben.post(`/api/v1/shared-notes/${open}/replies`, { text: 'Thank you.' }))
    return rows.flatMap(({ slug, id }) => (slug.startsWith('sample-') ? [id] : []))
  }

  test('removing it takes all of it away and touches nothing else', async () => {
    await captureAsSample()
    // Page, picture and record of six captures; and the results of the other one.
    expect(blobsKept()).toHaveLength(19)
    const ofSample = await talkedWithHouse()
    const full = await allRows(store)
    for (const table of ['received_notices', 'appeals', 'case_files', 'shared_notes', 'measures']) {
      expect([table, full[table]?.length]).not.toEqual([table, 0])
    }
    expect(await removeSample(asked())).toEqual({
      organisations: 11,
      people: 14,
      listings: total + 1,
    })
    const after = await allRows(store)
    // The other organisation keeps its case and its record, which no longer mention the sample.
    expect(sizes(after)).toMatchObject({ cases: 1, shared_notes: 0, case_files: 0, appeals: 0 })
    const left = JSON.stringify(after)
    for (const id of ofSample) expect(left).not.toContain(id)
    for (const [table, rows] of Object.entries(before)) {
      expect(after[table]).toEqual(expect.arrayContaining(rows))
    }
    before = after
    expect(blobsKept()).toEqual([])
    expect(existsSync(file)).toBe(false)
    expect(await progress()).toMatchObject({ state: 'removed' })
    expect((await new Browser(app).signIn('analyst@velmoraq.example', password)).status).toBe(401)
    await expect(removeSample(asked())).rejects.toThrow('there is no sample alliance')
    expect(await startSampleOnce(asked())).toBeUndefined()
  })

  test('it can be requested again, and removed while it is being loaded', async () => {
    await startSample(asked())
    const loading = seed()
    await expect.poll(async () => (await progress()).taken).toBeGreaterThan(0)
    await removeSample(asked())
    await loading
    expect(await allRows(store)).toEqual(before)
  })

  test('data outside the sample is never deleted, even by someone who may delete', async () => {
    for (const table of ['organisations', 'people', 'memberships', 'claims', 'keys', 'brands']) {
      await asOperator(store, (handle) => sql`delete from ${sql.table(table)}`.execute(handle))
    }
    await asOperator(store, (handle) => sql`delete from audit_events`.execute(handle))
    expect(await allRows(store)).toEqual(before)
    await expect(
      asOperator(store, (handle) => sql`update organisations set sample = true`.execute(handle)),
    ).rejects.toThrow('permission denied')
  })
})
