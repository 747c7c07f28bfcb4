import {
  writeStoredSentence,
  type NoticeContentView,
  type NoticeDraftView,
  type NoticeGround,
} from '@touchstone/contract'
import { defaultRegime } from '@touchstone/jurisdiction'
import { findOrganisationById } from '../../access/organisations/index.ts'
import { openCase, requireVisibleCase } from '../../investigation/cases/index.ts'
import { newestCaptures, requestCapture } from '../../investigation/evidence/index.ts'
import { readVisibleListings, type ListingView } from '../../listings/queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { addressesOf } from './addresses-repository.ts'
import {
  claimsToEnforce,
  classesOfBrand,
  emailOf,
  listingsOfCase,
  openCasesOf,
  type ClaimToEnforce,
} from './draft-sources-repository.ts'
import { goodsFactsOf } from './goods-facts.ts'
import { earlierNotices } from './repository.ts'
import { draftNotice, requireSender, type ServiceInput, type UserActor } from './manage-notices.ts'
import { readSettings } from './settings.ts'
import { newestExtract, signatoriesOf } from './settings-repository.ts'
import { countriesOf } from './territory.ts'
import type { AssessmentSource } from './types.ts'

/** A marketplace of the installation that answers for a listing, and where it offers goods. */
export type KnownMarketplace = { slug: string; name: string; territory: readonly string[] }

type ListingsToDraft = {
  case?: string | undefined
  listings?: readonly string[] | undefined
  engine: AssessmentSource
}
type Drafting = ListingsToDraft & {
  now: Date
  /** By listing. */
  marketplaces: ReadonlyMap<string, KnownMarketplace>
}

const maxListings = 200

/** The listings that a draft would be about, all visible to the actor. */
export async function listingsToDraft(options: ServiceInput<ListingsToDraft>): Promise<string[]> {
  return [...(await visibleListings(options)).keys()]
}

async function visibleListings({
  handle,
  actor,
  input,
}: ServiceInput<ListingsToDraft>): Promise<Map<string, ListingView>> {
  requireSender(actor)
  const { case: caseId, engine } = input
  if (caseId !== undefined) {
    await requireVisibleCase({ handle, actor, id: caseId }, { pointer: '/case' })
  }
  const named = input.listings
  const ids = named ?? (await listingsOfCase(handle, { caseId: caseId ?? '', limit: maxListings }))
  const source = { names: engine.names(), engine: engine.engine() }
  const found = await readVisibleListings({ handle, actor, ...source, ids })
  const missing = named?.findIndex((id) => !found.has(id)) ?? -1
  if (missing >= 0) {
    const message = `there is no listing ${named?.[missing]}`
    throw new AppError({ code: 'not-found', message, pointer: `/listings/${missing}` })
  }
  if (found.size === 0) {
    const message = 'the case has no listing that is visible to you'
    throw new AppError({ code: 'not-found', message, pointer: '/case' })
  }
  return found
}

/** Drafts a whole notice: right, facts, evidence, recipient and signatory from what is stored. */
export async function draftFromListings(
  options: ServiceInput<Drafting>,
): Promise<Outgoing<NoticeDraftView> & { requested: string[] }> {
  const { handle, actor, input } = options
  const person = requireSender(actor)
  const all = await visibleListings(options)
  const { claim, listings, leftOut } = await chooseListings(handle, person, all)
  const ids = listings.map(({ id }) => id)
  const caseId = input.case ?? (await caseOf(options, listings, claim.brand))
  const { captures, requested } = await capturesOf(options, listings)
  const content = {
    regime: defaultRegime,
    language: 'en',
    claim: claim.id,
    ...(await statementOf(handle, person, { listings, claim, captures })),
    ...(await recipientsOf(options, { listings, claim })),
    ...(await signingOf(handle, person, input.now)),
  }
  const { id } = await draftNotice({ handle, actor, input: { caseId, content } })
  const missing = leftOut.filter(({ listing }) => !ids.includes(String(listing)))
  return { notice: id, case: caseId, captures: requested.length, leftOut: missing, requested }
}

type Chosen = {
  claim: ClaimToEnforce
  listings: ListingView[]
  leftOut: Outgoing<NoticeDraftView>['leftOut']
}

/** A notice rests on one right: that of the brand which most of the listings name. */
async function chooseListings(
  handle: Transaction,
  { organisationId }: UserActor,
  all: ReadonlyMap<string, ListingView>,
): Promise<Chosen> {
  const brandsIn = ({ assessment }: ListingView): string[] =>
    assessment?.brands.map(({ id }) => id) ?? []
  const listings = [...all.values()]
  const brands = [...new Set(listings.flatMap(brandsIn))]
  const claims = await claimsToEnforce(handle, { organisationId, brands })
  const countOf = (brand: string): number =>
    listings.filter((one) => brandsIn(one).includes(brand)).length
  // Of equal counts the first remains: an entry in a register, the newest.
  const [claim] = claims.toSorted((a, b) => countOf(b.brand) - countOf(a.brand))
  if (claim === undefined) {
    const named = brands.length === 0 ? 'no brand' : brands.join(', ')
    const message = `the listings name ${named}, and your organisation has no approved claim on it: claim the brand first`
    throw new AppError({ code: 'listing-without-claim', message })
  }
  const claimed = new Set(claims.map(({ brand }) => brand))
  const noticed = await earlierNotices(handle, {
    organisationId,
    noticeId: undefined,
    claimId: claim.id,
    listings: [...all.keys()],
  })
  const reasonToLeaveOut = (one: ListingView): Chosen['leftOut'][number]['reason'] | undefined => {
    const brands = brandsIn(one)
    if (!brands.includes(claim.brand)) {
      return brands.some((brand) => claimed.has(brand)) ? 'other-brand' : 'no-claim'
    }
    if (one.decision?.verdict === 'genuine') return 'decided-genuine'
    return noticed.has(one.id) ? 'noticed' : undefined
  }
  const fitting = listings.filter((one) => reasonToLeaveOut(one) === undefined)
  const leftOut = listings.flatMap((one) => {
    const cause = reasonToLeaveOut(one)
    return cause === undefined ? [] : [{ listing: one.id, reason: cause }]
  })
  if (fitting.length > 0) return { claim, listings: fitting, leftOut }
  // The draft then states itself what stops it.
  const ofBrand = listings.filter((one) => brandsIn(one).includes(claim.brand))
  return { claim, listings: ofBrand, leftOut }
}

async function caseOf(
  { handle, actor }: ServiceInput<Drafting>,
  listings: readonly ListingView[],
  brand: string,
): Promise<string> {
  const { organisationId } = requireSender(actor)
  const ids = listings.map(({ id }) => id)
  for (const id of await openCasesOf(handle, { organisationId, listings: ids })) {
    const isVisible = await requireVisibleCase({ handle, actor, id }).then(
      () => true,
      () => false,
    )
    if (isVisible) return id
  }
  const [first] = listings
  const title = (first?.listing.seller?.name ?? first?.listing.title ?? '').trim().slice(0, 200)
  const input = {
    title: title === '' ? brand : title,
    about: 'seller' as const,
    brands: [brand],
    listings: ids,
  }
  const opened = await openCase({ handle, actor, input })
  return String(opened.id)
}

/** Captures by listing; a missing one is requested, and counts once it is sealed. */
async function capturesOf(
  { handle, actor }: ServiceInput<Drafting>,
  listings: readonly ListingView[],
): Promise<{ captures: ReadonlyMap<string, string>; requested: string[] }> {
  const { organisationId } = requireSender(actor)
  const ids = listings.map(({ id }) => id)
  const captures = await newestCaptures(handle, { organisationId, listings: ids })
  const requested: string[] = []
  for (const { id: listingId, listing } of listings) {
    if (captures.has(listingId) || !isCapturable(listing.url)) continue
    const input = { url: listing.url, listingId, reason: writeStoredSentence('notice.evidence') }
    const { id } = await requestCapture({ handle, actor, input })
    captures.set(listingId, id)
    requested.push(id)
  }
  return { captures, requested }
}

function isCapturable(url: string | undefined): url is string {
  const parsed = URL.parse(url ?? '')
  return parsed !== null && /^https?:$/.test(parsed.protocol) && parsed.username === ''
}

type Stated = {
  listings: readonly ListingView[]
  claim: ClaimToEnforce
  captures: ReadonlyMap<string, string>
}

async function statementOf(
  handle: Transaction,
  { organisationId }: UserActor,
  { listings, claim, captures }: Stated,
): Promise<Pick<NoticeContentView, 'ground' | 'items'>> {
  const ground = groundOf(listings, claim)
  const organisation = (await findOrganisationById(handle, organisationId))?.name ?? ''
  const items = listings.map((one) => {
    const { reasons, evidence } = goodsFactsOf(one.assessment)
    const capture = captures.get(one.id)
    const isAboutGoods = reasons !== '' || evidence.length > 0
    return {
      listing: one.id,
      ...(capture !== undefined && { capture }),
      ...(ground === 'counterfeit' && reasons !== '' && { reasons }),
      evidence: [
        ...(ground === 'counterfeit' ? evidence : []),
        ...(ground === 'counterfeit' && isAboutGoods
          ? holderStatement(one, claim, organisation)
          : []),
        ...(ground === 'unlicensed-use' ? markInUse(one) : []),
      ].slice(0, 20),
    }
  })
  return { ground, items }
}

/** What people decided about the goods, if they agree; counterfeit goods otherwise. */
function groundOf(listings: readonly ListingView[], { isWork }: ClaimToEnforce): NoticeGround {
  if (isWork) return 'copyright'
  const decided = new Set(listings.map(({ decision }) => decision?.verdict))
  if (decided.size !== 1) return 'counterfeit'
  if (decided.has('grey-market')) return 'grey-market'
  return decided.has('trademark-misuse') ? 'unlicensed-use' : 'counterfeit'
}

type DraftEvidence = NoticeContentView['items'][number]['evidence']

/** What the holder's own people concluded; an agent states nothing for the holder. */
function holderStatement(
  { decision }: ListingView,
  { isAgent }: ClaimToEnforce,
  organisation: string,
): DraftEvidence {
  if (isAgent || decision?.verdict !== 'counterfeit') return []
  const day = decision.at.slice(0, 10)
  const statement = `${organisation} examined the listing on ${day} and states that the goods do not come from it.`
  return [{ kind: 'holder-statement', statement }]
}

function markInUse({ assessment }: ListingView): DraftEvidence {
  const named = assessment?.signals.find(
    ({ code, evidence }) => code === 'brand.named' && evidence?.field === 'title',
  )?.evidence?.text
  if (named === undefined) return []
  return [{ kind: 'mark-in-use', statement: `The title uses “${named.slice(0, 200)}”.` }]
}

type Addressing = Pick<NoticeContentView, 'recipients' | 'territory' | 'classes'>

/** Recipients known for the marketplaces of the listings, and what of the right concerns them. */
async function recipientsOf(
  { handle, actor, input }: ServiceInput<Drafting>,
  { listings, claim }: Omit<Stated, 'captures'>,
): Promise<Addressing> {
  const { organisationId } = requireSender(actor)
  const addresses = await addressesOf(handle, organisationId)
  const recipients = new Map<string, Addressing['recipients'][number]>()
  const offered = new Set<string>()
  for (const { id, listing } of listings) {
    const inside = input.marketplaces.get(id)
    const address = addresses.find(({ marketplace }) => marketplace === listing.marketplace)
    const known = inside ?? address
    for (const country of countriesOf(known?.territory ?? [])) offered.add(country)
    if (inside !== undefined) {
      recipients.set(`inside ${inside.slug}`, { by: 'inside', organisation: inside.slug })
    } else if (address !== undefined) {
      recipients.set(`email ${address.email}`, { by: 'email', to: address.email })
    }
  }
  const extract = claim.isWork ? undefined : await newestExtract(handle, claim.id)
  const covered = extract && new Set(countriesOf(extract.territory))
  const territory = [...offered].filter((country) => covered?.has(country) ?? true).sort()
  const classes = await classesOfBrand(handle, { organisationId, brand: claim.brand })
  const registered = extract?.classes ?? classes
  const shared = classes.filter((one) => registered.includes(one))
  return {
    recipients: [...recipients.values()].slice(0, 20),
    territory,
    classes: claim.isWork ? [] : shared.length > 0 ? shared : registered,
  }
}

type Signing = Pick<NoticeContentView, 'signatory' | 'contact' | 'goodFaith'>

/** Whoever drafts signs, if authorised; sending is their statement of good faith. */
async function signingOf(handle: Transaction, actor: UserActor, now: Date): Promise<Signing> {
  const { organisationId, id } = actor
  const [own] = await signatoriesOf(handle, organisationId, id)
  const today = now.toISOString().slice(0, 10)
  const isAuthorised = own?.authorised === true && (own.until === null || own.until >= today)
  const { contact } = await readSettings({ handle, actor })
  const email = contact ?? (await emailOf(handle, id))
  return {
    goodFaith: isAuthorised,
    ...(isAuthorised && { signatory: id }),
    ...(email !== undefined && { contact: email }),
  }
}
