import { writeStoredSentence } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import { listingFacts } from '../../listings/ingest/queries.ts'
import { exportedQuery, type Transaction } from '../../platform/db/index.ts'
import { sellerAccounts } from '../seller-accounts/queries.ts'

/**
 * What authorities, laboratories and courts reported of a listing that the organisation referred, as outcomes: the
 * newest report of each proceeding, with its weight. None is left once somebody was acquitted of it, of a referral that
 * was withdrawn, or from before a contest of its seller was upheld: the weight is taken back wherever it went.
 */
export function reportedOutcomes(
  organisationId: RawBuilder<unknown>,
  listing: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`(
    select newest.outcome, newest.happened_at,
      case newest.outcome when 'goods-seized' then 1 else 2 end as weight
    from (
      select told.*, bool_or(told.outcome = 'acquittal') over () as acquitted
      from (
        select distinct on (coalesce(report.recipient_id, report.referral_id), report.proceeding)
          report.reported_at as happened_at,
          case
            when report.outcome = 'acquittal' then 'acquittal'
            when report.outcome = 'admission' then 'test-purchase-counterfeit'
            when report.outcome = 'seizure' then 'goods-seized'
            when report.outcome in ('laboratory', 'court-ruling') then
              case report.finding when 'counterfeit' then 'test-purchase-counterfeit'
                when 'genuine' then 'test-purchase-genuine' end
          end as outcome
        from outcome_reports report join referrals sent on sent.id = report.referral_id
        where report.organisation_id = ${organisationId} and report.listings @> array[${listing}]
          and sent.withdrawn_at is null and not report.after_withdrawal
          and not exists (
            select from informed_sellers contested
            where contested.organisation_id = ${organisationId} and contested.contest = 'upheld'
              and contested.listings @> array[${listing}]
              and contested.decided_at > report.reported_at
          )
        order by coalesce(report.recipient_id, report.referral_id), report.proceeding,
          report.reported_at desc, report.id desc
      ) told
    ) newest
    where newest.outcome is not null and not newest.acquitted
  )`
}

/** Contests of sellers without a decision. */
export const openReferralContests = exportedQuery
  .selectFrom('informed_sellers as d')
  .innerJoin('referrals as r', 'r.id', 'd.referral_id')
  .innerJoin('referral_drafts as s', 's.referral_id', 'r.id')
  .select([
    'd.id',
    'd.organisation_id',
    'd.referral_id',
    'd.contested_at',
    'r.title',
    's.submitted_by',
    's.released_by',
  ])
  .where('d.contest', '=', 'open')

/** True if a person neither submitted nor released the referral of the contest `c`. */
export function mayDecideReferralContestAs(personId: string): RawBuilder<boolean> {
  return sql`${personId}::text <> all (array[c.submitted_by, c.released_by]::text[])`
}

export type ReferralOfSeller = {
  id: string
  number: string
  recipient: string
  sentAt: Date
  withdrawnAt: Date | null
  listings: number
  informedAt: Date | null
  contest: string | null
}

/** Referrals of the organisation that name a seller, as far as their recipients asked for no silence; the newest first. */
export async function referralsOfSeller(
  handle: Transaction,
  { organisationId, sellerHash, now }: { organisationId: string; sellerHash: Buffer; now: Date },
): Promise<ReferralOfSeller[]> {
  const { rows } = await sql<ReferralOfSeller>`
    with account as materialized (
      select a.id from ${sellerAccounts} a
      where a.organisation_id = ${organisationId}::uuid and a.seller_hash = ${sellerHash}::bytea
    ), named as (
      select i.referral_id, i.kind from referral_items i
      where i.organisation_id = ${organisationId}::uuid and i.kind in ('account', 'listing')
        and (i.subject_id in (select id from account) or i.subject_id in (
          select l.id from ${listingFacts} l
          where l.organisation_id = ${organisationId}::uuid
            and l.seller_account_id in (select id from account)))
    )
    select r.id, r.number, r.recipient_name as recipient, r.sent_at as "sentAt",
      r.withdrawn_at as "withdrawnAt",
      (count(*) filter (where n.kind = 'listing'))::int4 as listings,
      min(d.informed_at) as "informedAt", min(d.words) as contest
    from named n join referrals r on r.id = n.referral_id
    left join informed_sellers d on d.referral_id = r.id and d.seller_hash = ${sellerHash}::bytea
    where r.organisation_id = ${organisationId}::uuid and r.sent_at is not null
      and (r.silence_until is null or r.silence_until <= ${now}::timestamptz)
    group by r.id order by r.sent_at desc, r.id limit 500`.execute(handle)
  return rows
}

type Disposed = { referral: string; digests: string[] }

/** Deletes referrals whose time ended, with all that was said of them; returns the blobs of their packages. */
export async function deleteExpiredReferrals(
  handle: Transaction,
  organisationId: string,
): Promise<Disposed[]> {
  const { rows } = await sql<Disposed>`
    with expired as (
      select r.id from referrals r
      where r.organisation_id = ${organisationId}::uuid and r.expires_at <= now()
      order by r.expires_at, r.id limit 100 for update of r
    ), files as (
      select p.referral_id, encode(p.sha256, 'hex') as digest from referral_packages p
      join expired e on e.id = p.referral_id where p.sha256 is not null
      union all
      select p.referral_id, encode(c.sha256, 'hex') from referral_packages p
      join expired e on e.id = p.referral_id
      join redacted_referral_packages c on c.package_id = p.id
    ), deleted as (
      delete from referrals r using expired e where r.id = e.id returning r.id
    )
    select d.id as referral,
      coalesce((select array_agg(f.digest) from files f where f.referral_id = d.id), '{}') as digests
    from deleted d`.execute(handle)
  return rows
}

/**
 * Redacts what referrals state of listings and sellers that were erased, and disposes of the packages that contain
 * them; both sides are told. Returns the blobs.
 */
export async function redactErasedReferrals(
  handle: Transaction,
  organisationId: string,
): Promise<Disposed[]> {
  const { rows: erased } = await sql<{ referral: string; package: string; place: number }>`
    select i.referral_id as referral, i.package_id as package, i.place
    from referral_items i
    left join ${listingFacts} l on i.kind = 'listing' and l.id = i.subject_id
    left join ${sellerAccounts} a on i.kind = 'account' and a.id = i.subject_id
    where i.organisation_id = ${organisationId}::uuid and i.subject_id is not null
      and i.facts is not null and (
        (i.kind = 'listing' and (l.id is null or l.redacted_at is not null))
        or (i.kind = 'account' and a.seller_id is null))
    order by i.referral_id, i.place limit 5000`.execute(handle)
  if (erased.length === 0) return []
  const packages = [...new Set(erased.map((one) => one.package))]
  await sql`
    insert into referral_notices (referral_id, organisation_id, recipient_id, cause, cause_id, words,
      refs)
    select i.referral_id, i.organisation_id, i.recipient_id, 'erasure', gen_random_uuid(),
      ${writeStoredSentence('referral.erased')},
      array_agg(i.ref order by i.place)
    from referral_items i
    join unnest(${erased.map(({ referral }) => referral)}::uuid[],
      ${erased.map(({ place }) => place)}::int4[]) as given (referral, place)
      on given.referral = i.referral_id and given.place = i.place
    group by i.referral_id, i.organisation_id, i.recipient_id`.execute(handle)
  await sql`
    update referral_items i set facts = null
    from unnest(${erased.map(({ referral }) => referral)}::uuid[],
      ${erased.map(({ place }) => place)}::int4[]) as given (referral, place)
    where i.referral_id = given.referral and i.place = given.place`.execute(handle)
  const { rows } = await sql<Disposed>`
    with whole as (
      update referral_packages p set disposed_at = now()
      where p.id = any (${packages}::uuid[]) and p.disposed_at is null and p.state = 'sent'
      returning p.id, p.referral_id, encode(p.sha256, 'hex') as digest
    ), redacted as (
      update redacted_referral_packages c set disposed_at = now()
      from whole w where c.package_id = w.id
      returning w.referral_id, encode(c.sha256, 'hex') as digest
    )
    select referral_id as referral, array_agg(digest) as digests
    from (select referral_id, digest from whole union all select * from redacted) files
    group by referral_id`.execute(handle)
  return rows
}
