import type { ReferralContestState, ReferralTemplateId } from '@touchstone/contract'
import { sql } from 'kysely'
import { listingFacts } from '../../listings/ingest/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { sellerAccounts } from '../seller-accounts/queries.ts'

/** A seller of the organisation, as the holder of a link is known. */
export type SellerOf = { organisationId: string; sellerHash: Buffer }

/** A seller who saw that a referral names them. */
export type InformedRow = {
  id: string
  informedAt: Date
  contest: ReferralContestState | null
  words: string | null
  contestedAt: Date | null
  refs: string[]
  listings: string[]
  decidedAt: Date | null
  decisionReason: string | null
}

/** A sent referral that names a seller, whether or not they may know of it. */
export type NamingRow = {
  id: string
  organisationId: string
  number: string
  template: ReferralTemplateId
  recipientId: string | null
  recipientName: string
  withdrawnAt: Date | null
  sentAt: Date
  /** What of it names the seller. */
  refs: string[]
  listings: string[]
  /** Since when a confidentiality hold covers anything in it, or its recipient asked for silence. */
  heldSince: Date | null
  informed: InformedRow | null
}

const informed = sql`d.id, d.informed_at as "informedAt", d.contest, d.words,
  d.contested_at as "contestedAt", d.refs, d.listings, d.decided_at as "decidedAt",
  d.decision_reason as "decisionReason"`

/** Sent referrals that name the seller, or of which they know; the newest 50. */
export async function findReferralsNaming(
  handle: Transaction,
  { organisationId, sellerHash, now }: SellerOf & { now: Date },
): Promise<NamingRow[]> {
  const { rows } = await sql<Omit<NamingRow, 'informed'>>`
    with account as materialized (
      select a.id from ${sellerAccounts} a
      where a.organisation_id = ${organisationId}::uuid and a.seller_hash = ${sellerHash}::bytea
    ), naming as (
      select i.referral_id, array_agg(i.ref order by i.place) as refs,
        coalesce(array_agg(i.subject_id) filter (where i.kind = 'listing'), '{}') as listings
      from referral_items i
      where i.organisation_id = ${organisationId}::uuid and i.kind in ('account', 'listing')
        and (i.subject_id in (select id from account) or i.subject_id in (
          select l.id from ${listingFacts} l
          where l.organisation_id = ${organisationId}::uuid
            and l.seller_account_id in (select id from account)))
      group by i.referral_id
    ), held as (
      select r.id, least(
        case when r.silence_until > ${now}::timestamptz then r.silence_since end,
        (select min(e.set_at) from referral_items i
          left join ${sellerAccounts} a on i.kind = 'account' and a.id = i.subject_id
          cross join lateral confidentiality_holds_on(${organisationId}::uuid,
            case when i.kind = 'listing' then i.subject_id end,
            case when s.source_kind = 'case' then s.source_id end, a.seller_hash) e
          where i.referral_id = r.id and i.kind in ('account', 'listing')
            and e.ends_at > ${now}::timestamptz)) as since
      from referrals r join referral_drafts s on s.referral_id = r.id
      where r.id in (select referral_id from naming)
    )
    select r.id, r.organisation_id as "organisationId", r.number, r.template,
      r.recipient_id as "recipientId", r.recipient_name as "recipientName",
      r.withdrawn_at as "withdrawnAt", r.sent_at as "sentAt", coalesce(n.refs, '{}') as refs,
      coalesce(n.listings, '{}') as listings, h.since as "heldSince"
    from referrals r
    left join naming n on n.referral_id = r.id
    left join held h on h.id = r.id
    where r.organisation_id = ${organisationId}::uuid and r.sent_at is not null
      and (n.referral_id is not null or exists (select from informed_sellers d
        where d.referral_id = r.id and d.seller_hash = ${sellerHash}::bytea))
    order by r.sent_at desc, r.id limit 50`.execute(handle)
  const known = await sql<InformedRow & { referral: string }>`
    select d.referral_id as referral, ${informed} from informed_sellers d
    where d.organisation_id = ${organisationId}::uuid
      and d.seller_hash = ${sellerHash}::bytea`.execute(handle)
  const byReferral = new Map(known.rows.map(({ referral, ...row }) => [referral, row]))
  return rows.map((row) => ({ ...row, informed: byReferral.get(row.id) ?? null }))
}

export async function insertInformedSeller(
  handle: Transaction,
  row: SellerOf & { id: string; referralId: string },
): Promise<void> {
  await sql`
    insert into informed_sellers (id, referral_id, organisation_id, seller_hash)
    values (${row.id}::uuid, ${row.referralId}::uuid, ${row.organisationId}::uuid,
      ${row.sellerHash}::bytea)
    on conflict do nothing`.execute(handle)
}

export type InformedSeller = InformedRow & { accounts: string[] }

/** The sellers who know of a referral, with their accounts in it; for the sender. */
export async function informedSellersOf(
  handle: Transaction,
  referralId: string,
): Promise<InformedSeller[]> {
  const { rows } = await sql<InformedSeller>`
    select ${informed}, array(
      select a.id from ${sellerAccounts} a
      where a.organisation_id = d.organisation_id and a.seller_hash = d.seller_hash
      order by a.id) as accounts
    from informed_sellers d where d.referral_id = ${referralId}::uuid
    order by d.contest = 'open' desc nulls last, d.informed_at, d.id limit 1000`.execute(handle)
  return rows
}

/** Stores what a seller said; false if they contested it before. */
export async function insertContest(
  handle: Transaction,
  contest: { id: string; words: string; refs: string[]; listings: string[] },
): Promise<boolean> {
  const { rows } = await sql`
    update informed_sellers set contest = 'open', words = ${contest.words},
      contested_at = now(), refs = ${contest.refs}::text[],
      listings = ${contest.listings}::uuid[]
    where id = ${contest.id}::uuid and contest is null returning id`.execute(handle)
  return rows.length > 0
}

export async function storeContestDecision(
  handle: Transaction,
  decision: { id: string; contest: ReferralContestState; by: string; reason: string },
): Promise<void> {
  await sql`
    update informed_sellers set contest = ${decision.contest},
      decided_at = now(), decided_by = ${decision.by},
      decision_reason = ${decision.reason}
    where id = ${decision.id}::uuid and contest = 'open'`.execute(handle)
}
