import { sql } from 'kysely'
import type { ReferralDraft } from '@touchstone/contract'
import {
  findHeldListings,
  onHoldMessage,
  assertNotOnHold,
} from '../../enforcement/confidentiality-holds/index.ts'
import { allClaims } from '../../brands/claims/queries.ts'
import { findBrokenCapture, newestCaptures } from '../../investigation/evidence/index.ts'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import type { Blobs } from '../../platform/blobs/index.ts'
import type { Store, Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { readSource } from './read-source.ts'
import { requireAdmin, requireOwn } from './require-referral.ts'
import type { DraftRow } from './types.ts'

type Subject = {
  organisationId: string
  source: Pick<DraftRow, 'sourceKind' | 'sourceId'>
  draft: ReferralDraft
  listings: readonly string[]
  /** Listings that a recipient who asked for silence has already: its own hold does not bind what is sent to it. */
  known?: ReadonlySet<string> | undefined
  now: Date
}

/** Refuses what may not leave the organisation now, whatever was true when it was submitted. */
export async function assertReleasable(handle: Transaction, subject: Subject): Promise<void> {
  await assertRightsInForce(handle, subject)
  await assertNotHeld(handle, subject)
}

async function assertRightsInForce(
  handle: Transaction,
  { organisationId, draft: { rights }, now }: Subject,
): Promise<void> {
  const today = now.toISOString().slice(0, 10)
  const { rows } = await sql<{ id: string }>`
    select c.id from ${allClaims} c
    where c.organisation_id = ${organisationId}::uuid and c.state = 'approved'
      and ${today}::date between coalesce(c.acts_from, '-infinity')
        and coalesce(c.acts_until, 'infinity')`.execute(handle)
  const inForce = new Set(rows.map(({ id }) => id))
  const lapsed = rights.findIndex(
    ({ claim, until }) => !inForce.has(claim) || (until !== undefined && until < today),
  )
  const right = rights[lapsed]
  if (right === undefined) return
  throw new AppError({
    code: 'referral-right-lapsed',
    message: `the right to ${right.mark} is no longer in force, or the claim to it no longer approved: return the referral and correct its rights`,
    pointer: `/draft/rights/${lapsed}`,
  })
}

/** Of a case the whole of it, of a network each listing. */
export async function assertNotHeld(
  handle: Transaction,
  { organisationId, source, listings, known, now }: Omit<Subject, 'draft'>,
): Promise<void> {
  if (source.sourceKind === 'case' && known === undefined) {
    const about = { kind: 'case', id: source.sourceId } as const
    await assertNotOnHold(handle, { organisationId, now, about })
  }
  const held = await findHeldListings(handle, { organisationId, now, listings })
  if ([...held].some((id) => !known?.has(id)))
    throw new AppError({ code: 'on-hold', message: onHoldMessage })
}

/**
 * Refuses to release a referral of which a capture is no longer what was sealed and logged. Reads every file of the
 * captures, so it runs before the transaction that releases it.
 */
export async function assertCapturesToRelease(
  { store, blobs }: { store: Store; blobs: Blobs },
  { actor, id }: { actor: Actor; id: string },
): Promise<void> {
  const person = requireAdmin(actor)
  const captures = await store.transact(contextOf(actor), async (handle) => {
    const { row, draft } = await requireOwn({ handle, actor: person, id })
    if (row.state !== 'awaiting-release') return []
    const { organisationId } = person
    const { listings } = await readSource({
      handle,
      actor: person,
      source: draft,
      chosen: draft.draft,
    })
    return [...(await newestCaptures(handle, { organisationId, listings })).values()]
  })
  await assertCapturesIntact({ store, blobs }, captures)
}

/** Without `blobs` the seals alone are checked, not the bytes. */
export async function assertCapturesIntact(
  evidence: { store: Store; blobs?: Blobs },
  captures: readonly string[],
): Promise<void> {
  const broken = await findBrokenCapture(evidence, captures)
  if (broken !== undefined) throw sealBroken(broken)
}

export function sealBroken({ url, problem }: { url: string; problem: string }): AppError {
  return new AppError({
    code: 'referral-seal-broken',
    message: `the capture of ${url} ${problem}: capture the page again, or leave the listing out`,
  })
}
