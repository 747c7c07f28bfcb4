import { randomUUID } from 'node:crypto'
import type { PictureBank, PictureReference } from '@touchstone/contract'
import { z } from 'zod'
import { recordEvent, type AuditAction } from '../audit/index.ts'
import { brandsOf, contextOf, type Actor } from '../identity/index.ts'
import { shownListing } from '../listings/index.ts'
import type { Context, Handle, Store } from '../platform/db/index.ts'
import { AppError } from '../platform/errors/index.ts'
import {
  keepsPicture,
  kindOf,
  ownMatches,
  picturesOfListing,
  speakingOf,
  type PictureWorks,
} from '../pictures/index.ts'
import type { BrandNames } from '../sharing/index.ts'
import { askAgain, missedPictures, type MissedPicture } from './catalog-store.ts'
import { mostBytes, needsBrand, stateOf, usuallyExpected, type KeptReference } from './model.ts'
import { mayChangeBanks, mayReadBanks, mayUseBrandOf } from './policy.ts'
import {
  confirmReference,
  countReferences,
  findReference,
  findSame,
  insertReference,
  listReferences,
  restsOnWithdrawn,
  standingCounterfeit,
  updateReference,
  type NewReference,
  type Place,
} from './store.ts'

/** References of one organisation at the most: each takes room in the memory of every process. */
const mostReferences = 100_000

export type Asked = { handle: Handle; actor: Actor }
type Member = Exclude<Actor, { kind: 'operator' }>

export type BankFilters = {
  bank?: PictureBank | undefined
  state?: PictureReference['state'] | undefined
  limit: number
  after?: Place
}

/** A page of the organisation's references, newest first. */
export async function referencesOf(
  { handle, actor }: Asked,
  wanted: BankFilters,
): Promise<KeptReference[]> {
  const { organisationId } = readerOf(actor)
  return listReferences(handle, { organisationId, only: brandsOf(actor), ...wanted })
}

/** A reference of the organisation's; one of another's and none at all look the same. */
export async function readReference({ handle, actor }: Asked, id: string): Promise<KeptReference> {
  const { organisationId } = readerOf(actor)
  const found = z.uuid().safeParse(id).success
    ? await findReference(handle, organisationId, id)
    : undefined
  if (found !== undefined && mayUseBrandOf(actor, found)) return found
  throw noReference(id)
}

/** A reference as it is held against a picture: what of it is shown, and its digest. */
export type ComparedReference = Pick<
  KeptReference,
  'id' | 'bank' | 'label' | 'brand' | 'sha256' | 'width' | 'height'
>

/**
 * A reference of the organisation's, or one that a rights holder shows beside this picture of an offer of the
 * organisation's own.
 */
export async function referenceBeside(
  { store, names, engine }: Looks,
  { actor, id, at }: { actor: Actor; id: string; at: OfferPicture | undefined },
): Promise<{ reference: ComparedReference; digest: string | undefined }> {
  const { organisationId } = readerOf(actor)
  const { own, digest } = await store.transact(contextOf(actor), async (handle) => {
    const asked = { handle, actor, names: names(), engine: engine() }
    const found = await readReference(asked, id).catch(unlessMissing)
    // Whether there is such a reference an offer out of sight does not tell.
    if (found === undefined && at === undefined) throw noReference(id)
    return { own: found, digest: at && (await digestOf(asked, at)) }
  })
  if (own !== undefined) return { reference: own, digest }
  const speaking = digest ? await speakingOf({ store, actor, organisationId }, [digest]) : []
  const match = speaking.find(({ reference, shared }) => shared && reference === id)
  if (match === undefined) throw noReference(id)
  const { bank, brand, original: sha256, width, height } = match
  return {
    reference: { id, bank, label: '', brand, sha256, width, height },
    digest,
  }
}

function unlessMissing(error: unknown): undefined {
  if (error instanceof AppError && error.code === 'not-found') return undefined
  throw error
}

function noReference(id: string): AppError {
  return new AppError({ code: 'not-found', message: `there is no reference ${id}`, pointer: '/id' })
}

export type NewInBank = { bank: PictureBank; brand?: string | undefined; label: string }

/** Throws unless this actor may add such a reference. */
export function assertMayAdd(actor: Actor, { bank, brand = '' }: NewInBank): Member {
  const member = changerOf(actor)
  if (brand === '' && needsBrand(bank)) {
    throw new AppError({
      code: 'bad-input',
      message: 'say in brand whose goods it shows: official photographs and known fakes need it',
      pointer: '/brand',
    })
  }
  assertMayUse(actor, { brand: brand === '' ? null : brand })
  return member
}

type Added = { reference: KeptReference; isNew: boolean }

/** Adds the bytes of a file to a bank, once they were looked at. */
export async function addReference(
  { store, works }: { store: Store; works: PictureWorks },
  { actor, input, bytes }: { actor: Actor; input: NewInBank; bytes: Uint8Array },
): Promise<Added> {
  const member = assertMayAdd(actor, input)
  if (kindOf(bytes) === undefined) {
    throw notTaken('it is no JPEG, PNG, WebP, GIF or AVIF')
  }
  const digest = await works.archive.keep(bytes)
  const { organisationId } = member
  // What another organisation keeps spares no work here: the time of the answer would tell of it.
  const isKnown = await store.transact(contextOf(actor), (handle) =>
    keepsPicture(handle, organisationId, digest),
  )
  const looked = await works.describer.look(digest, {
    isKnown,
    claimant: { party: organisationId, urgency: 'interactive' },
  })
  if (!looked.ok) throw notTaken(looked.message)
  const { width, height } = looked.facts
  await requireRoom(store, member)
  return store.transact(contextOf(actor), (handle) =>
    insertNew(handle, member, { ...input, sha256: digest, width, height }),
  )
}

/** Adds a picture of an offer in the caller's sight to a bank. */
export async function addFromOffer(
  { store, works, names, engine }: Looks,
  { actor, input, listing, place }: { actor: Actor; input: NewInBank } & OfferPicture,
): Promise<Added> {
  const member = assertMayAdd(actor, input)
  const { organisationId } = member
  await requireRoom(store, member)
  return store.transact(contextOf(actor), async (handle) => {
    const digest = await digestOf(
      { handle, actor, names: names(), engine: engine() },
      { listing, place },
    )
    const facts = await works.archive.factsOf(digest)
    if (facts === undefined) throw notKept(listing, place)
    const decisionId =
      input.bank === 'known-fake'
        ? await decisionFor({ handle, organisationId, listing, digest })
        : undefined
    const { width, height } = facts
    return insertNew(handle, member, { ...input, sha256: digest, width, height, decisionId })
  })
}

/** A fake's offer often shows the brand's own photograph, which must not turn into a sign of fakes. */
async function decisionFor(asked: {
  handle: Handle
  organisationId: string
  listing: string
  digest: string
}): Promise<string> {
  const { handle, organisationId, listing, digest } = asked
  const decisionId = await standingCounterfeit(handle, organisationId, listing)
  if (decisionId === undefined) {
    throw new AppError({
      code: 'conflict',
      message:
        'a known fake comes of an offer that your organisation decided to be counterfeit: decide on it first',
      pointer: '/listing',
    })
  }
  const shown = await ownMatches(handle, organisationId, [digest])
  if (!shown.some(({ bank, score }) => bank === 'official' && score >= 0.5)) return decisionId
  throw new AppError({
    code: 'conflict',
    message:
      'this picture shows an official photograph of yours: as a known fake it would accuse whoever uses that',
    pointer: '/place',
  })
}

/** Adds a reference that was looked at, in the name of whoever the transaction runs for. */
export async function putReference(
  handle: Handle,
  organisationId: string,
  one: Omit<NewReference, 'id' | 'expected'>,
): Promise<string> {
  const { bank } = one
  const id = randomUUID()
  const expected = usuallyExpected[bank]
  const kept = await insertReference(handle, organisationId, { ...one, id, expected })
  if (kept === id) await record(handle, organisationId, 'picture-reference-added', { id, bank })
  return kept
}

type NewOne = Omit<NewReference, 'id' | 'expected' | 'brand'> & { brand?: string | undefined }

/** Throws where the organisation is full: counted as the operator, since a limited member sees a part of its references. */
async function requireRoom(store: Store, { organisationId }: Member): Promise<void> {
  const context: Context = {
    as: 'operator',
    actor: { kind: 'operator', id: 'picture-banks' },
    worksFor: organisationId,
    urgency: 'interactive',
  }
  const count = await store.transact(context, (handle) => countReferences(handle, organisationId))
  if (count < mostReferences) return
  throw new AppError({
    code: 'conflict',
    message: `your organisation keeps ${mostReferences} references, which is the most: remove some first`,
  })
}

async function insertNew(handle: Handle, { organisationId }: Member, one: NewOne): Promise<Added> {
  const named = { ...one, brand: one.brand ? one.brand : null }
  const before = await findSame(handle, organisationId, named)
  const kept = await putReference(handle, organisationId, named)
  const reference = await findReference(handle, organisationId, kept)
  if (reference === undefined) throw new AppError({ code: 'internal', message: 'it is not there' })
  return { reference, isNew: before === undefined }
}

export type ReferenceChange = {
  label?: string | undefined
  expected?: number | undefined
  quarantined?: false | undefined
  confirmed?: true | undefined
  shared?: boolean | undefined
}

export async function changeReference(
  asked: Asked,
  id: string,
  { label, expected, quarantined, confirmed, shared }: ReferenceChange,
): Promise<KeptReference> {
  let before = await referenceToChange(asked, id)
  if (confirmed === true) before = await confirmBySecond(asked, before)
  if (shared === true && before.bank !== 'official') {
    throw new AppError({
      code: 'bad-input',
      message: 'official photographs alone are shown to marketplaces',
      pointer: '/shared',
    })
  }
  const after = {
    ...before,
    ...(label !== undefined && { label }),
    ...(expected !== undefined && { expected }),
    ...(quarantined === false && { quarantinedAt: null }),
    ...(shared !== undefined && { shared }),
  }
  if (quarantined === false && !before.isConfirmed) throw needsConfirmation('/quarantined')
  if (quarantined === false && before.quarantinedAt !== null) {
    if (await restsOnWithdrawn(asked.handle, id)) {
      throw new AppError({
        code: 'conflict',
        message:
          'the decision that this known fake rests on was taken back: remove it, or decide anew',
        pointer: '/quarantined',
      })
    }
    // What is released while as many offers show it would be quarantined by the next.
    after.expected = Math.max(after.expected, 2 * before.offersToday)
  }
  await updateReference(asked.handle, after)
  const { organisationId, bank } = after
  await record(asked.handle, organisationId, 'picture-reference-changed', { id, bank })
  return after
}

/**
 * A known fake that rests on no decision accuses others on one person's word, so that another person has to stand by
 * it before it speaks.
 */
async function confirmBySecond(asked: Asked, before: KeptReference): Promise<KeptReference> {
  const { handle, actor } = asked
  if (before.isConfirmed || before.removedAt !== null) return before
  if (actor.kind !== 'person') throw needsConfirmation('/confirmed')
  const { kind, id } = before.addedBy
  if (kind === 'person' && id === actor.id) throw needsConfirmation('/confirmed')
  await confirmReference(handle, before, actor.id)
  return { ...before, isConfirmed: true, quarantinedAt: null }
}

function needsConfirmation(pointer: string): AppError {
  return new AppError({
    code: 'not-allowed',
    message:
      'a known fake that rests on no decision is confirmed by a person other than the one who added it',
    pointer,
  })
}

export async function removeReference(asked: Asked, id: string): Promise<void> {
  const before = await referenceToChange(asked, id)
  if (before.removedAt !== null) return
  const { organisationId, bank } = before
  await updateReference(asked.handle, { ...before, removedAt: new Date() })
  await record(asked.handle, organisationId, 'picture-reference-removed', { id, bank })
}

export async function restoreReference(asked: Asked, id: string): Promise<KeptReference> {
  const before = await referenceToChange(asked, id)
  if (before.removedAt === null) return before
  const { organisationId, bank, brand, sha256 } = before
  // Whoever sent it in again meanwhile has it back already.
  const other = await findSame(asked.handle, organisationId, { bank, brand, sha256 })
  if (other !== undefined) {
    const message = `the same picture stands in this bank again, as ${other}`
    throw new AppError({ code: 'conflict', message, pointer: '/id' })
  }
  const after = { ...before, removedAt: null }
  await updateReference(asked.handle, after)
  await record(asked.handle, organisationId, 'picture-reference-restored', { id, bank })
  return after
}

/** A page of photographs that the catalog names and that did not come. */
export async function missedOfProducts(
  { handle, actor }: Asked,
  page: { limit: number; after?: readonly [product: string, url: string] },
): Promise<MissedPicture[]> {
  const { organisationId } = readerOf(actor)
  return missedPictures(handle, { organisationId, only: brandsOf(actor), ...page })
}

/** Has a photograph of a product asked for at once; false where none such is missing. */
export async function askForAgain(
  { handle, actor }: Asked,
  { product, url }: { product: string; url: string },
): Promise<boolean> {
  const { organisationId } = changerOf(actor)
  const asked = { organisationId, product, url, only: brandsOf(actor) }
  if (!(await askAgain(handle, asked))) return false
  const subject = { kind: 'product' as const, id: product }
  await recordEvent({ handle, organisationId, action: 'product-picture-asked-again', subject })
  return true
}

export type OfferPicture = { listing: string; place: number }
export type Looks = {
  store: Store
  works: PictureWorks
  names: () => BrandNames
  engine: () => string
}

/** The picture of an offer that the actor may see, where it is kept. */
async function digestOf(
  asked: Asked & { names: BrandNames; engine: string },
  { listing, place }: OfferPicture,
): Promise<string> {
  const { shown } = await shownListing({ ...asked, input: { id: listing } })
  const pictures = await picturesOfListing(asked.handle, shown.id)
  const isShown = shown.listing.images?.[place] !== undefined
  const digest = pictures.find((one) => one.place === place)?.digest
  if (isShown && typeof digest === 'string') return digest
  throw notKept(listing, place)
}

function notKept(listing: string, place: number): AppError {
  return new AppError({
    code: 'not-found',
    message: `the picture ${place} of the listing ${listing} is not kept, or not yet`,
    pointer: '/place',
  })
}

async function referenceToChange(asked: Asked, id: string): Promise<KeptReference> {
  changerOf(asked.actor)
  const before = await readReference(asked, id)
  assertMayUse(asked.actor, before)
  return before
}

function assertMayUse(actor: Actor, of: { brand: string | null }): void {
  if (mayUseBrandOf(actor, of)) return
  throw new AppError({
    code: 'not-allowed',
    message: `your membership is limited to other brands than ${of.brand}`,
    pointer: '/brand',
  })
}

/** Who may read banks; throws for others. */
export function readerOf(actor: Actor): Member {
  if (mayReadBanks(actor)) return actor
  throw new AppError({
    code: 'not-allowed',
    message: 'reading banks of pictures needs the scope catalog:read, or a membership',
  })
}

function changerOf(actor: Actor): Member {
  if (mayChangeBanks(actor)) return actor
  throw new AppError({
    code: 'not-allowed',
    message:
      'banks of pictures are changed by admins and analysts, or with the scope catalog:write',
  })
}

async function record(
  handle: Handle,
  organisationId: string,
  action: AuditAction,
  { id, bank }: { id: string; bank: PictureBank },
): Promise<void> {
  const subject = { kind: 'picture-reference' as const, id }
  await recordEvent({ handle, organisationId, action, subject, detail: { bank } })
}

export function tooLarge(): AppError {
  return new AppError({
    code: 'too-large',
    message: `the picture is larger than ${mostBytes / 1024 ** 2} MiB`,
  })
}

function notTaken(why: string): AppError {
  return new AppError({ code: 'bad-input', message: `the picture is not taken: ${why}` })
}

/** What of a reference is shown beside a picture. */
export function comparedReference({ id, bank, label, brand, width, height }: ComparedReference) {
  return { id, bank, label, brand, width, height }
}

/** A reference as it goes out. */
export function shownReference({ organisationId: _, isConfirmed, ...reference }: KeptReference) {
  return { ...reference, state: stateOf({ ...reference, isConfirmed }) }
}
