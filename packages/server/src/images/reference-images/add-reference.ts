import { randomUUID } from 'node:crypto'
import type { ImageBank } from '@touchstone/contract'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import type { Context, Transaction, Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { hasStoredImage, detectImage, ownMatches, type ImagePipeline } from '../pipeline/index.ts'
import { needsBrand, defaultExpectedListings, type ReferenceRow } from './types.ts'
import {
  assertMayUse,
  changerOf,
  digestOf,
  notStored,
  record,
  type ReferenceDependencies,
  type Member,
  type ListingImageRef,
} from './manage-reference-images.ts'
import {
  countReferences,
  findReference,
  findReferenceByDigest,
  insertReference,
  findCounterfeitDecision,
  type NewReference,
} from './repository.ts'

/** Most references of one organisation: each takes memory in every process. */
const mostReferences = 100_000

export type NewReferenceInput = { bank: ImageBank; brand?: string | undefined; label: string }

/** Throws unless this actor may add such a reference. */
export function requireReferenceEditor(
  actor: Actor,
  { bank, brand = '' }: NewReferenceInput,
): Member {
  const member = changerOf(actor)
  if (brand === '' && needsBrand(bank)) {
    throw new AppError({
      code: 'brand-missing',
      message: 'name the brand whose goods it shows: official photographs and known fakes need it',
      pointer: '/brand',
    })
  }
  assertMayUse(actor, { brand: brand === '' ? null : brand })
  return member
}

type Added = { reference: ReferenceRow; isNew: boolean }

/** Adds a file to a bank once it has been analysed. */
export async function addReference(
  { store, works }: { store: Store; works: ImagePipeline },
  { actor, input, bytes }: { actor: Actor; input: NewReferenceInput; bytes: Uint8Array },
): Promise<Added> {
  const member = requireReferenceEditor(actor, input)
  if (detectImage(bytes) === undefined) {
    throw imageRejected('it is not a JPEG, PNG, WebP, GIF or AVIF')
  }
  const digest = await works.archive.store(bytes)
  const { organisationId } = member
  // Another organisation's copy saves no work here, since the response time would reveal it.
  const isKnown = await store.transact(contextOf(actor), (handle) =>
    hasStoredImage(handle, organisationId, digest),
  )
  const looked = await works.describer.describeStored(digest, {
    isKnown,
    claimant: { party: organisationId, urgency: 'interactive' },
  })
  if (!looked.ok) throw imageRejected(looked.message)
  const { width, height } = looked.facts
  await requireRoom(store, member)
  return store.transact(contextOf(actor), (handle) =>
    insertNew(handle, member, { ...input, sha256: digest, width, height }),
  )
}

/** Adds a visible listing's picture to a bank. */
export async function addReferenceFromListing(
  { store, works, names, engine }: ReferenceDependencies,
  { actor, input, listing, place }: { actor: Actor; input: NewReferenceInput } & ListingImageRef,
): Promise<Added> {
  const member = requireReferenceEditor(actor, input)
  const { organisationId } = member
  await requireRoom(store, member)
  return store.transact(contextOf(actor), async (handle) => {
    const digest = await digestOf(
      { handle, actor, names: names(), engine: engine() },
      { listing, place },
    )
    const facts = await works.archive.factsOf(digest)
    if (facts === undefined) throw notStored(listing, place)
    const decisionId =
      input.bank === 'known-fake'
        ? await decisionFor({ handle, organisationId, listing, digest })
        : undefined
    const { width, height } = facts
    return insertNew(handle, member, { ...input, sha256: digest, width, height, decisionId })
  })
}

/** A fake's listing often shows the brand's own photograph, which must not become evidence of fakes. */
async function decisionFor(options: {
  handle: Transaction
  organisationId: string
  listing: string
  digest: string
}): Promise<string> {
  const { handle, organisationId, listing, digest } = options
  const decisionId = await findCounterfeitDecision(handle, organisationId, listing)
  if (decisionId === undefined) {
    throw new AppError({
      code: 'known-fake-undecided',
      message:
        'a known fake must come from a listing that your organisation decided is counterfeit: decide on it first',
      pointer: '/listing',
    })
  }
  const shown = await ownMatches(handle, organisationId, [digest])
  if (!shown.some(({ bank, score }) => bank === 'official' && score >= 0.5)) return decisionId
  throw new AppError({
    code: 'known-fake-shows-official',
    message:
      'this picture shows one of your official photographs: as a known fake it would accuse everyone who uses that photograph',
    pointer: '/place',
  })
}

/** Adds an analysed reference, in the name of the transaction's actor. */
export async function saveReference(
  handle: Transaction,
  organisationId: string,
  input: Omit<NewReference, 'id' | 'expected'>,
): Promise<string> {
  const { bank } = input
  const id = randomUUID()
  const expected = defaultExpectedListings[bank]
  const storedId = await insertReference(handle, organisationId, { ...input, id, expected })
  if (storedId === id) await record(handle, organisationId, 'picture-reference-added', { id, bank })
  return storedId
}

type NewOne = Omit<NewReference, 'id' | 'expected' | 'brand'> & { brand?: string | undefined }

/** Throws if the organisation has too many: counted as the operator, since a limited member sees only some. */
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
    code: 'reference-image-limit-reached',
    message: `your organisation has ${mostReferences} reference images, the maximum: remove some first`,
  })
}

async function insertNew(
  handle: Transaction,
  { organisationId }: Member,
  input: NewOne,
): Promise<Added> {
  const named = { ...input, brand: input.brand ? input.brand : null }
  const before = await findReferenceByDigest(handle, organisationId, named)
  const storedId = await saveReference(handle, organisationId, named)
  const reference = await findReference(handle, organisationId, storedId)
  if (reference === undefined)
    throw new AppError({ code: 'internal', message: 'it does not exist' })
  return { reference, isNew: before === undefined }
}

function imageRejected(why: string): AppError {
  return new AppError({ code: 'image-rejected', message: `the picture was rejected: ${why}` })
}
