import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@touchstone/client'
import { endpoints, type Endpoint } from '@touchstone/contract'
import { samples, type Caller } from '@touchstone/contract/examples'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  asOperator,
  newStandingClaim,
  newKey,
  newOrganisation,
  personOf,
  tenantContext,
  webhookSettings,
} from '../../../test/builders.ts'
import { GrowingLog, wordsFor } from '../../../test/changes.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { bringPicture } from '../../../test/received-images.ts'
import { restrictByMachine } from '../../../test/restrict-listing.ts'
import { newEvidence } from '../../../test/evidence.ts'
import { allExamples, SampleValues } from '../../../test/examples.ts'
import { WrittenTables } from '../../../test/written-tables.ts'
import { startOidcServer, type OidcServer } from '../../../test/oidc-server.ts'
import { readyToNotify } from '../../../test/notices.ts'
import { storePicture } from '../../../test/stored-images.ts'
import { pngOf, startPictureHost, type PictureHost } from '../../../test/image-host.ts'
import { endFitOf, fillWeek, lastMonday } from '../../../test/audit-samples.ts'
import { startTranslationHost, type TranslationHost } from '../../../test/translation-service.ts'
import {
  Browser,
  inviteByOperator,
  newApi,
  newClock,
  newMember,
  password,
  publicUrl,
} from '../../../test/users.ts'
import { starterPackNames } from '../../brands/visibility/index.ts'
import { makeCasePackage } from '../../investigation/case-packages/index.ts'
import { runCapture, type EvidenceDependencies } from '../../investigation/evidence/index.ts'
import { recordOutbox } from '../../messaging/event-outbox/index.ts'
import { queueEmail } from '../../messaging/email/index.ts'
import { ensureFirstAdmin } from '../../access/users/index.ts'
import { Secret } from '../../platform/config/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { startJobs, type Jobs } from '../../platform/jobs/index.ts'
import { openImagePipeline, type ImagePipeline } from '../../images/pipeline/index.ts'
import { purgeJob } from '../../privacy/retention/index.ts'
import { recordObservations } from '../../watches/listing-history/index.ts'
import { makeReferralPackage } from '../../sellers/referrals/index.ts'
import { startLinkUpdates } from '../../sellers/links/index.ts'
import { startDelivery } from '../../messaging/webhooks/index.ts'

/** What read requests that any page can trigger may write: audit log, last use of a sign-in or key, figures of past days. */
const writtenByReading = new Set([
  'audit_events',
  'audit_pending',
  'audit_logs',
  'audit_log_nodes',
  'audit_log_heads',
  'sessions',
  'keys',
  'counted_days',
])

type Endpoints = Record<string, Record<string, Endpoint>>
type Call = (input: unknown) => Promise<unknown>

onOneEngine((engine) => {
  let store: Store
  let app: FastifyInstance
  let provider: OidcServer
  let pictures: PictureHost
  let translator: TranslationHost
  let jobs: Jobs
  let works: ImagePipeline
  let url: string
  let evidence: EvidenceDependencies
  let market: string
  let log: GrowingLog
  let tables: WrittenTables
  const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-examples-'))
  const clock = newClock()
  const kept = new SampleValues(() => clock.now)
  const keys: Partial<Record<Caller, string>> = {}
  const written = new Set<string>()
  const browsers: Partial<Record<Caller, Browser>> = {}

  beforeAll(async () => {
    provider = await startOidcServer(`${publicUrl}/auth/oidc/callback`)
    const { issuer, clientId, clientSecret } = provider
    store = await openStore(await engine.newStore())
    log = new GrowingLog(store)
    tables = new WrittenTables(store)
    pictures = await startPictureHost()
    kept.keep({ [samples.picture]: '/url' }, { url: `${pictures.url}/good.png` })
    const oidc = { issuer, clientId, clientSecret: new Secret(clientSecret), name: 'Provider' }
    const outboundAllow = [{ host: '127.0.0.1', port: pictures.port }]
    works = openImagePipeline(dataDir)
    evidence = newEvidence(store, dataDir)
    jobs = await startJobs({
      store,
      onFault: console.error,
      jobs: [purgeJob(store, evidence.blobs)],
    })
    translator = await startTranslationHost()
    outboundAllow.push(translator.host)
    const more = {
      sendsMail: true,
      outboundAllow,
      jobs,
      works,
      evidence,
      tipsAddress: 'tips@alliance.example',
      translation: translator.config,
    }
    app = newApi(store, clock, { sealer: webhookSettings.sealer, oidc }, more)
    url = await app.listen({ host: '127.0.0.1', port: 0 })
    browsers.installation = await firstAdmin('admin@touchstone.example')
    market = (await newOrganisation(store, 'market-a')).id
    await newOrganisation(store, 'house-a', { kind: 'rights-holder' })
    await newOrganisation(store, 'house-b', { kind: 'rights-holder' })
    await newOrganisation(store, 'authority-a', { kind: 'authority' })
    const ofMarket = ['listings:read', 'listings:write', 'decisions:write', 'outcomes:write']
    keys['market-a'] = (
      await newKey(store, 'market-a', [...ofMarket, 'catalog:write', 'webhooks:write'])
    ).text
    keys['house-a'] = (await newKey(store, 'house-a', ['catalog:read', 'catalog:write'])).text
    browsers.otto = await newMember(app, store, 'market-a', 'otto@market-a.example')
    browsers.rosa = await newMember(app, store, 'market-a', 'rosa@market-a.example')
    const added = await app.inject({
      method: 'PUT',
      url: '/api/v1/catalog/brands/velmoraq',
      headers: { authorization: `Bearer ${keys['market-a']}` },
      payload: { id: 'velmoraq', name: 'Velmoraq' },
    })
    expect(added.statusCode).toBe(201)
    browsers.ada = await newMember(app, store, 'house-a', 'ada@house-a.example')
    browsers.dewi = await newMember(app, store, 'house-a', 'dewi@house-a.example', {
      roles: ['analyst'],
    })
    browsers.ben = await newMember(app, store, 'house-b', 'ben@house-b.example')
    browsers.ines = await newMember(app, store, 'authority-a', 'ines@authority-a.example')
    browsers.mara = await memberOfBoth('mara@house-a.example')
    browsers.seller = new Browser(app)
  })
  afterAll(async () => {
    await app?.close()
    await jobs?.stop()
    await works?.close()
    await store?.close()
    await provider?.stop()
    await pictures?.stop()
    await translator?.close()
    rmSync(dataDir, { recursive: true })
  })

  async function memberOfBoth(email: string): Promise<Browser> {
    const browser = await newMember(app, store, 'house-a', email, { roles: ['reviewer'] })
    const token = await inviteByOperator(store, 'house-b', email, { roles: ['reviewer'] })
    await browser.post('/api/v1/invitation-acceptances', { token })
    return browser
  }

  async function organisationOf(slug: string): Promise<string> {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ id: string }>`select id from organisations where slug = ${slug}`.execute(handle),
    )
    return rows[0]!.id
  }

  async function firstAdmin(email: string): Promise<Browser> {
    const first = await ensureFirstAdmin(store, { email, dataDir })
    const browser = new Browser(app)
    await browser.signIn(email, first?.password)
    await browser.post('/api/v1/password', { current: first?.password, next: password })
    return browser
  }

  /** A seller's browser opens a new link and, if there is a body, appeals. */
  async function bySeller(about: Record<string, unknown>, words?: string): Promise<void> {
    const seller = { marketplace: 'market-a', id: 's-77' }
    const body = { ...about, seller, ownChannel: 'Messages' }
    const made = (await browsers.otto!.post('/api/v1/appeal-links', body)).body
    const token = (made['url'] as string).split('#')[1]!
    kept.keep(
      { [samples.appealToken]: '/token', [samples.appealLink]: '/link/id' },
      { ...made, token },
    )
    if (words === undefined) return
    const link = kept.fill(samples.appealLink) as string
    expect(await browsers.seller!.post('/api/v1/seller/session', { token })).toMatchObject({
      status: 200,
    })
    const documents = [{ name: 'invoice.png', content: pngOf(4, 4).toString('base64') }]
    const answer = { words, locale: 'en', documents }
    expect(
      await browsers.seller!.post(`/api/v1/seller/appeal-links/${link}/submissions`, answer),
    ).toMatchObject({ status: 200 })
  }

  /** A picture of the page is in a capture of House A and was sent with a notice. */
  async function bring(
    sample: string,
    about: { notice: string } | { proceeding: string },
    bytes: Uint8Array,
  ): Promise<void> {
    const from = await organisationOf('house-a')
    const asked = { organisationId: market, from, bytes, about }
    const sha256 = await bringPicture({ store, blobs: evidence.blobs }, asked)
    kept.keep({ [sample]: '/sha256' }, { sha256 })
  }

  async function beginTotes(): Promise<string> {
    const body = {
      title: 'Totes of s-77',
      listing: kept.fill(samples.listing),
      regime: 'eu-dsa',
      profile: { tier: 'marketplace', sizeClass: 'other' },
      settings: { 'automated-first-decision': true },
    }
    return (await browsers.otto!.post('/api/v1/proceedings', body)).body['id'] as string
  }

  /** A restriction imposed automatically, so that anyone may decide on the complaint. */
  async function restrict(): Promise<void> {
    const id = await beginTotes()
    kept.keep({ [samples.appealProceeding]: '/id' }, { id })
    const day = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Brussels' }).format(clock.now)
    await restrictByMachine(browsers.otto!, id, day)
  }

  /** Whether notices of House A need approval by a second person. */
  async function setApproval(secondPerson: boolean): Promise<void> {
    const settings = { secondPerson, remindDays: 7, reminders: 2 }
    await browsers.ada!.ask('PUT', '/api/v1/notice-settings', settings)
  }

  /** Makes and sends what was released. */
  async function sendReferrals(): Promise<void> {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ id: string }>`select id from referral_packages where state = 'waiting'`.execute(handle),
    )
    const dependencies = {
      ...evidence,
      sealer: webhookSettings.sealer,
      names: starterPackNames,
      engine: () => '',
    }
    for (const { id } of rows) await makeReferralPackage(dependencies, id)
  }

  /** A referral that was sent to a recipient outside. */
  async function sentReferral(sample: string, submitter = browsers.otto!): Promise<void> {
    const body = {
      template: 'uk-pipcu',
      source: { kind: 'network', network: kept.fill(samples.network) },
      title: 'Two accounts',
      recipient: {
        kind: 'outside',
        name: 'Office of the Prosecutor',
        country: 'GB',
        office: 'prosecution',
        address: '1 Example Street',
      },
    }
    const { body: drafted } = await submitter.post('/api/v1/referrals', body)
    const act = `/api/v1/referrals/${drafted['id'] as string}/actions`
    await submitter.post(act, { action: { type: 'submit' } })
    await browsers.rosa!.post(act, { action: { type: 'release' } })
    await sendReferrals()
    kept.keep({ [sample]: '/id' }, drafted)
  }

  /** A seller whom the contested referral names has seen it on their page, to which the link leads. */
  async function bySellerNamed(id: string): Promise<{ link: string }> {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ id: string }>`
        select l.id from listings l join seller_accounts a on a.id = l.seller_account_id
        where a.seller_id = ${id}`.execute(handle),
    )
    const request = { listing: rows[0]!.id, brand: 'velmoraq', reason: 'x', accepts: ['invoice'] }
    const proof = (await browsers.otto!.post('/api/v1/proof-requests', request)).body
    const seller = { marketplace: 'market-a', id }
    const wish = { proofRequest: proof['id'], seller, ownChannel: 'Messages' }
    const made = (await browsers.otto!.post('/api/v1/appeal-links', wish)).body
    const token = (made['url'] as string).split('#')[1]
    const opened = await browsers.seller!.post('/api/v1/seller/session', { token })
    const link = opened.body['link'] as string
    await browsers.seller!.get(`/api/v1/seller/appeal-links/${link}`)
    return { link }
  }

  /** Runs only before the first example of a call. */
  const once = (prepare: () => Promise<void>): (() => Promise<void>) => {
    let prepared: Promise<void> | undefined
    return () => (prepared ??= prepare())
  }

  /** Preparation that the examples' calls need. */
  const before: Record<string, () => Promise<void>> = {
    'listingImages.storedCopy': async () => {
      const listing = kept.fill(samples.listing) as string
      await storePicture({ store, works }, { listing, bytes: pngOf(32, 32) })
    },
    'listingImages.thumbnail': async () => {
      const listing = kept.fill(samples.listing) as string
      const { body } = await browsers.otto!.get(`/api/v1/listing-thumbnails?listings=${listing}`)
      const [item] = body['items'] as { address: string }[]
      kept.keep({ [samples.thumbnail]: '/token' }, { token: item!.address.split('/').at(-1) })
    },
    'webhooks.deliveries': async () => {
      await store.transact(tenantContext(market), (handle) =>
        recordOutbox(handle, market, [{ type: 'listing.assessed', data: {} }]),
      )
      const delivering = startDelivery({ store, ...webhookSettings, onFault: console.error })
      const client = createClient({ url, key: keys['market-a']! })
      const id = kept.fill(samples.webhook) as string
      await expect
        .poll(async () => (await client.webhooks.deliveries({ params: { id } })).items)
        .not.toEqual([])
      await delivering.stop()
    },
    'watchedListings.list': async () => {
      const watch = { id: kept.fill(samples.watch) as string, organisationId: market }
      const listing = { id: 'bag-1', title: 'Bag' }
      const observations = [{ url: 'https://bazaar.example/1', status: 'seen', listing } as const]
      await asOperator(store, (handle) =>
        recordObservations({ handle, watch, run: randomUUID(), observations }),
      )
    },
    'sellerPortfolios.list': once(async () => {
      const account = kept.fill(samples.sellerAccount) as string
      const facts = [{ code: 'seller.portfolio-signs', count: 2, of: 3, params: {} }]
      await asOperator(store, (handle) =>
        sql`
          insert into seller_portfolios (organisation_id, seller_account_id,
            account_organisation_id, marketplace, listings, probability, flagged, standing, facts,
            brands, examples, view, changed_since_explained, counts)
          select organisation_id, id, organisation_id, marketplace, 3, 0.53, true, 'marketplace',
            ${JSON.stringify(facts)}::json, '{velmoraq}', '{}', '', false, true
          from seller_accounts where id = ${account}::uuid`.execute(handle),
      )
    }),
    'sellerLinks.list': once(async () => {
      const client = createClient({ url, key: keys['market-a']! })
      const listings = ['s-201', 's-202'].map((id) => ({
        id: `bowl-${id}`,
        marketplace: 'market-a',
        title: 'Wooden bowl',
        description: 'WhatsApp +62 812 3456 7890',
        seller: { id, name: id },
      }))
      for (const body of listings) await client.listings.take({ body })
      const links = startLinkUpdates({ store, sealer: webhookSettings.sealer })
      await links.idle()
      await links.stop()
    }),
    'linkHubs.list': once(async () => {
      await asOperator(store, (handle) =>
        sql`
          insert into link_hubs (organisation_id, digest, type, identifier_id, accounts, usual)
          select organisation_id, digest, type, id, 31, 30 from seller_identifiers limit 1`.execute(
          handle,
        ),
      )
    }),
    'linkHubs.act: Approve that a value on more than 20 accounts counts again': async () => {
      const id = randomUUID()
      await asOperator(store, (handle) =>
        sql`
          insert into link_hub_decisions (id, organisation_id, kind, digest, type, decision,
            needs_approval, actor_id)
          select ${id}::uuid, organisation_id, 'decision', digest, type, 'restored', true,
            'colleague'
          from link_hubs limit 1`.execute(handle),
      )
      kept.keep({ [samples.pendingHubDecision]: '/id' }, { id })
    },
    'linkJudgements.act: Approve a judgement that joins more than 20 accounts': async () => {
      const id = randomUUID()
      await asOperator(store, (handle) =>
        sql`
          insert into link_judgements (id, organisation_id, kind, account_a, account_b, judgement,
            needs_approval, actor_id)
          select ${id}::uuid, organisation_id, kind, account_a, account_b, 'same', true, 'colleague'
          from link_judgements where kind = 'judgement' limit 1`.execute(handle),
      )
      kept.keep({ [samples.pendingJudgement]: '/id' }, { id })
    },
    'linkContests.act: Uphold a contest': async () => {
      const id = randomUUID()
      await asOperator(store, (handle) =>
        sql`
          insert into link_contests (id, organisation_id, account_a, account_b, side, words,
            actor_id)
          select ${id}::uuid, organisation_id, account_a, account_b, side, words, 'colleague'
          from link_contests limit 1`.execute(handle),
      )
      kept.keep({ [samples.otherLinkContest]: '/id' }, { id })
    },
    'linkModels.create': async () => {
      await asOperator(store, (handle) =>
        sql`
          insert into link_models (organisation_id, version, state, accounts, prior, digest, sealed,
            fitted_at, live_since)
          values (${market}::uuid, 1, 'live', 30, -9, repeat('0', 64), '', now(), now())`.execute(
          handle,
        ),
      )
    },
    'linkModels.act: Try a version in shadow': async () => {
      await asOperator(store, (handle) =>
        sql`
          update link_models
          set accounts = 40, prior = -9, digest = repeat('1', 64), sealed = '', fitted_at = now(),
            edits = edits + 1
          where organisation_id = ${market}::uuid and version = 2`.execute(handle),
      )
    },
    'linkModels.act: Retire a version in shadow': async () => {
      // The one before was rolled back to.
      const { body } = await browsers.otto!.get('/api/v1/link-models')
      expect(body['items']).toMatchObject([
        { version: 2, state: 'shadow' },
        { version: 1, state: 'live' },
      ])
    },
    'proofRequests.act': once(() =>
      bySeller({ proofRequest: kept.fill(samples.proofRequest) }, 'See the invoice.'),
    ),
    'sellerPages.open': async () => {
      await restrict()
      await bySeller({ proceeding: kept.fill(samples.appealProceeding) })
    },
    'sellerPages.actOnEmailUpdates': async () => {
      const { rows } = await asOperator(store, (handle) =>
        sql<{ body: string }>`
          select body from messages where about_kind = 'appeal-link'
          order by created_at desc limit 1`.execute(handle),
      )
      const token = /confirm#([\w-]{43})/.exec(rows[0]!.body)?.[1]
      kept.keep({ [samples.emailUpdatesToken]: '/token' }, { token })
    },
    'buyerContacts.confirm': async () => {
      const { rows } = await asOperator(store, (handle) =>
        sql<{ body: string }>`
          select body from messages where about_kind = 'buyer-contact'
          order by created_at desc limit 1`.execute(handle),
      )
      const token = /confirm#([\w-]{43})/.exec(rows[0]!.body)?.[1]
      kept.keep({ [samples.buyerToken]: '/token' }, { token })
    },
    'moderation.picture': async () => {
      const notice = kept.fill(samples.receivedNotice) as string
      await bring(samples.evidencePicture, { notice }, pngOf(8, 8))
    },
    'sellerPages.picture': async () => {
      const proceeding = await beginTotes()
      await bring(samples.sellersPicture, { proceeding }, pngOf(9, 9))
      const seller = { marketplace: 'market-a', id: 's-77' }
      const wish = { proceeding, seller, ownChannel: 'Messages' }
      const made = (await browsers.otto!.post('/api/v1/appeal-links', wish)).body
      kept.keep({ [samples.picturedLink]: '/link/id' }, made)
      const token = (made['url'] as string).split('#')[1]
      await browsers.seller!.post('/api/v1/seller/session', { token })
    },
    'appeals.list': () =>
      bySeller({ proceeding: kept.fill(samples.appealProceeding) }, 'See the invoice.'),
    'casework.share': async () => {
      await newStandingClaim(store, 'house-a', 'quillaby', { number: '5150' })
      const listing = kept.fill(samples.listing) as string
      await asOperator(store, (handle) =>
        sql`
          insert into listing_mentions (listing_id, organisation_id, brand_id, confidence, verdict,
            marketplace, first_seen_at)
          select id, organisation_id, 'quillaby', 1, 'block', marketplace, first_seen_at
          from listings where id = ${listing}::uuid`.execute(handle),
      )
    },
    'operator.resendFailed': async () => {
      const client = createClient({ url, key: keys['market-a']! })
      const webhook = await client.webhooks.add({ body: { url: 'https://hooks.example/lost' } })
      kept.keep({ [samples.lostWebhook]: '/id' }, webhook)
    },
    'casePackages.download': async () => {
      const sources = { archive: works.archive, names: starterPackNames, engine: () => 'none' }
      await makeCasePackage({ ...evidence, ...sources }, kept.fill(samples.casePackage) as string)
    },
    'referrals.act: Have its package made again': async () => {
      await asOperator(store, async (handle) => {
        await sql`
          update referral_packages set state = 'failed', problem_code = 'interrupted', problem = 'x'
          where state = 'waiting'`.execute(handle)
        await sql`
          update referrals set state = 'packing-failed' where state = 'releasing'`.execute(handle)
      })
    },
    'referrals.act: Acknowledge a received referral': sendReferrals,
    'referrals.act: Close a referral of which nothing more is expected': () =>
      sentReferral(samples.closedReferral),
    'referrals.act: Uphold what a seller contests, as a person who neither submitted nor released it':
      async () => {
        const third = await newMember(app, store, 'market-a', 'olga@market-a.example')
        await sentReferral(samples.contestedReferral, third)
        const referral = kept.fill(samples.contestedReferral) as string
        await asOperator(store, (handle) =>
          sql`update referrals set sent_at = sent_at - interval '31 days'
            where id = ${referral}::uuid`.execute(handle),
        )
        const { link } = await bySellerNamed('s-201')
        const action = { type: 'contest-referral', referral, text: 'They are our own designs.' }
        await browsers.seller!.post(`/api/v1/seller/appeal-links/${link}/actions`, { action })
        const { body } = await browsers.otto!.get(`/api/v1/referrals/${referral}`)
        kept.keep({ [samples.referralContest]: '/informedSellers/0/id' }, body)
      },
    'sellerPages.act: Contest a referral that names the seller': async () => {
      kept.keep({ [samples.namedSellerLink]: '/link' }, await bySellerNamed('s-202'))
    },
    'outcomeReports.report: Key in a letter of a recipient outside': () =>
      sentReferral(samples.letteredReferral),
    'evidence.item': async () => {
      await runCapture(evidence, kept.fill(samples.capture) as string)
    },
    'notices.addExtract': async () => {
      const dependencies = await organisationOf('house-a')
      const { body } = await browsers.ada!.get('/api/v1/session')
      const { id } = body['person'] as { id: string }
      const actor = { ...personOf(dependencies), id }
      const urls = [`${pictures.url}/good.png`, 'https://pasar.example/2']
      const ready = await readyToNotify(store, { slug: 'house-a', actor, urls })
      const [[noticeListing, secondListing], [noticeCapture, secondCapture]] = [
        ready.listings,
        ready.captures,
      ] as [[string, string], [string, string]]
      kept.keep(
        {
          [samples.noticeClaim]: '/claim',
          [samples.noticeCase]: '/case',
          [samples.signatory]: '/id',
          [samples.noticeListing]: '/noticeListing',
          [samples.secondListing]: '/secondListing',
          [samples.noticeCapture]: '/noticeCapture',
          [samples.secondCapture]: '/secondCapture',
        },
        {
          ...ready,
          id,
          noticeListing,
          secondListing,
          noticeCapture,
          secondCapture,
        },
      )
    },
    'notices.act: Send a notice': async () => setApproval(false),
    'notices.act: Submit a notice for approval, as it was read': async () => setApproval(true),
    'notices.act: Send a notice prepared by someone else': async () => {
      const id = kept.fill(samples.secondNotice) as string
      await browsers.ada!.post(`/api/v1/notices/${id}/actions`, { action: { type: 'send' } })
    },
    // The notice sent without an account is then the only open one.
    'moderation.queue': async () => {
      const notice = `/api/v1/notices/${kept.fill(samples.notice) as string}/actions`
      const withdraw = { type: 'withdraw', cause: 'settled', reason: 'The seller stopped.' }
      expect(await browsers.ada!.post(notice, { action: withdraw })).toMatchObject({ status: 200 })
    },
    'notices.act: Answer the marketplace’s question': async () => {
      const { otto } = browsers
      const { body } = await otto!.get('/api/v1/moderation/items')
      const [first] = body['items'] as { notice: string }[]
      const actions = [
        { type: 'triage', knowledge: 'unclear', knowledgeReason: 'x', lifeSafety: false },
        { type: 'start-review' },
        { type: 'request-information', question: 'Which name stands on the bag?' },
      ]
      for (const action of actions) {
        const url = `/api/v1/moderation/notices/${first!.notice}/items/0/actions`
        expect(await otto!.post(url, { action })).toMatchObject({ status: 200 })
      }
    },
    'messages.list': async () => {
      await store.transact(tenantContext(market), (handle) =>
        queueEmail(handle, {
          organisationId: market,
          key: 'example',
          by: 'email',
          to: 'rights@house-a.example',
          subject: 'Your notice',
          text: 'It was received.',
          about: { kind: 'case', id: 'c' },
        }),
      )
    },
    'messages.act': once(async () => {
      const id = kept.fill(samples.message) as string
      await asOperator(store, (handle) =>
        sql`update messages set state = 'uncertain' where id = ${id}::uuid`.execute(handle),
      )
    }),
    'blindAudit.draw': async () => {
      if (kept.fill(samples.auditSample) !== samples.auditSample) return
      const images = [{ url: kept.fill(samples.picture) as string }]
      await fillWeek(store, market, lastMonday(), [
        { listing: { id: '99-1', title: 'Canvas shoes', images }, verdict: 'clear' },
        { listing: { id: '99-2', title: 'Leather belt, best copy', images }, verdict: 'block' },
      ])
    },
    'confidentialityHolds.act': once(async () => {
      const second = await newMember(app, store, 'market-a', 'otilia@market-a.example')
      const hold = `/api/v1/confidentiality-holds/${kept.fill(samples.confidentialityHold) as string}`
      await second.post(`${hold}/actions`, { action: { type: 'reject-extension' } })
      const longer = { days: 60, reviewDays: 30, reason: 'The search was put off.' }
      await second.post(`${hold}/extensions`, longer)
    }),
    'noticeQuality.marks': async () => {
      await asOperator(store, (handle) =>
        sql`
          insert into safeguards (id, organisation_id, side, about, subject, warned_at,
            warned_figures, safeguarded_at, safeguarded_figures)
          select gen_random_uuid(), ${market}::uuid, 'received', 'rule', 'eu-dsa design',
            now() - interval '8 days', f, now(), f
          from (select '{"decided":40,"succeeded":30,"upheld":9}'::json as f) given`.execute(
          handle,
        ),
      )
    },
    'blindAudit.weights': async () => {
      await endFitOf(store, market)
    },
    'members.change': async () => {
      const { body } = await browsers.ada!.get('/api/v1/members')
      const members = body['items'] as { email: string }[]
      const at = members.findIndex(({ email }) => email.startsWith('noor@'))
      kept.keep({ [samples.member]: `/items/${at}/id` }, body)
    },
    'sessions.list': async () => {
      await new Browser(app).signIn('mara@house-a.example')
    },
    'sessions.proveCode': async () => {
      browsers['mara-anew'] = new Browser(app)
      await browsers['mara-anew'].signIn('mara@house-a.example')
    },
  }

  test.each(allExamples.map((one) => [`${one.room}.${one.name}`, one.what, one] as const))(
    '%s: %s',
    async (id, _what, { room, name, by, status = 200, ...example }) => {
      await (before[`${id}: ${example.what}`] ?? before[id])?.()
      // Each second-factor code can be used once.
      clock.pass(30_000)
      const statuses: number[] = []
      const ask: typeof fetch = async (address, init) => {
        const response = await fetchAs(browsers[by], address, init)
        statuses.push(response.status)
        return response
      }
      const client = createClient({ url, ...(keys[by] && { key: keys[by] }), fetch: ask })
      const call = (client as unknown as Record<string, Record<string, Call>>)[room]![name]!
      const { params, query, headers, body, contentType } = example
      const { method, records }: Endpoint = (endpoints as Endpoints)[room]![name]!
      // Reads write the same on both stores; counting on PostgreSQL takes a tenth of the time.
      const isCounted = method === 'GET' && records === undefined && engine.name === 'postgresql'
      if (isCounted) await tables.news()
      await log.news()
      const answer = await call({
        params: kept.fill(params),
        query: kept.fill(query),
        headers,
        contentType,
        body: kept.fill(body),
      })
      expect(statuses).toEqual([status])
      expect((answer as { failed?: number }).failed ?? 0).toBe(0)
      kept.keep(example.keeps, answer)
      if (isCounted) {
        const changed = await tables.news()
        expect(changed.filter((table) => !writtenByReading.has(table))).toEqual([])
      }
      const words = wordsFor(room, name)
      if (words === undefined) return
      const news = await log.news()
      expect(news.filter((word) => !words.includes(word))).toEqual([])
      for (const word of news) written.add(`${id}: ${word}`)
    },
  )

  test('the log recorded each change with every action stated for it', () => {
    const stated = allExamples.flatMap(({ room, name }) =>
      (wordsFor(room, name) ?? []).map((word) => `${room}.${name}: ${word}`),
    )
    expect([...written].sort()).toEqual([...new Set(stated)].sort())
  })
})

/** The platform's fetch as a browser would call it: with cookies, from a page of this server. */
async function fetchAs(
  browser: Browser | undefined,
  ...[address, init]: Parameters<typeof fetch>
): Promise<Response> {
  const headers = new Headers(init?.headers)
  if (browser !== undefined) {
    const cookies = [...browser.cookies].map(([name, value]) => `${name}=${value}`)
    headers.set('cookie', cookies.join('; '))
    headers.set('origin', publicUrl)
  }
  const response = await fetch(address, { ...init, headers, redirect: 'manual' })
  for (const cookie of response.headers.getSetCookie()) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
    if (value === '') browser?.cookies.delete(name)
    else browser?.cookies.set(name, value)
  }
  return response
}

test('the typed client has a call for every address, and every address an example', () => {
  const client: Record<string, Record<string, unknown>> = createClient({ url: 'http://x.example' })
  const shown = new Set(allExamples.map(({ room, name }) => `${room}.${name}`))
  for (const [room, ofRoom] of Object.entries<Record<string, Endpoint>>(endpoints)) {
    for (const name of Object.keys(ofRoom)) {
      expect([room, name, typeof client[room]?.[name], shown.has(`${room}.${name}`)]).toEqual([
        room,
        name,
        'function',
        true,
      ])
    }
  }
})
