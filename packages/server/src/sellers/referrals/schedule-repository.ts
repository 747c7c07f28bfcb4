import { sql } from 'kysely'
import { allClaims } from '../../brands/claims/queries.ts'
import { clearances, submittedAppeals } from '../../enforcement/appeals/queries.ts'
import { allMeasures } from '../../enforcement/moderation/queries.ts'
import {
  noticeFacts,
  noticeListings,
  reportedAppeals,
  takedownChecks,
} from '../../enforcement/notices/queries.ts'
import { pageCaptures } from '../../investigation/evidence/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { decisionsInForce, recordedOutcomes } from '../../review/decisions/queries.ts'
import { sellerAccounts } from '../seller-accounts/queries.ts'

// What a dossier says beside accounts, links and listings: prior steps, and what speaks for the people concerned.

type Of = { organisationId: string; accounts: readonly string[]; listings: readonly string[] }

export type JudgedPair = {
  a: string
  b: string
  judgement: 'same' | 'different' | 'unsure'
  reason: string | null
  at: Date
  by: string
}

/** The newest judgement in force of each pair with an account among these. */
export async function findJudgements(
  handle: Transaction,
  { organisationId, accounts }: Of,
): Promise<JudgedPair[]> {
  const { rows } = await sql<JudgedPair>`
    select distinct on (j.account_a, j.account_b) j.account_a as a, j.account_b as b, j.judgement,
      j.reason, j.at, j.actor_id as by
    from link_judgements j
    where j.organisation_id = ${organisationId}::uuid and j.kind = 'judgement'
      and (j.account_a = any (${[...accounts]}::uuid[])
        or j.account_b = any (${[...accounts]}::uuid[]))
      and not exists (select from link_judgements w
        where w.judgement_id = j.id and w.kind = 'withdrawal')
      and (not j.needs_approval or exists (select from link_judgements y
        where y.judgement_id = j.id and y.kind = 'approval'))
    order by j.account_a, j.account_b, j.at desc, j.id desc`.execute(handle)
  return rows
}

export type ContestRow = { a: string; b: string; state: 'open' | 'upheld' | 'rejected'; at: Date }

export async function findContests(
  handle: Transaction,
  { organisationId, accounts }: Of,
): Promise<ContestRow[]> {
  const { rows } = await sql<ContestRow>`
    select account_a as a, account_b as b, state, at from link_contests
    where organisation_id = ${organisationId}::uuid
      and (account_a = any (${[...accounts]}::uuid[]) or account_b = any (${[...accounts]}::uuid[]))
    order by at, id limit 2000`.execute(handle)
  return rows
}

export type Exculpation = {
  kind:
    | 'upheld-answer'
    | 'clearance'
    | 'reversed-decision'
    | 'failed-capture'
    | 'lapsed-right'
    | 'withdrawn-notice'
    | 'other'
  at: Date | null
  /** A decision, an outcome, a capture’s address or a notice’s ground. */
  detail: string
  account: string | null
  listing: string | null
}

/** What speaks for the sellers, what failed, and rights that lapsed in the brands of these claims. */
export async function findExculpations(
  handle: Transaction,
  { organisationId, accounts, listings, claims }: Of & { claims: readonly string[] },
): Promise<Exculpation[]> {
  const org = sql`${organisationId}::uuid`
  const ofListings = sql`any (${[...listings]}::uuid[])`
  const ofAccounts = sql`any (${[...accounts]}::uuid[])`
  const { rows } = await sql<Exculpation>`
    select * from (
      select 'upheld-answer' as kind, p.decided_at as at, 'appeal' as detail, a.id as account,
        null::uuid as listing
      from ${submittedAppeals} p
      join ${sellerAccounts} a on a.organisation_id = p.organisation_id
        and a.seller_hash = p.seller_hash
      where p.organisation_id = ${org} and p.outcome = 'upheld' and a.id = ${ofAccounts}
      union all
      select 'upheld-answer', r.decided_at, 'appeal-to-marketplace', null, r.listing_id
      from ${reportedAppeals} r
      where r.organisation_id = ${org} and r.outcome = 'upheld' and r.listing_id = ${ofListings}
      union all
      select 'clearance', c.issued_at, c.right_name, a.id, null
      from ${clearances} c
      join ${sellerAccounts} a on a.marketplace = c.marketplace and a.seller_id = c.seller_id
      where c.revoked_at is null and a.id = ${ofAccounts}
      union all
      select 'reversed-decision', o.happened_at, o.outcome, null, o.listing_id
      from ${recordedOutcomes} o
      where o.organisation_id = ${org} and o.listing_id = ${ofListings} and o.outcome in
        ('restored', 'seller-proved-genuine', 'appeal-upheld', 'test-purchase-genuine')
      union all
      select 'reversed-decision', r.reported_at, r.outcome, null, named.listing
      from outcome_reports r cross join lateral unnest(r.listings) as named (listing)
      where r.organisation_id = ${org} and named.listing = ${ofListings}
        and (r.outcome = 'acquittal' or r.finding = 'genuine')
      union all
      select 'failed-capture', c.ended_at, c.url, null, c.listing_id
      from ${pageCaptures} c
      where c.organisation_id = ${org} and c.state = 'failed' and c.listing_id = ${ofListings}
      union all
      select 'lapsed-right', c.acts_until::timestamptz, concat_ws(' ', c.brand_id, c.office, c.number),
        null, null
      from ${allClaims} c
      where c.organisation_id = ${org} and (c.state = 'revoked'
        or (c.state = 'approved' and c.acts_until < (now() at time zone 'utc')::date))
        and exists (select from ${allClaims} named
          where named.id = any (${[...claims]}::uuid[]) and named.brand_id = c.brand_id
            and named.organisation_id = ${org})
      union all
      select 'withdrawn-notice', n.withdrawn_at, n.ground, null, i.listing_id
      from ${noticeFacts} n join ${noticeListings} i on i.notice_id = n.id
      where n.organisation_id = ${org} and n.withdrawn_at is not null
        and i.listing_id = ${ofListings}
      union all
      select 'other', d.decided_at, d.verdict, null, d.listing_id
      from ${decisionsInForce} d
      where d.organisation_id = ${org} and d.listing_id = ${ofListings}
        and d.verdict in ('genuine', 'grey-market', 'unclear')
    ) found
    order by at nulls first, kind, listing, account limit 5000`.execute(handle)
  return rows
}

export type StepRow = {
  at: Date
  kind: 'notice' | 'takedown' | 'test-purchase' | 'referral'
  detail: string
  outcome: string | null
  listings: number
}

/**
 * Notices, takedowns, test purchases and earlier referrals about these listings. Of a referral the kind and country of its
 * recipient: who works on the subject is not for another recipient to learn from its sender.
 */
export async function findPriorSteps(
  handle: Transaction,
  { organisationId, listings, referralId }: Of & { referralId: string },
): Promise<StepRow[]> {
  const org = sql`${organisationId}::uuid`
  const ofListings = sql`any (${[...listings]}::uuid[])`
  const { rows } = await sql<StepRow>`
    select * from (
      select n.sent_at as at, 'notice' as kind, n.regime || ', ' || n.ground as detail,
        coalesce(n.outcome, n.state) as outcome, count(*)::int4 as listings
      from ${noticeFacts} n join ${noticeListings} i on i.notice_id = n.id
      where n.organisation_id = ${org} and n.sent_at is not null and i.listing_id = ${ofListings}
      group by n.id, n.sent_at, n.regime, n.ground, n.outcome, n.state
      union all
      select max(t.gone_at), 'takedown', 'gone', null, count(*)::int4
      from ${takedownChecks} t
      where t.organisation_id = ${org} and t.gone_at is not null and t.listing_id = ${ofListings}
      group by t.notice_id
      union all
      select max(o.happened_at), 'test-purchase', o.outcome, null, count(*)::int4
      from ${recordedOutcomes} o
      where o.organisation_id = ${org} and o.listing_id = ${ofListings}
        and o.outcome in ('test-purchase-counterfeit', 'test-purchase-genuine')
      group by o.outcome
      union all
      select r.sent_at, 'referral', concat_ws(', ', d.draft #>> '{recipient,office}',
          d.draft #>> '{recipient,country}'),
        case r.state when 'withdrawn' then r.state end, count(*)::int4
      from referrals r join referral_items i on i.referral_id = r.id
      join referral_drafts d on d.referral_id = r.id
      where r.organisation_id = ${org} and r.id <> ${referralId}::uuid
        and i.subject_id = ${ofListings}
      group by r.id, r.sent_at, d.draft #>> '{recipient,office}',
        d.draft #>> '{recipient,country}', r.state
    ) found
    where at is not null order by at, kind, detail limit 2000`.execute(handle)
  return rows
}

/** Listings about which a marketplace took a measure, and those on which a court ruled. */
export async function findStatuses(
  handle: Transaction,
  { organisationId, listings }: Omit<Of, 'accounts'>,
): Promise<Map<string, 'measure-taken' | 'decided-by-court'>> {
  const org = sql`${organisationId}::uuid`
  const ofListings = sql`any (${[...listings]}::uuid[])`
  const { rows } = await sql<{ id: string; isRuled: boolean }>`
    select id, bool_or(is_ruled) as "isRuled" from (
      select o.listing_id as id, false as is_ruled from ${recordedOutcomes} o
      where o.organisation_id = ${org} and o.listing_id = ${ofListings}
        and o.outcome in ('removed', 'seller-suspended', 'goods-seized')
      union all
      select m.listing_id, false from ${allMeasures} m
      where m.organisation_id = ${org} and m.listing_id = ${ofListings} and m.ended_at is null
      union all
      select named.listing, true
      from outcome_reports r cross join lateral unnest(r.listings) as named (listing)
      where r.organisation_id = ${org} and named.listing = ${ofListings}
        and r.outcome = 'court-ruling' and not r.after_withdrawal
    ) found group by id`.execute(handle)
  return new Map(
    rows.map(({ id, isRuled }) => [id, isRuled ? 'decided-by-court' : 'measure-taken']),
  )
}
