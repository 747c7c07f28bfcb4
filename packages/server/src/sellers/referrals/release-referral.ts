import { randomUUID } from 'node:crypto'
import type { ReferralChangesView, ReferralDraft } from '@touchstone/contract'
import type { Actor } from '../../access/organisations/index.ts'
import { recordOutbox } from '../../messaging/event-outbox/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, requireVersion } from '../../platform/errors/index.ts'
import { assertReleasable } from './check-release.ts'
import { record, requirePreparer } from './draft-referral.ts'
import { missingIn, outlineDossier } from './outline-dossier.ts'
import { insertPackage, packagesOf, requestPacking } from './packages-repository.ts'
import { changesBetween, readSource } from './read-source.ts'
import { markReleased, markReturned, markSubmitted, updateState } from './repository.ts'
import { requireAdmin, requireOwn, requireSecondPerson, requireState } from './require-referral.ts'
import { omissionReasons } from './omissions.ts'
import type { ListingViews, PackageRow, Source } from './types.ts'

export type StepInput<T = object> = {
  handle: Transaction
  actor: Actor
  input: { id: string; expectedVersion?: number | undefined } & T
  now: Date
  views: ListingViews
}

/** Submits a draft for release, and records what its source is now. */
export async function submitReferral({
  handle,
  actor,
  input,
  now,
  views,
}: StepInput): Promise<void> {
  const person = requirePreparer(actor)
  const { id, expectedVersion } = input
  const { row, draft } = await requireOwn({ handle, actor: person, id, lock: true })
  requireVersion('the referral', row, expectedVersion)
  requireState(row, ['draft'], 'submitted')
  const source = await readSource({ handle, actor: person, source: draft, chosen: draft.draft })
  await assertComplete(handle, { row, draft, source, now, actor: person, views })
  assertOmissionsExplained(draft.draft, source)
  const { omitted: _, ...snapshot } = source
  await markSubmitted(handle, id, { by: person.id, at: now, snapshot })
  await updateState(handle, id, { state: 'awaiting-release' })
  const { accounts, listings, links } = snapshot
  await record(handle, row.organisationId, 'referral-submitted', id, {
    accounts: accounts.length,
    listings: listings.length,
    links: links.length,
  })
}

/** Returns a referral to its draft before anything has left the organisation. */
export async function returnReferral({
  handle,
  actor,
  input,
}: StepInput<{ reason: string }>): Promise<void> {
  const person = requirePreparer(actor)
  const { id, expectedVersion, reason } = input
  const { row } = await requireOwn({ handle, actor: person, id, lock: true })
  requireVersion('the referral', row, expectedVersion)
  requireState(row, ['awaiting-release', 'packing-failed'], 'returned')
  await markReturned(handle, id, reason)
  await updateState(handle, id, { state: 'draft' })
  await record(handle, row.organisationId, 'referral-returned', id)
}

/**
 * Releases a referral as a second person: rights, seals and confidentiality holds are checked again, and a source that
 * changed since it was submitted has to be accepted. Its package is made in the background; returns that work.
 */
export async function releaseReferral({
  handle,
  actor,
  input,
  now,
  views,
}: StepInput<{ acceptChanges: boolean }>): Promise<{ id: string; organisationId: string }> {
  const { id, expectedVersion, acceptChanges } = input
  const person = requireAdmin(actor)
  const { row, draft } = await requireOwn({ handle, actor: person, id, lock: true })
  requireVersion('the referral', row, expectedVersion)
  requireState(row, ['awaiting-release'], 'released')
  const { submittedBy, snapshot } = draft
  if (submittedBy === null || snapshot === null)
    throw new Error('a submitted referral has no source')
  requireSecondPerson(person, submittedBy)
  const { organisationId } = row
  const source = await readSource({ handle, actor: person, source: draft, chosen: draft.draft })
  await assertComplete(handle, { row, draft, source, now, actor: person, views })
  await assertReleasable(handle, {
    organisationId,
    source: draft,
    draft: draft.draft,
    listings: source.listings,
    now,
  })
  const changes = changesBetween(snapshot, source)
  if (changes !== null && !acceptChanges) throw sourceChanged(changes)
  await markReleased(handle, id, { by: person.id, at: now })
  await updateState(handle, id, { state: 'releasing' })
  await insertPackage(handle, {
    id: randomUUID(),
    referralId: id,
    organisationId,
    recipientId: row.recipientId,
    kind: 'dossier',
    words: null,
    accounts: [],
    listings: [],
    state: 'waiting',
    submittedBy,
    releasedBy: person.id,
  })
  await record(handle, organisationId, 'referral-released', id, {
    changedSinceSubmission: changes !== null,
  })
  await recordOutbox(handle, organisationId, [
    { type: 'referral.released', data: { referral: id, template: row.template } },
  ])
  return { id: (await requireDossier(handle, id)).id, organisationId }
}

/** Has the package of a released referral made again. */
export async function retryPacking({
  handle,
  actor,
  input: { id, expectedVersion },
}: StepInput): Promise<{ id: string; organisationId: string }> {
  const person = requireAdmin(actor)
  const { row } = await requireOwn({ handle, actor: person, id, lock: true })
  requireVersion('the referral', row, expectedVersion)
  requireState(row, ['packing-failed'], 'retried')
  const dossier = await requireDossier(handle, id)
  requireSecondPerson(person, dossier.submittedBy)
  await requestPacking(handle, dossier.id, person.id)
  await updateState(handle, id, { state: 'releasing' })
  await record(handle, row.organisationId, 'referral-retried', id)
  return { id: dossier.id, organisationId: row.organisationId }
}

/** Refuses what no recipient may get; other missing lines are named in the dossier. */
async function assertComplete(
  handle: Transaction,
  outlined: Parameters<typeof outlineDossier>[1],
): Promise<void> {
  if (outlined.source.listings.length === 0) {
    throw new AppError({
      code: 'referral-incomplete',
      message:
        'nothing is sent without a listing: choose listings of the source, or refer another network or case',
      pointer: '/draft/listings',
    })
  }
  const missing = missingIn(await outlineDossier(handle, outlined)).filter(({ blocks }) => blocks)
  if (missing.length === 0) return
  const labels = missing.map(({ label }) => label).join('; ')
  throw new AppError({
    code: 'referral-incomplete',
    message: `nothing is sent without these lines of the template: ${labels}; add them to the draft`,
    pointer: '/draft',
  })
}

/** Whoever leaves something out says why; what joins the source later is named without a reason. */
function assertOmissionsExplained({ omissions }: ReferralDraft, { omitted }: Source): void {
  const reasonOf = omissionReasons(omissions)
  const [accounts, listings] = [omitted.accounts, omitted.listings].map(
    (ids) => ids.filter((id) => reasonOf(id) === undefined).length,
  )
  if (accounts === 0 && listings === 0) return
  throw new AppError({
    code: 'referral-incomplete',
    message: `${accounts} accounts and ${listings} listings of the source are left out without a reason: state why in omissions, or include them`,
    pointer: '/draft/omissions',
  })
}

function sourceChanged({ accounts, listings, links }: ReferralChangesView): AppError {
  const parts = [
    `${accounts.joined.length} accounts joined and ${accounts.left.length} left`,
    `${listings.added} listings were added and ${listings.removed} removed`,
    `${links.added} links were added, ${links.removed} removed and ${links.changed} changed`,
  ]
  return new AppError({
    code: 'referral-source-changed',
    message: `the source has changed since it was submitted: ${parts.join('; ')}; accept the changes, or return the referral`,
    pointer: '/action/acceptChanges',
  })
}

async function requireDossier(handle: Transaction, id: string): Promise<PackageRow> {
  const dossier = (await packagesOf(handle, id)).find(({ kind }) => kind === 'dossier')
  if (dossier === undefined) throw new Error('a released referral has no package')
  return dossier
}
