import { randomUUID } from 'node:crypto'
import type { SellerPageView } from '@touchstone/contract'
import { isRehearsalOnly, referralTemplate, type ReferralTemplate } from '@touchstone/jurisdiction'
import { recordEvent } from '../../access/audit/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import {
  findReferralsNaming,
  insertInformedSeller,
  type InformedRow,
  type NamingRow,
  type SellerOf,
} from './informed-sellers-repository.ts'

type SellersReferral = SellerPageView['referrals'][number]
type Reading = SellerOf & { now: Date }

const day = 86_400_000

/** What a seller may know of one referral: what they saw before, or saw first now. */
type Known = { row: NamingRow; shown: SellersReferral }

/**
 * The referrals that name a seller, as their page shows them. While a confidentiality hold covers anything in one of
 * them, or a recipient asked for silence, the page stays as it was before.
 */
export async function referralsOnPage(
  handle: Transaction,
  reading: Reading,
): Promise<SellersReferral[]> {
  return (await knownReferrals(handle, reading)).map(({ shown }) => shown)
}

/** Records that the seller has seen their page. */
export async function recordReferralsShown(handle: Transaction, reading: Reading): Promise<void> {
  for (const { row } of await knownReferrals(handle, reading)) {
    if (row.informed !== null) continue
    const { organisationId, sellerHash } = reading
    const seller = { id: randomUUID(), referralId: row.id, organisationId, sellerHash }
    await insertInformedSeller(handle, seller)
    await recordEvent({
      handle,
      organisationId,
      action: 'referral-seller-informed',
      subject: { kind: 'referral', id: row.id },
    })
  }
}

export async function knownReferrals(handle: Transaction, reading: Reading): Promise<Known[]> {
  const rows = await findReferralsNaming(handle, reading)
  const heldSince = earliest(rows.map((row) => row.heldSince))
  return rows.flatMap((row) => {
    const { accused } = referralTemplate(row.template)
    const isKnown =
      row.informed !== null || mayBeInformed(accused, { ...row, heldSince, now: reading.now })
    return isKnown ? [{ row, shown: toPage(row, accused, heldSince) }] : []
  })
}

/** Whether a seller may learn of a referral now. */
function mayBeInformed(
  { informed, afterDays }: ReferralTemplate['accused'],
  { sentAt, heldSince, now }: { sentAt: Date; heldSince: Date | null; now: Date },
): boolean {
  if (informed === 'never' || heldSince !== null) return false
  return now.getTime() >= sentAt.getTime() + afterDays * day
}

function toPage(
  row: NamingRow,
  { mayContest }: ReferralTemplate['accused'],
  heldSince: Date | null,
): SellersReferral {
  const { id, number, recipientName: recipient, sentAt, listings, informed } = row
  const isVeiled = (at: Date | null): boolean =>
    at !== null && heldSince !== null && at >= heldSince
  const withdrawnAt = isVeiled(row.withdrawnAt) ? null : row.withdrawnAt
  return {
    id,
    number,
    recipient,
    sentAt: sentAt.toISOString(),
    withdrawnAt: withdrawnAt?.toISOString() ?? null,
    listings: listings.length,
    rehearsal: isRehearsalOnly(referralTemplate(row.template)),
    mayContest: mayContest && informed?.contest == null && withdrawnAt === null,
    contest: informed === null ? null : toContest(informed, isVeiled(informed.decidedAt)),
  }
}

function toContest(
  { contest, words, contestedAt, decidedAt, decisionReason }: InformedRow,
  isVeiled: boolean,
): SellersReferral['contest'] {
  if (contest === null || contestedAt === null) return null
  const submitted = { text: words, at: contestedAt.toISOString() }
  if (isVeiled || decidedAt === null) {
    return { ...submitted, state: 'open', reason: null, decidedAt: null }
  }
  return {
    ...submitted,
    state: contest,
    reason: decisionReason,
    decidedAt: decidedAt.toISOString(),
  }
}

function earliest(dates: readonly (Date | null)[]): Date | null {
  const times = dates.flatMap((date) => (date === null ? [] : [date.getTime()]))
  return times.length === 0 ? null : new Date(Math.min(...times))
}
