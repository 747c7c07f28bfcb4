import {
  mostPreviewedListings,
  type ReferralCustodyView,
  type ReferralDetailView,
  type ReferralItemKind,
  type ReferralItemView,
  type ReferralPreviewView,
  type ReferralState,
  type ReferralView,
} from '@touchstone/contract'
import type { Actor } from '../../access/organisations/index.ts'
import { wasRecordedRecently } from '../../access/audit/index.ts'
import type { Blobs } from '../../platform/blobs/index.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { contextOf } from '../../access/organisations/index.ts'
import { pageOfCustody, recordCustody, type CustodyRow } from './custody.ts'
import { informedSellersOf } from '../referral-notices/index.ts'
import { itemsOfDossier } from './items-of-dossier.ts'
import { findOverlaps, pageOfItems } from './items-repository.ts'
import { noticesOf } from '../referral-notices/index.ts'
import { outcomesByItem } from './outcomes-repository.ts'
import { missingIn, outlineDossier } from './outline-dossier.ts'
import { packagesOf } from './packages-repository.ts'
import { changesBetween, readSource } from './read-source.ts'
import {
  documentsOf,
  findDraft,
  pageOfReferrals,
  type ReferralCursor,
  type ReferralFilter,
} from './repository.ts'
import {
  requireOwn,
  requireReader,
  requireReferral,
  type Caller,
  type Side,
} from './require-referral.ts'
import type { DraftRow, ListingViews, PackageRow, ReferralRow } from './types.ts'
import {
  problemOf,
  toDocumentView,
  toInformedSellerView,
  toItemView,
  toPackageView,
  toReferralView,
} from './views.ts'

/** The time of a request, and how it shows listings of others. */
type Moment = { now: Date; views: ListingViews }
type ServiceInput<T> = { handle: Transaction; actor: Actor; input: T }

/** A page of what the organisation made or received, with one row more than it shows. */
export async function listReferrals({
  handle,
  actor,
  input,
}: ServiceInput<{
  side: Side
  state?: ReferralState | undefined
  of?: ReferralFilter
  after?: ReferralCursor
  limit: number
}>): Promise<{ row: ReferralRow; shown: Outgoing<ReferralView> }[]> {
  const { organisationId } = requireReader(actor)
  const rows = await pageOfReferrals(handle, { organisationId, ...input })
  return rows.map((row) => ({ row, shown: toReferralView(row, input.side) }))
}

const lookSeconds = 600

/** A referral as its side sees it. A recipient's look is custody, once in ten minutes. */
export async function readReferral({
  handle,
  actor,
  input: { id },
  now,
  views,
}: ServiceInput<{ id: string }> & Moment): Promise<Outgoing<ReferralDetailView>> {
  const caller = requireReader(actor)
  const { row, side } = await requireReferral({ handle, actor: caller, id })
  const packages = await packagesOf(handle, row.id)
  const dossier = packages.find(({ kind }) => kind === 'dossier')
  const { recipientId } = row
  const isRecipient = side === 'recipient'
  if (isRecipient) await recordLook(handle, caller, row.id)
  const { withdrawalReason, silenceSince: since, silenceUntil: until } = row
  return {
    ...toReferralView(row, side),
    number: row.number,
    ...(await senderParts({ handle, caller, row, side, now, views })),
    progress:
      !isRecipient && row.state === 'releasing' && dossier !== undefined
        ? { done: dossier.done, total: dossier.total }
        : null,
    problem: isRecipient || dossier === undefined ? null : problemOf(dossier),
    package: toPackageView(dossier),
    withdrawalReason,
    silence: since === null || until === null ? null : { since, until },
    overlaps:
      isRecipient && recipientId !== null
        ? await findOverlaps(handle, { referralId: row.id, recipientId })
        : [],
    notices: await noticesOf(handle, row.id, isRecipient ? 'recipient' : 'sender'),
    informedSellers: isRecipient
      ? []
      : (await informedSellersOf(handle, row.id)).map(toInformedSellerView),
  }
}

type SenderParts = Pick<
  Outgoing<ReferralDetailView>,
  'source' | 'draft' | 'documents' | 'missing' | 'changes' | 'submittedBy' | 'releasedBy'
>

async function senderParts({
  handle,
  caller,
  row,
  side,
  ...moment
}: {
  handle: Transaction
  caller: Caller
  row: ReferralRow
  side: Side
} & Moment): Promise<SenderParts> {
  const draft = side === 'sender' ? await findDraft(handle, row.id) : undefined
  if (draft === undefined) {
    const none = { source: null, draft: null, changes: null, submittedBy: null, releasedBy: null }
    return { ...none, documents: [], missing: [] }
  }
  const { sourceKind, sourceId, submittedBy, releasedBy } = draft
  const { changes, missing } = await readOpen({ handle, caller, row, draft, ...moment })
  return {
    source:
      sourceKind === 'network'
        ? { kind: 'network', network: sourceId }
        : { kind: 'case', case: sourceId },
    draft: draft.draft,
    documents: (await documentsOf(handle, row.id)).map(toDocumentView),
    missing,
    changes,
    submittedBy,
    releasedBy,
  }
}

/** What a draft lacks, and how the source changed since it was submitted. */
async function readOpen({
  handle,
  caller,
  row,
  draft,
  ...moment
}: {
  handle: Transaction
  caller: Caller
  row: ReferralRow
  draft: DraftRow
} & Moment): Promise<Pick<SenderParts, 'missing' | 'changes'>> {
  if (row.state !== 'draft' && row.state !== 'awaiting-release') {
    return { missing: [], changes: null }
  }
  // A source that was too large, or is gone, is chosen anew.
  const source = await readSource({
    handle,
    actor: caller,
    source: draft,
    chosen: draft.draft,
  }).catch(unlessUnreadable)
  if (source === undefined) return { missing: [], changes: null }
  const outlined = await outlineDossier(handle, { row, draft, source, actor: caller, ...moment })
  const { snapshot } = draft
  return {
    missing: missingIn(outlined),
    changes: snapshot === null ? null : changesBetween(snapshot, source),
  }
}

function unlessUnreadable(error: unknown): undefined {
  if (error instanceof AppError && ['referral-too-large', 'not-found'].includes(error.code)) return
  throw error
}

async function recordLook(handle: Transaction, caller: Caller, id: string): Promise<void> {
  const { organisationId } = caller
  const subject = { kind: 'referral', id } as const
  const look = { handle, organisationId, action: 'referral-read', subject } as const
  if (await wasRecordedRecently(look, lookSeconds)) return
  await recordCustody(handle, { referralId: id, organisationId, event: 'read' })
}

/** The dossier as it would read now, for its sender. */
export async function previewReferral({
  handle,
  actor,
  input: { id },
  now,
  views,
}: ServiceInput<{ id: string }> & Moment): Promise<Outgoing<ReferralPreviewView>> {
  const caller = requireReader(actor)
  const { row, draft } = await requireOwn({ handle, actor: caller, id })
  const source = await readSource({ handle, actor: caller, source: draft, chosen: draft.draft })
  const outlined = await outlineDossier(handle, { row, draft, source, now, actor: caller, views })
  const { dossier } = outlined
  const { sender, recipient, model, scale, priorSteps, accounts, links, listings, schedule } =
    dossier
  const shown = itemsOfDossier(dossier, { captures: [], subjects: [] })
  const first = (kind: ReferralItemKind, most: number) =>
    shown.filter((item) => item.kind === kind).slice(0, most)
  return {
    sender: sender.organisation,
    recipient: recipient.organisation,
    model: model && {
      version: model.version,
      error: model.error && {
        rate: model.error.rate,
        low: model.error.low,
        high: model.error.high,
        sample: model.error.sample,
      },
    },
    scale: {
      units: scale.units,
      turnover: scale.turnover,
      genuineValue: scale.genuineValue,
      thresholds: scale.thresholds,
    },
    priorSteps: priorSteps.map(({ at, kind, text }) => ({ at: new Date(at), kind, text })),
    missing: missingIn(outlined),
    counts: {
      accounts: accounts.length,
      links: links.length,
      listings: listings.length,
      captures: listings.reduce((count, { captures }) => count + captures.length, 0),
      unused: schedule.length,
    },
    items: [
      ...first('account', 1000),
      ...first('link', 1000),
      ...first('listing', mostPreviewedListings),
      ...first('unused', 1000),
    ].map((item) => toItemView({ ...item, supplement: null }, 'sender', undefined)),
  }
}

/** A page of what was sent, with one row more than it shows. */
export async function listItems({
  handle,
  actor,
  input: { id, ...page },
}: ServiceInput<{
  id: string
  kind?: ReferralItemKind | undefined
  after?: number
  limit: number
}>): Promise<{ place: number; shown: Outgoing<ReferralItemView> }[]> {
  const caller = requireReader(actor)
  const { row, side } = await requireReferral({ handle, actor: caller, id })
  if (side === 'recipient') await recordLook(handle, caller, row.id)
  const items = await pageOfItems(handle, { referralId: row.id, ...page })
  const outcomes = await outcomesByItem(handle, row.id)
  return items.map((item) => ({
    place: item.place,
    shown: toItemView(item, side, outcomes.get(item.ref)),
  }))
}

export async function listCustody({
  handle,
  actor,
  input: { id, ...page },
}: ServiceInput<{ id: string; after?: ReferralCursor; limit: number }>): Promise<CustodyRow[]> {
  const caller = requireReader(actor)
  const { row } = await requireReferral({ handle, actor: caller, id })
  const { organisationId } = caller
  return pageOfCustody(handle, { referralId: row.id, organisationId, ...page })
}

export function toCustodyView({ id: _, ...row }: CustodyRow): Outgoing<ReferralCustodyView> {
  return row
}

/** The file of a package, for download: recorded before anything is returned. */
export async function openReferralPackage(
  { store, blobs }: { store: Store; blobs: Blobs },
  {
    actor,
    id,
    redacted,
    supplement,
  }: { actor: Actor; id: string; redacted: boolean; supplement: string | undefined },
): Promise<{ name: string; bytes: number; file: string }> {
  const caller = requireReader(actor)
  const found = await store.transact(contextOf(actor), async (handle) => {
    const { row } = await requireReferral({ handle, actor: caller, id })
    const packages = await packagesOf(handle, row.id)
    const stored = requireStored(
      packages.find((one) =>
        supplement === undefined ? one.kind === 'dossier' : one.id === supplement,
      ),
    )
    const { name, view } = stored
    const [sha256, bytes] = redacted
      ? [view.redactedSha256, view.redactedBytes]
      : [view.sha256, view.bytes]
    const event = redacted ? 'redacted-package-downloaded' : 'package-downloaded'
    const { organisationId } = caller
    await recordCustody(handle, { referralId: row.id, organisationId, event, sha256 })
    return { name: redacted ? `${name}-redacted` : name, bytes, sha256 }
  })
  const { name, bytes, sha256 } = found
  return { name, bytes, file: await blobs.file(sha256) }
}

function requireStored(row: PackageRow | undefined): {
  name: string
  view: NonNullable<ReferralDetailView['package']>
} {
  const view = toPackageView(row)
  if (row?.name != null && view !== null) return { name: row.name, view }
  throw new AppError({
    code: 'referral-package-missing',
    message: 'there is no package: it has not been made yet, or was deleted',
  })
}
