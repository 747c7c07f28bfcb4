import { sql } from 'kysely'
import { clearances, submittedAppeals } from '../../enforcement/appeals/queries.ts'
import { reportedAppeals } from '../../enforcement/notices/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { recordedOutcomes } from '../../review/decisions/queries.ts'
import { sellerAccounts } from '../seller-accounts/queries.ts'
import type { Exculpation } from './schedule-repository.ts'

/** What speaks for the people concerned by a dossier that was sent before, with the items that it concerns there. */
export type LaterExculpation = Omit<Exculpation, 'kind' | 'at'> & {
  kind: 'upheld-answer' | 'clearance' | 'reversed-decision'
  at: Date
  referralId: string
  organisationId: string
  recipientId: string | null
  refs: string[]
}

/**
 * What became known since then of accounts and listings in referrals that were sent before it; for the operator. What
 * authorities reported is told when it is reported.
 */
export async function findLaterExculpations(
  handle: Transaction,
  since: Date,
): Promise<LaterExculpation[]> {
  const senders = sql`(select organisation_id from referrals where sent_at is not null)`
  const { rows } = await sql<LaterExculpation>`
    with found as materialized (
      select p.organisation_id, 'upheld-answer' as kind, p.decided_at as at, p.decided_at as known_at,
        'appeal' as detail, a.id as account, null::uuid as listing
      from ${submittedAppeals} p
      join ${sellerAccounts} a on a.organisation_id = p.organisation_id
        and a.seller_hash = p.seller_hash
      where p.organisation_id in ${senders} and p.outcome = 'upheld'
        and p.decided_at > ${since}::timestamptz
      union all
      select r.organisation_id, 'upheld-answer', r.decided_at, r.decided_at, 'appeal-to-marketplace',
        null, r.listing_id
      from ${reportedAppeals} r
      where r.organisation_id in ${senders} and r.outcome = 'upheld'
        and r.decided_at > ${since}::timestamptz
      union all
      select a.organisation_id, 'clearance', c.issued_at, c.issued_at, c.right_name, a.id, null
      from ${clearances} c
      join ${sellerAccounts} a on a.marketplace = c.marketplace and a.seller_id = c.seller_id
      where c.issued_at > ${since}::timestamptz and c.revoked_at is null
        and a.organisation_id in ${senders}
      union all
      select o.organisation_id, 'reversed-decision', o.happened_at, o.recorded_at, o.outcome, null,
        o.listing_id
      from ${recordedOutcomes} o
      where o.organisation_id in ${senders} and o.recorded_at > ${since}::timestamptz
        and o.outcome in
          ('restored', 'seller-proved-genuine', 'appeal-upheld', 'test-purchase-genuine')
    )
    select f.kind, f.at, f.detail, f.account, f.listing, r.id as "referralId",
      r.organisation_id as "organisationId", r.recipient_id as "recipientId",
      array_agg(i.ref order by i.place) as refs
    from found f
    join referral_items i on i.organisation_id = f.organisation_id
      and i.subject_id = coalesce(f.account, f.listing)
    join referrals r on r.id = i.referral_id
    where r.sent_at < f.known_at and r.state in ('sent', 'acknowledged', 'closed')
    group by f.kind, f.at, f.detail, f.account, f.listing, r.id
    order by f.at, r.id limit 10000`.execute(handle)
  return rows
}
