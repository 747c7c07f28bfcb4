import { randomBytes, randomUUID } from 'node:crypto'
import {
  maxReferralDocuments,
  type ReferralDocumentPurpose,
  type ReferralDraft,
  type ReferralInput,
} from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import { findOrganisationById, type Actor } from '../../access/organisations/index.ts'
import { allClaims } from '../../brands/claims/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { CheckedContent } from '../../platform/documents/index.ts'
import { AppError, requireVersion } from '../../platform/errors/index.ts'
import { sql } from 'kysely'
import { mayPrepareReferrals } from './policy.ts'
import { readSource } from './read-source.ts'
import { requireAnother, type KnownRecipient } from './recipients.ts'
import {
  deleteDocument,
  documentsOf,
  insertDocument,
  insertReferral,
  updateDraft,
} from './repository.ts'
import { requireOwn, requireState } from './require-referral.ts'
import type { DocumentRow, DraftRow } from './types.ts'

type Person = Extract<Actor, { kind: 'person' }>
type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T }

/** Drafts a referral; whatever it needs beyond its source is added by `changeDraft`. */
export async function draftReferral({
  handle,
  actor,
  input,
  recipient,
}: ServiceInput<ReferralInput> & { recipient: KnownRecipient }): Promise<string> {
  const person = requirePreparer(actor)
  const { organisationId } = person
  const { template, source, title, language } = input
  const sender = await findOrganisationById(handle, organisationId)
  requireAnother(recipient, organisationId)
  const id = randomUUID()
  const number = `R${new Date().getUTCFullYear()}-${randomBytes(5).toString('hex').toUpperCase()}`
  const sourceRow =
    source.kind === 'network'
      ? ({ sourceKind: 'network', sourceId: source.network } as const)
      : ({ sourceKind: 'case', sourceId: source.case } as const)
  const draft: ReferralDraft = {
    title,
    language,
    recipient: input.recipient,
    complainant: null,
    rights: [],
    examination: null,
    accounts: null,
    listings: null,
    omissions: [],
    persons: [],
    places: [],
    genuineUnitValue: null,
    particulars: [],
    transfer: null,
    approvalNumber: null,
    storedInChina: false,
    tlp: 'amber',
    deconflictionNumber: number,
  }
  // Refuses a source that the caller does not see.
  await readSource({ handle, actor: person, source: sourceRow, chosen: draft }).catch(
    unlessTooLarge,
  )
  await insertReferral(handle, {
    id,
    organisationId,
    senderName: sender?.name ?? '',
    recipientId: recipient.id,
    recipientName: recipient.name,
    number,
    template,
    title,
    tlp: draft.tlp,
    deconflictionNumber: number,
    ...sourceRow,
    draft,
    createdBy: person.id,
  })
  await record(handle, organisationId, 'referral-drafted', id, { template, source: source.kind })
  return id
}

/** Changes parts of a draft. */
export async function changeDraft({
  handle,
  actor,
  input: { id, draft: changes, expectedVersion },
  recipient,
}: ServiceInput<{ id: string; draft: Partial<ReferralDraft>; expectedVersion: number }> & {
  recipient: KnownRecipient | undefined
}): Promise<void> {
  const person = requirePreparer(actor)
  const { row, draft: before } = await requireOwn({ handle, actor: person, id, lock: true })
  requireVersion('the referral', row, expectedVersion)
  requireState(row, ['draft'], 'changed')
  if (recipient !== undefined) requireAnother(recipient, row.organisationId)
  const draft = { ...before.draft, ...changes }
  await requireOfSource({ handle, actor: person, before, changes })
  await requireOwnClaims(handle, person.organisationId, draft)
  await requireDocuments(handle, id, draft)
  await updateDraft(handle, id, {
    draft,
    recipientId: recipient === undefined ? row.recipientId : recipient.id,
    recipientName: recipient?.name ?? row.recipientName,
  })
  await record(handle, row.organisationId, 'referral-changed', id, {
    members: Object.keys(changes),
  })
}

/** Adds a checked document to a draft. */
export async function attachDocument({
  handle,
  actor,
  input: { id, purpose, title, checked },
}: ServiceInput<{
  id: string
  purpose: ReferralDocumentPurpose
  title: string
  checked: CheckedContent
}>): Promise<DocumentRow> {
  const person = requirePreparer(actor)
  const { row } = await requireOwn({ handle, actor: person, id, lock: true })
  requireState(row, ['draft'], 'changed')
  const there = await documentsOf(handle, id)
  if (there.length >= maxReferralDocuments) {
    throw new AppError({
      code: 'referral-document-limit-reached',
      message: `the referral has ${maxReferralDocuments} documents, the maximum: delete one first`,
    })
  }
  const { content, mediaType } = checked
  const document = { id: randomUUID(), purpose, title, mediaType, bytes: content.length }
  const sha256 = checked.sha256.toString('hex')
  const { organisationId } = row
  await insertDocument(handle, { ...document, referralId: id, organisationId, content, sha256 })
  await record(handle, organisationId, 'referral-changed', id, { attached: document.id })
  return { ...document, sha256 }
}

export async function detachDocument({
  handle,
  actor,
  input: { id, document },
}: ServiceInput<{ id: string; document: string }>): Promise<void> {
  const person = requirePreparer(actor)
  const { row, draft } = await requireOwn({ handle, actor: person, id, lock: true })
  requireState(row, ['draft'], 'changed')
  const there = await documentsOf(handle, id)
  if (!there.some((one) => one.id === document)) throw documentNotFound(document)
  const { rights, persons } = draft.draft
  const isNamed =
    rights.some(({ extract }) => extract === document) ||
    persons.some((one) => one.document === document)
  if (isNamed) {
    throw new AppError({
      code: 'validation-failed',
      message: 'the draft names this document: change the right or the person first',
      pointer: '/document',
    })
  }
  await deleteDocument(handle, { referralId: id, id: document })
  await record(handle, row.organisationId, 'referral-changed', id, { detached: document })
}

async function requireOfSource({
  handle,
  actor,
  before,
  changes,
}: {
  handle: Transaction
  actor: Person
  before: DraftRow
  changes: Partial<ReferralDraft>
}): Promise<void> {
  const { accounts, listings } = changes
  if (accounts == null && listings == null) return
  const chosen = {
    accounts: accounts === undefined ? before.draft.accounts : accounts,
    listings: listings === undefined ? before.draft.listings : listings,
  }
  const found = await readSource({ handle, actor, source: before, chosen })
  for (const [what, wanted] of [
    ['accounts', accounts],
    ['listings', listings],
  ] as const) {
    const there = new Set(found[what])
    const unknown = wanted?.findIndex((id) => !there.has(id)) ?? -1
    if (unknown < 0) continue
    throw new AppError({
      code: 'referral-source-unknown',
      message: `${wanted?.[unknown]} is not among the ${what} of the source: leave it out`,
      pointer: `/draft/${what}/${unknown}`,
    })
  }
}

async function requireOwnClaims(
  handle: Transaction,
  organisationId: string,
  { rights }: ReferralDraft,
): Promise<void> {
  if (rights.length === 0) return
  const { rows } = await sql<{ id: string }>`
    select c.id from ${allClaims} c
    where c.organisation_id = ${organisationId}::uuid
      and c.id = any (${rights.map(({ claim }) => claim)}::uuid[])`.execute(handle)
  const own = new Set(rows.map(({ id }) => id))
  const unknown = rights.findIndex(({ claim }) => !own.has(claim))
  if (unknown < 0) return
  throw new AppError({
    code: 'validation-failed',
    message: 'the organisation has no such claim: name one of its own',
    pointer: `/draft/rights/${unknown}/claim`,
  })
}

async function requireDocuments(
  handle: Transaction,
  id: string,
  { rights, persons }: ReferralDraft,
): Promise<void> {
  const purposes = new Map((await documentsOf(handle, id)).map((one) => [one.id, one.purpose]))
  const named = [
    ...rights.map(({ extract }, at) => [extract, 'right-extract', `/draft/rights/${at}/extract`]),
    ...persons.map(({ document }, at) => [document, 'identity', `/draft/persons/${at}/document`]),
  ] as const
  for (const [document, purpose, pointer] of named) {
    if (document === undefined || purposes.get(document) === purpose) continue
    throw new AppError({
      code: 'validation-failed',
      message: `the referral has no document for this: attach one with the purpose ${purpose}`,
      ...(pointer !== undefined && { pointer }),
    })
  }
}

/** Too much of it is chosen from in the draft. */
function unlessTooLarge(error: unknown): undefined {
  if (error instanceof AppError && error.code === 'referral-too-large') return
  throw error
}

function documentNotFound(id: string): AppError {
  const message = `the referral has no document ${id}`
  return new AppError({ code: 'not-found', message, pointer: '/document' })
}

export function requirePreparer(actor: Actor): Person {
  if (mayPrepareReferrals(actor)) return actor
  throw new AppError({
    code: 'permission-required',
    message: 'only admins and analysts who see the whole organisation prepare referrals',
  })
}

export async function record(
  handle: Transaction,
  organisationId: string,
  action: Parameters<typeof recordEvent>[0]['action'],
  id: string,
  detail: Record<string, unknown> = {},
): Promise<void> {
  await recordEvent({ handle, organisationId, action, subject: { kind: 'referral', id }, detail })
}
