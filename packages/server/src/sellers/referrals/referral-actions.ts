import { maxHeldListings, type ReferralAction } from '@touchstone/contract'
import { findOrganisationById, type Actor } from '../../access/organisations/index.ts'
import { setConfidentialityHold } from '../../enforcement/confidentiality-holds/index.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import { AppError, requireVersion } from '../../platform/errors/index.ts'
import { record, requirePreparer } from './draft-referral.ts'
import { informBothSides } from './inform.ts'
import { findSubjects, listingNamesOf } from './items-repository.ts'
import { insertNotice } from '../referral-notices/index.ts'
import { notifyOfWithdrawal } from './notify-recipients.ts'
import { mayAnswerReferrals } from './policy.ts'
import type { StepInput } from './release-referral.ts'
import { updateState } from './repository.ts'
import { requireOwn, requireReceived, requireState, type Caller } from './require-referral.ts'
import { retentionDaysOf } from './templates.ts'

type Silence = NonNullable<Extract<ReferralAction, { type: 'acknowledge' }>['silence']>

const operator = { as: 'operator', actor: { kind: 'operator', id: 'referrals' } } as const
const day = 86_400_000

/** Withdraws a referral in any state before its end; a recipient that has it is told why. */
export async function withdrawReferral({
  handle,
  actor,
  input,
  now,
}: StepInput<{ reason: string }>): Promise<void> {
  const person = requirePreparer(actor)
  const { id, expectedVersion, reason } = input
  const { row } = await requireOwn({ handle, actor: person, id, lock: true })
  requireVersion('the referral', row, expectedVersion)
  const open = ['draft', 'awaiting-release', 'releasing', 'packing-failed', 'sent', 'acknowledged']
  requireState(row, open as (typeof row.state)[], 'withdrawn')
  await updateState(handle, id, {
    state: 'withdrawn',
    withdrawnAt: now,
    withdrawalReason: reason,
    deleteAfterDays: retentionDaysOf(row.template),
  })
  if (row.sentAt !== null) {
    const words = `The sender withdrew the referral: ${reason}`.slice(0, 2000)
    await insertNotice(handle, { row, cause: 'withdrawal', causeId: id, words, refs: [] })
    const listings = (await findSubjects(handle, id)).flatMap(({ kind, subjectId }) =>
      kind === 'listing' && subjectId !== null ? [subjectId] : [],
    )
    await notifyOfWithdrawal(handle, { row, listings })
  }
  await informBothSides(handle, {
    row,
    by: 'sender',
    type: 'referral.withdrawn',
    action: 'referral-withdrawn',
  })
}

/** Closes a sent referral, of which nothing more is expected. */
export async function closeReferral({ handle, actor, input, now }: StepInput): Promise<void> {
  const person = requirePreparer(actor)
  const { id, expectedVersion } = input
  const { row } = await requireOwn({ handle, actor: person, id, lock: true })
  requireVersion('the referral', row, expectedVersion)
  requireState(row, ['sent', 'acknowledged'], 'closed')
  const deleteAfterDays = retentionDaysOf(row.template)
  await updateState(handle, id, { state: 'closed', closedAt: now, deleteAfterDays })
  await record(handle, row.organisationId, 'referral-closed', id)
}

/** The slug by which an authority names the sender in a hold; row-level security does not show it to the recipient. */
export async function findSenderSlug(store: Store, organisationId: string): Promise<string> {
  const found = await store.transact(operator, (handle) =>
    findOrganisationById(handle, organisationId),
  )
  return found?.slug ?? ''
}

/** Acknowledges a received referral; an authority may ask for silence about its listings. */
export async function acknowledgeReferral({
  handle,
  actor,
  input,
  now,
  senderSlug,
}: StepInput<{ silence?: Silence | undefined }> & { senderSlug: string }): Promise<void> {
  const caller = requireAnswering(actor)
  const { id, expectedVersion, silence } = input
  const row = await requireReceived({ handle, actor: caller, id, lock: true })
  requireVersion('the referral', row, expectedVersion)
  requireState(row, ['sent'], 'acknowledged')
  if (silence !== undefined) {
    await holdListings({ handle, actor, input: silence, now, referralId: id, senderSlug })
  }
  await updateState(handle, id, {
    state: 'acknowledged',
    acknowledgedAt: now,
    ...(silence && {
      silence: { since: now, until: new Date(now.getTime() + silence.days * day) },
    }),
  })
  await informBothSides(handle, {
    row,
    by: 'recipient',
    type: 'referral.acknowledged',
    action: 'referral-acknowledged',
    data: { silence: silence !== undefined },
  })
}

type Hold = {
  handle: Transaction
  actor: Actor
  input: Silence
  now: Date
  referralId: string
  senderSlug: string
}

/** The authority's own confidentiality holds on what it was sent, binding the sender and the marketplaces. */
async function holdListings({
  handle,
  actor,
  input: { days, reference, reason, contact },
  now,
  referralId,
  senderSlug,
}: Hold): Promise<void> {
  const listings = await listingNamesOf(handle, referralId)
  for (let at = 0; at < listings.length; at += maxHeldListings) {
    await setConfidentialityHold({
      handle,
      actor,
      now,
      input: {
        scope: {
          kind: 'listings',
          listings: listings.slice(at, at + maxHeldListings),
          contact,
          grantedTo: [senderSlug],
        },
        wantedBy: 'authority',
        reference,
        reason,
        days,
        reviewDays: days,
      },
    })
  }
}

export function requireAnswering(actor: Actor): Caller {
  if (mayAnswerReferrals(actor)) return actor
  throw new AppError({
    code: 'permission-required',
    message:
      'only members who see the whole organisation, other than auditors, and API keys that write outcomes answer referrals',
  })
}
