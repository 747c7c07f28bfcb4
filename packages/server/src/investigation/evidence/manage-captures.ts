import { randomUUID } from 'node:crypto'
import { writeStoredSentence } from '@touchstone/contract'
import {
  packEvidence,
  writeFolder,
  writeZip,
  type CustodyEntry,
  type EvidenceItem,
  type WithheldItem,
} from '@touchstone/evidence'
import { evidenceReport } from '@touchstone/evidence/report'
import { recordEvent, type AuditAction } from '../../access/audit/index.ts'
import { readCase } from '../cases/index.ts'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import { pseudonymOf, saltOf } from '../../privacy/pseudonymisation/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, type ErrorCode } from '../../platform/errors/index.ts'
import type { Changes } from '../captures/index.ts'
import type { EvidenceDependencies } from './run-captures.ts'
import { compareItems } from './compare-items.ts'
import { keysOf } from './signing-keys.ts'
import {
  packageName,
  type Custody,
  type CaptureRow,
  type EvidenceItemRow,
  type SigningKeyRow,
  type SealRow,
} from './types.ts'
import { mayHandleEvidence, maySetCaptureHold } from './policy.ts'
import {
  addCustody,
  findPreviousCapture,
  findCapture,
  insertCapture,
  itemsOf,
  pageOfCaptures,
  userNameOf,
  findVisibleListing,
  sealOf,
  updateCaptureHold,
  type CaptureQuery,
} from './repository.ts'

type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T }
type Person = Extract<Actor, { kind: 'person' }>

export type CaptureInput = {
  url: string
  also?: readonly string[]
  reason: string
  /** The listing it shows, by Touchstone's id. */
  listingId?: string
}

/** The captures of the user's organisation, newest first. */
export async function listCaptures(
  options: ServiceInput<Omit<CaptureQuery, 'organisationId'>>,
): Promise<CaptureRow[]> {
  const { handle, actor, input } = options
  const { organisationId } = requireUser(actor)
  if (input.caseId !== undefined) await readCase({ handle, actor, id: input.caseId })
  return pageOfCaptures(handle, { organisationId, ...input })
}

/** The progress of a capture. It shows no evidence, so the chain of custody does not record it. */
export async function readCaptureState(options: ServiceInput<{ id: string }>): Promise<CaptureRow> {
  requireUser(options.actor)
  return requireCapture(options.handle, options.input.id)
}

/** The keys of the user's organisation, newest first. */
export async function ownKeys(options: {
  handle: Transaction
  actor: Actor
}): Promise<SigningKeyRow[]> {
  return keysOf(options.handle, requireUser(options.actor).organisationId)
}

/** Requests a capture of an address; the evidence names the requester. */
export async function requestCapture(options: ServiceInput<CaptureInput>): Promise<{ id: string }> {
  const { handle, input } = options
  const person = requireUser(options.actor)
  const url = URL.parse(input.url)
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '') {
    const message = `${JSON.stringify(input.url.slice(0, 200))} is not an http or https address: write it in full`
    throw new AppError({ code: 'address-invalid', message, pointer: '/url' })
  }
  const sellerHash = await sellerHashOf(handle, person, input.listingId)
  const id = randomUUID()
  await insertCapture(handle, {
    id,
    organisationId: person.organisationId,
    listingId: input.listingId ?? null,
    url: url.href,
    also: [...(input.also ?? [])],
    operator: await userNameOf(handle, person.id),
    reason: input.reason,
    sellerHash,
  })
  await recordAudit(handle, person, 'capture-asked', id)
  return { id }
}

/** Requests a capture of a listing in the organisation's name, for a rule that a person set up. */
export async function requestCaptureByRule({
  handle,
  input,
}: {
  /** Of the operator. */
  handle: Transaction
  input: CaptureInput & { organisationId: string; listingId: string }
}): Promise<{ id: string }> {
  const { organisationId, listingId, url, reason } = input
  const sellerHash = await sellerHashOf(handle, { organisationId }, listingId)
  const id = randomUUID()
  await insertCapture(handle, {
    id,
    organisationId,
    listingId,
    url,
    also: [],
    operator: 'Touchstone',
    reason,
    sellerHash,
  })
  await recordAudit(handle, { organisationId }, 'capture-asked', id)
  return { id }
}

/** So that access and erasure requests find captures of the seller's listings. */
async function sellerHashOf(
  handle: Transaction,
  { organisationId }: { organisationId: string },
  listingId: string | undefined,
): Promise<Buffer | null> {
  if (listingId === undefined) return null
  const listing = await findVisibleListing(handle, listingId)
  if (listing === undefined) {
    const message = `there is no listing ${listingId}`
    throw new AppError({ code: 'not-found', message, pointer: '/listing' })
  }
  const { marketplace = '', seller } = listing
  if (seller === undefined) return null
  return pseudonymOf(await saltOf(handle, organisationId), { marketplace, id: seller.id })
}

export type CaptureView = CaptureRow & {
  items: EvidenceItemRow[]
  custody: Custody
  seal: SealRow | undefined
}

/** A capture with its items and chain of custody; the read is recorded in it. */
export async function readCapture(options: ServiceInput<{ id: string }>): Promise<CaptureView> {
  const { handle } = options
  const person = requireUser(options.actor)
  const capture = await requireCapture(handle, options.input.id)
  const items = await itemsOf(handle, capture.id)
  const custody = await addUserCustody(handle, capture, person, {
    action: 'accessed',
    reason: writeStoredSentence('custody.viewed'),
    items: [],
  })
  await recordAudit(handle, person, 'capture-read', capture.id)
  return { ...capture, items, custody, seal: await sealOf(handle, capture.id) }
}

/**
 * Places a capture on hold, so that no retention period disposes of it, or lifts the hold. Both are recorded with
 * their reason.
 */
export async function setCaptureHold(
  options: ServiceInput<{ id: string; reason: string; release?: boolean }>,
): Promise<void> {
  const { handle, actor, input } = options
  if (!maySetCaptureHold(actor)) throw notAllowed('only admins can place and lift legal holds')
  const capture = await requireCapture(handle, input.id)
  const { reason, release = false } = input
  assertNotDisposed(capture)
  if (release === (capture.heldFor === null)) {
    const message = release
      ? 'this capture is not on legal hold'
      : 'this capture is already on legal hold'
    throw new AppError({ code: release ? 'legal-hold-not-set' : 'legal-hold-set', message })
  }
  await updateCaptureHold(handle, capture.id, release ? null : reason)
  const action = release ? 'released' : 'held'
  await addUserCustody(handle, capture, actor, { action, reason, items: [] })
  await recordAudit(handle, actor, release ? 'capture-released' : 'capture-held', capture.id)
}

/** One item as a local file, with its digest verified. */
export async function readItem(
  { store, blobs }: Pick<EvidenceDependencies, 'store' | 'blobs'>,
  options: { actor: Actor; input: { id: string; name: string } },
): Promise<EvidenceItemRow & { file: string }> {
  const { actor, input } = options
  const person = requireUser(actor)
  const item = await store.transact(contextOf(actor), async (handle) => {
    const capture = await requireCapture(handle, input.id)
    assertNotDisposed(capture)
    const stored = (await itemsOf(handle, capture.id)).find(({ name }) => name === input.name)
    if (stored === undefined) {
      const message = `the capture has no item ${input.name}`
      throw new AppError({ code: 'not-found', message, pointer: '/name' })
    }
    await addUserCustody(handle, capture, person, {
      action: 'accessed',
      reason: writeStoredSentence('custody.downloaded'),
      items: [stored.name],
    })
    await recordAudit(handle, person, 'evidence-item-read', capture.id)
    return stored
  })
  return { ...item, file: await blobs.file(item.sha256) }
}

export type CaptureComparison = { before: CaptureRow | null; after: CaptureRow; changes: Changes }

/** The changes at an address since its previous capture, or since another one of the organisation. */
export async function compareCapture(
  { store, blobs }: Pick<EvidenceDependencies, 'store' | 'blobs'>,
  options: { actor: Actor; input: { id: string; against?: string | undefined } },
): Promise<CaptureComparison> {
  const { actor, input } = options
  const person = requireUser(actor)
  const { before, after } = await store.transact(contextOf(actor), async (handle) => {
    const later = await withItems(handle, await requireCapture(handle, input.id))
    const other =
      input.against === undefined
        ? await findPreviousCapture(handle, later)
        : await requireCapture(handle, input.against)
    const earlier = other && (await withItems(handle, other))
    for (const capture of [later, ...(earlier ? [earlier] : [])]) {
      await addUserCustody(handle, capture, person, {
        action: 'accessed',
        reason: writeStoredSentence('custody.compared'),
        items: [],
      })
    }
    await recordAudit(handle, person, 'captures-compared', later.id)
    return { before: earlier, after: later }
  })
  const changes = await compareItems(blobs, before?.items, after.items)
  return { before: before ?? null, after, changes }
}

async function withItems(
  handle: Transaction,
  capture: CaptureRow,
): Promise<CaptureRow & { items: EvidenceItemRow[] }> {
  assertNotDisposed(capture)
  const items = await itemsOf(handle, capture.id)
  if (items.length > 0) return { ...capture, items }
  const message = `capture ${capture.id} has nothing to compare: wait until it has finished`
  throw new AppError({ code: 'capture-unfinished', message })
}

export type PackageInput = {
  id: string
  reason: string
  target: string
  agent: string
  /** Items to leave out, such as the originals of redacted copies. */
  withhold?: readonly string[]
  /** Defaults to a zip archive. */
  shape?: 'zip' | 'folder'
}

/**
 * Writes a capture's evidence as a sealed package. The copy is recorded first, so that the package itself contains
 * it, and none leaves unrecorded.
 */
export async function exportPackage(
  options: Omit<EvidenceDependencies, 'capture'>,
  request: { actor: Actor; input: PackageInput },
): Promise<{ name: string; files: number; capture: CaptureRow; seal: SealRow; custody: Custody }> {
  const { store, blobs, publisherOf, log, auditLog, authorities } = options
  const { actor, input } = request
  const person = requireUser(actor)
  const contents = await store.transact(contextOf(actor), async (handle) => {
    const capture = await requireCapture(handle, input.id)
    assertNotDisposed(capture)
    const seal = await sealOf(handle, capture.id)
    if (seal === undefined) {
      const message = 'this capture has no evidence yet: wait until it has finished'
      throw new AppError({ code: 'capture-unfinished', message })
    }
    const items = await itemsOf(handle, capture.id)
    const { reason } = input
    const withheld = withheldAmong(items, input)
    const custody = await addUserCustody(handle, capture, person, {
      action: 'copied',
      reason,
      items: [],
      ...(withheld.length > 0 && {
        details: `Withheld: ${withheld.map((item) => item.name).join(', ')}`.slice(0, 4000),
      }),
    })
    await recordAudit(handle, person, 'evidence-exported', capture.id)
    return { capture, seal, items, withheld, custody }
  })
  const { capture, seal, items, withheld, custody } = contents
  const name = packageName(capture)
  const at = new Date()
  const evidence = await packEvidence({
    name,
    title: `Capture of ${capture.url}`,
    sources: [{ title: 'The captured address', path: capture.url }],
    publisher: await publisherOf(capture.organisationId),
    items: await itemsToPack(blobs, items, withheld),
    withheld,
    custody,
    seals: [{ name: 'capture', files: seal.files }],
    log,
    auditLog: await auditLog.headToPack(capture.organisationId),
    authorities,
    report: evidenceReport,
    agent: input.agent,
    at,
  })
  if (input.shape === 'folder') await writeFolder(evidence, input.target)
  else await writeZip(evidence, input.target, at)
  return { name, files: evidence.files.length, capture, seal, custody }
}

/** Records in the chain of custody that evidence was transferred, and to whom. */
export async function recordTransfer(
  options: ServiceInput<{ id: string; reason: string; details: string }>,
): Promise<void> {
  const { handle, input } = options
  const person = requireUser(options.actor)
  const capture = await requireCapture(handle, input.id)
  const { reason, details } = input
  await addUserCustody(handle, capture, person, {
    action: 'transferred',
    reason,
    details,
    items: [],
  })
}

async function itemsToPack(
  blobs: EvidenceDependencies['blobs'],
  items: readonly EvidenceItemRow[],
  withheld: readonly WithheldItem[],
): Promise<EvidenceItem[]> {
  const left = new Set(withheld.map(({ name }) => name))
  const hashes = new Map(items.map(({ name, sha256 }) => [name, `sha256:${sha256}`]))
  const inside = items.filter(({ name }) => !left.has(name))
  return Promise.all(
    inside.map(async ({ name, path, title, mediatype, sha256, derivedFrom, how }) => {
      const hash = hashes.get(derivedFrom ?? '')
      const of = derivedFrom !== null && how !== null && hash !== undefined
      return {
        name,
        path,
        title,
        mediatype,
        content: { file: await blobs.file(sha256) },
        ...(of && { derivedFrom: { name: derivedFrom, hash, how } }),
      }
    }),
  )
}

/** Sealed items stay listed with their digest, since the seal covers it. */
function withheldAmong(
  items: readonly EvidenceItemRow[],
  { withhold = [], reason }: Pick<PackageInput, 'withhold' | 'reason'>,
): WithheldItem[] {
  const withheld = [...new Set(withhold)].map((name) => {
    const item = items.find((candidate) => candidate.name === name)
    if (item !== undefined) return item
    const message = `the capture has no item ${name}`
    throw new AppError({ code: 'not-found', message, pointer: '/withhold' })
  })
  if (withheld.length === items.length) {
    throw new AppError({
      code: 'package-empty',
      message: 'select at least one item',
      pointer: '/withhold',
    })
  }
  return withheld.map(({ name, path, title, bytes, sha256 }) => ({
    name,
    path,
    title,
    bytes,
    hash: `sha256:${sha256}`,
    reason,
  }))
}

export async function addUserCustody(
  handle: Transaction,
  capture: CaptureRow,
  person: Person,
  entry: Omit<CustodyEntry, 'at' | 'actor'>,
): Promise<Custody> {
  const name = await userNameOf(handle, person.id)
  return addCustody(handle, capture, [{ ...entry, actor: { name } }])
}

/** Not the address: the log contains nothing of a listing's content. */
export async function recordAudit(
  handle: Transaction,
  { organisationId }: { organisationId: string },
  action: AuditAction,
  id: string,
): Promise<void> {
  await recordEvent({ handle, organisationId, action, subject: { kind: 'capture', id } })
}

export async function requireCapture(handle: Transaction, id: string): Promise<CaptureRow> {
  const isId = /^[0-9a-f-]{36}$/i.test(id)
  const capture = isId ? await findCapture(handle, id) : undefined
  if (capture !== undefined) return capture
  throw new AppError({ code: 'not-found', message: `there is no capture ${id}`, pointer: '/id' })
}

export function assertNotDisposed({ disposedAt, disposedFor }: CaptureRow): void {
  if (disposedAt === null) return
  const message = `this capture was disposed of at ${disposedAt.toISOString()}: ${disposedFor}`
  throw new AppError({ code: 'capture-disposed', message })
}

export function requireUser(actor: Actor): Person {
  if (mayHandleEvidence(actor)) return actor
  throw notAllowed('only admins and analysts can handle evidence')
}

function notAllowed(message: string, code: ErrorCode = 'permission-required'): AppError {
  return new AppError({ code, message })
}
