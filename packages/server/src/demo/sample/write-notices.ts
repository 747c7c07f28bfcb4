import {
  NoticeContentView,
  type ModerationAction,
  type StatementOfReasons,
  writeStoredSentence,
} from '@touchstone/contract'
import { plainDocument } from '@touchstone/evidence/report'
import { defaultRegime, shippedRules } from '@touchstone/jurisdiction'
import { openLink, runAsRecipient } from '../../enforcement/appeal-links/index.ts'
import { issueClearance, listAppeals, submitAppeal } from '../../enforcement/appeals/index.ts'
import { listCases, openCase } from '../../investigation/cases/index.ts'
import { listClaims } from '../../brands/claims/index.ts'
import { maySendUnder, recordCounselSignature } from '../../enforcement/proceedings/index.ts'
import {
  requestCapture,
  runCapture,
  type EvidenceDependencies,
} from '../../investigation/evidence/index.ts'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import { findListings, type ListingIngest } from '../../listings/ingest/index.ts'
import {
  actOnItem,
  decideAppealAndReport,
  deliverNotice,
  deliverWithdrawal,
  findInternalMarketplaces,
} from '../../enforcement/notice-exchange/index.ts'
import {
  addExtract,
  checkExtract,
  draftNotice,
  listExtracts,
  listNotices,
  readNotice,
  sendNotice,
  setSignatory,
  withdrawNotice,
} from '../../enforcement/notices/index.ts'
import { recordDecisions } from '../../review/decisions/index.ts'
import { owaspCost } from '../../access/users/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import {
  receiveNotice,
  listNoticeForms,
  readStatementDraft,
  setModerationSettings,
} from '../../enforcement/moderation/index.ts'
import { drawCapture } from './sample-capture.ts'
import { sampleContext } from './types.ts'
import {
  decisionReason,
  legalGround,
  anonymousNotice,
  noticeStories,
  sampleModerationSettings,
  upheldReasons,
  upheldSummary,
  withdrawalReason,
  type NoticeStory,
} from './notice-stories.ts'
import { registerNumber, type SampleListing } from './sample-listings.ts'
import { findSampleUser, sampleOrganisationIds } from './repository.ts'

/** What writing notices needs of the installation. */
export type NoticeDependencies = {
  evidence: EvidenceDependencies
  publicUrl: string | undefined
  sealer: Sealer
}
type Person = Actor & { kind: 'person' }
type People = { analyst: Person; admin: Person; reviewer: Person; marketplaceAdmin: Person }
type NoticeWriting = NoticeDependencies & {
  store: Store
  intake: ListingIngest
  people: People
  market: string
  /** When loading began: what happened before is dated earlier. */
  begunAt: Date
}

const brand = 'velmoraq'
const regime = defaultRegime
const marketSlug = 'sample-bazarune'

/**
 * Writes notices of the first rights holder, and takes each as far as its story goes, acting for the people on both
 * sides. A listing that already has a notice is skipped.
 */
export async function writeNotices(
  {
    store,
    intake,
    dependencies,
    begunAt,
  }: { store: Store; intake: ListingIngest; dependencies: NoticeDependencies; begunAt: Date },
  listings: readonly SampleListing[],
): Promise<void> {
  const found = await store.transact(sampleContext, async (handle) => ({
    analyst: await findSampleUser(handle, 'analyst@velmoraq.example'),
    admin: await findSampleUser(handle, 'admin@velmoraq.example'),
    reviewer: await findSampleUser(handle, 'reviewer@bazarune.example'),
    marketplaceAdmin: await findSampleUser(handle, 'admin@bazarune.example'),
    market: (await sampleOrganisationIds(handle)).get(marketSlug),
  }))
  const { analyst, admin, reviewer, marketplaceAdmin, market } = found
  // The sample was removed meanwhile.
  if (!analyst || !admin || !reviewer || !marketplaceAdmin || market === undefined) return
  const people = { analyst, admin, reviewer, marketplaceAdmin }
  const context: NoticeWriting = { ...dependencies, store, intake, market, begunAt, people }
  const claim = await setUp(context)
  const told = await listingsWithNotices(context)
  const byId = new Map(listings.map((listing) => [listing.listing.id, listing]))
  for (const story of noticeStories) {
    const listing = byId.get(story.listing)
    if (listing !== undefined) await writeNotice(context, { story, listing, claim, told })
  }
}

/** Right and register extract, signatory, counsel's approval; and the marketplace's settings. */
async function setUp({ store, people, market }: NoticeWriting): Promise<string> {
  const { admin, analyst, marketplaceAdmin } = people
  const now = new Date()
  const today = now.toISOString().slice(0, 10)
  const pdf = await plainDocument({
    title: 'Register extract (invented)',
    author: 'A register of the sample',
    at: now,
    paragraphs: [`Mark: VELMORAQ\nNumber: ${registerNumber(brand)}\nRead on: ${today}`],
  })
  const claim = await as(store, admin, async (handle, actor) => {
    const claims = await listClaims({ handle, actor, input: { limit: 1000 } })
    const own = claims.find((one) => one.brand === brand && one.state === 'approved')
    if (own === undefined) throw new Error(`no organisation has claimed ${brand}`)
    if ((await listExtracts({ handle, actor })).length === 0) {
      const right = { name: 'VELMORAQ', kind: 'trade-mark' } as const
      const file = { mediaType: 'application/pdf', content: pdf.toString('base64') } as const
      const input = {
        ...right,
        ...file,
        claim: own.id,
        on: today,
        territory: ['EM'],
        classes: [3, 9, 18, 25],
        validFrom: '2019-03-01',
        validUntil: '2034-12-31',
      }
      const checked = await checkExtract(input, actor.organisationId)
      await addExtract({ handle, actor, input: checked })
    }
    const input = { id: analyst.id, authorised: true, until: null }
    await setSignatory({ handle, actor, input })
    if (!(await maySendUnder(handle, actor.organisationId, regime, now)).allowed) {
      const { version } = shippedRules(regime).regime
      const signing = { regime, version, checkedOn: today, counsel: 'Leo Drevanne', now }
      await recordCounselSignature({ handle, actor, input: signing })
    }
    return own.id
  })
  const doors = await store.transact(sampleContext, listNoticeForms)
  if (!doors.some(({ organisationId }) => organisationId === market)) {
    await as(store, marketplaceAdmin, (handle, actor) =>
      setModerationSettings({ handle, actor, input: sampleModerationSettings, now }),
    )
    const from = { stranger: { network: '192.0.2.0/24' } }
    await store.transact(scope(market), (handle) =>
      receiveNotice({
        handle,
        organisationId: market,
        from,
        notice: anonymousNotice,
        evidence: [],
        now,
      }),
    )
  }
  return claim
}

/** Listings that already have notices. */
async function listingsWithNotices({ store, people }: NoticeWriting): Promise<ReadonlySet<string>> {
  return as(store, people.analyst, async (handle, actor) => {
    const told = new Set<string>()
    for (const { id } of await listNotices({ handle, actor, input: { limit: 200 } })) {
      const { listings } = await readNotice({ handle, actor, input: { id: String(id) } })
      for (const { listing } of listings) told.add(String(listing))
    }
    return told
  })
}

type NoticeToWrite = {
  story: NoticeStory
  listing: SampleListing
  claim: string
  told: ReadonlySet<string>
}

async function writeNotice(
  context: NoticeWriting,
  { story, listing: sampleListing, claim, told }: NoticeToWrite,
): Promise<void> {
  const { store, market, people } = context
  const { marketplace, id: externalId } = sampleListing.listing
  const [found] = await store.transact(sampleContext, (handle) =>
    findListings(handle, market, [{ marketplace, externalId }]),
  )
  if (found === undefined || told.has(found.id)) return
  const listing = found.id
  if (story.end === 'ready' && (await hasCase(context, listing))) return
  const { id: caseId } = await as(store, people.analyst, (handle, actor) => {
    const input = { title: story.title, brands: [brand], listings: [listing] }
    return openCase({ handle, actor, input: { ...input, about: 'seller' } })
  })
  if (story.end === 'ready') await decide(context, listing, story.reasons)
  const capture =
    story.end === 'draft' ? undefined : await captured(context, sampleListing, listing)
  if (story.end === 'ready') return
  const content = contentOf({ story, claim, listing, capture, signatory: people.analyst.id })
  const id = await as(store, people.analyst, async (handle, actor) =>
    String((await draftNotice({ handle, actor, input: { caseId: String(caseId), content } })).id),
  )
  if (story.end === 'draft') return
  const received = await send(context, id)
  if (story.end === 'withdrawn') await withdrawNoticeOf(context, id)
  if (story.end === 'decided' || story.appeal !== undefined) {
    const url = await restrict(context, received)
    if (story.appeal !== undefined) await answer(context, url, story.appeal)
    if (story.end === 'cleared') await clearSeller(context)
  }
}

async function hasCase({ store, people }: NoticeWriting, listing: string): Promise<boolean> {
  const input = { listing, limit: 1, state: 'open' } as const
  const found = await as(store, people.analyst, (handle, actor) =>
    listCases({ handle, actor, input }),
  )
  return found.length > 0
}

/** The brand's own decision, on which its statement in a notice rests. */
async function decide(
  { store, people, begunAt }: NoticeWriting,
  id: string,
  reason: string,
): Promise<void> {
  const at = new Date(begunAt.getTime() - 60_000).toISOString()
  const body = [{ id, verdict: 'counterfeit', reason, at }]
  await as(store, people.analyst, (handle, actor) =>
    recordDecisions({
      handle,
      actor,
      input: { body, idempotencyKey: `sample-notice-${id}` },
    }),
  )
}

async function captured(
  context: NoticeWriting,
  sampleListing: SampleListing,
  listing: string,
): Promise<string> {
  const { store, people, evidence } = context
  const { url = '' } = sampleListing.listing
  const input = { url, listingId: listing, reason: writeStoredSentence('notice.evidence') }
  const { id } = await as(store, people.analyst, (handle, actor) =>
    requestCapture({ handle, actor, input }),
  )
  // No outside service is called for a sample.
  await runCapture({ ...evidence, authorities: [], capture: drawCapture(sampleListing) }, id)
  return id
}

function contentOf(options: {
  story: NoticeStory
  claim: string
  listing: string
  capture: string | undefined
  signatory: string
}): NoticeContentView {
  const { story, claim, listing, capture, signatory } = options
  const { reasons, language, shown } = story
  return NoticeContentView.parse({
    regime,
    ground: 'counterfeit',
    claim,
    language,
    territory: ['DE'],
    classes: [18, 25],
    items: [
      {
        listing,
        reasons,
        ...(capture !== undefined && { capture }),
        evidence: shown === undefined ? [] : [{ kind: 'never-made', statement: shown }],
      },
    ],
    ...(capture !== undefined && { signatory, goodFaith: true }),
    contact: 'rights@velmoraq.example',
    recipients: [{ by: 'inside', organisation: marketSlug }],
  })
}

/** Sends a notice, and returns its number at the marketplace. */
async function send(context: NoticeWriting, id: string): Promise<string> {
  const { store, people, intake } = context
  const engine = { names: intake.names, engine: () => intake.screening.name }
  const now = new Date()
  const marketplaces = await findInternalMarketplaces(store, id)
  const input = { id, now, inside: marketplaces, engine }
  const { recipients } = await as(store, people.analyst, async (handle, actor) => {
    await sendNotice({ handle, actor, input })
    await deliverNotice({ handle, id, marketplaces, now })
    return readNotice({ handle, actor, input })
  })
  const received = recipients[0]?.received
  if (received == null) throw new Error(`the notice ${id} did not arrive`)
  return String(received)
}

async function withdrawNoticeOf(context: NoticeWriting, id: string): Promise<void> {
  const input = { id, cause: 'mistaken', reason: withdrawalReason, now: new Date() } as const
  await as(context.store, context.people.analyst, async (handle, actor) => {
    await withdrawNotice({ handle, actor, input })
    await deliverWithdrawal({ handle, id, now: input.now })
  })
}

/** Decides and restricts for the marketplace; returns the address for the seller's appeal. */
async function restrict(context: NoticeWriting, id: string): Promise<string> {
  const { store, people, intake, publicUrl } = context
  const position = 0
  const engine = { names: intake.names, engine: () => intake.screening.name }
  return as(store, people.reviewer, async (handle, actor) => {
    const now = new Date()
    const serverAddress = {
      origin: publicUrl ?? 'http://localhost',
      isPublic: publicUrl !== undefined,
    }
    const acting = { handle, actor, now, sendsMail: false, serverAddress }
    for (const action of [
      { type: 'triage', knowledge: 'yes', knowledgeReason: decisionReason, lifeSafety: false },
      { type: 'start-review' },
      { type: 'decide', outcome: 'restrict', reasons: decisionReason },
    ] as const) {
      await actOnItem({ ...acting, input: { id, position, action } })
    }
    const { draft } = await readStatementDraft({
      handle,
      actor,
      engine,
      now,
      input: { id, position },
    })
    const statement = {
      ...draft,
      measures: [{ measure: 'disable' }],
      account: 'business',
      ground: legalGround,
    } as StatementOfReasons
    const action: ModerationAction = {
      type: 'restrict',
      instance: `n-${id}-0/restriction`,
      statement,
      illegalProduct: false,
      deliver: { by: 'own-channel', to: 'Seller centre, message 4471' },
    }
    const link = await actOnItem({ ...acting, input: { id, position, action } })
    if (link === undefined) throw new Error(`no link was created for the seller of ${id}`)
    return link.url
  })
}

/** Upholds the newest appeal, by someone other than the first decider, and clears its seller. */
async function clearSeller({ store, people, market, evidence }: NoticeWriting): Promise<void> {
  const { signer } = await evidence.publisherOf(market)
  const now = new Date()
  await as(store, people.marketplaceAdmin, async (handle, actor) => {
    const [appeal] = await listAppeals({ handle, actor, input: { limit: 1, state: 'open' } })
    if (appeal === undefined) throw new Error('the appeal did not arrive')
    const decision = {
      outcome: 'upheld',
      upholdReason: 'neither-illegal-nor-against-terms',
      reasons: upheldReasons,
      summary: upheldSummary,
      qualification: 'Five years in trademark moderation',
    } as const
    await decideAppealAndReport({ handle, actor, input: { ...decision, id: appeal.id, now } })
    const right = `EM ${registerNumber(brand)}`
    const cleared = { appeal: appeal.id, brand, right, now, signer }
    await issueClearance({ handle, actor, input: cleared })
  })
}

async function answer(
  { store, sealer }: NoticeWriting,
  url: string,
  appeal: NonNullable<NoticeStory['appeal']>,
): Promise<void> {
  const clock = Date.now
  const settings = { sealer, publicUrl: undefined, secureCookie: true, oidc: undefined, clock }
  const dependencies = { store, settings: { ...settings, cost: owaspCost, dataDir: undefined } }
  const token = url.split('#')[1] ?? ''
  const { link, session } = await openLink(dependencies, {
    token,
    session: undefined,
    address: '192.0.2.7',
  })
  const { words, locale, invoice } = appeal
  const content = (await plainDocument({ ...invoice, at: new Date() })).toString('base64')
  const documents = [{ name: 'invoice.pdf', content }]
  await submitAppeal(
    (work) =>
      runAsRecipient(dependencies, { session, link }, (handle, opened, now) =>
        work({ handle, link: opened, now }),
      ),
    dependencies,
    { words, locale, documents },
  )
}

function scope(organisationId: string) {
  const actor = { kind: 'operator', id: 'moderation' } as const
  return { as: 'tenant', organisationId, actor } as const
}

function as<T>(
  store: Store,
  actor: Person,
  work: (handle: Transaction, actor: Person) => Promise<T>,
): Promise<T> {
  return store.transact(contextOf(actor), (handle) => work(handle, actor))
}
