import type { CaseStateName } from '@touchstone/contract'
import { sql } from 'kysely'
import { clearances, submittedAppeals } from '../../enforcement/appeals/queries.ts'
import { allMeasures } from '../../enforcement/moderation/queries.ts'
import { noticeFacts, noticeListings } from '../../enforcement/notices/queries.ts'
import { caseFacts, caseListings } from '../../investigation/cases/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { SellerAccountRow } from '../seller-accounts/index.ts'

/** The seller and the organisation whose procedures are read. */
export type ProcedureQuery = {
  organisationId: string
  account: SellerAccountRow
  /** The listings of the account that the reader sees. */
  listings: readonly string[]
}

/** Maximum rows of one kind that are read and counted. */
const maxRead = 1000

export type CaseSummaryRow = {
  id: string
  title: string
  state: CaseStateName
  openedAt: Date
  listings: number
}

export async function casesOfAccount(
  handle: Transaction,
  { organisationId, account, listings }: ProcedureQuery,
): Promise<CaseSummaryRow[]> {
  const { rows } = await sql<CaseSummaryRow>`
    select c.id, c.title, c.opened_at as "openedAt", found.listings,
      case when c.closed_at is not null then 'closed' when c.snoozed_until > now() then 'snoozed'
        else 'open' end as state
    from (
      select o.case_id, count(*)::int as listings from ${caseListings} o
      where o.organisation_id = ${organisationId}::uuid
        and (o.seller_account_id = ${account.id}::uuid or o.listing_id = any (${[...listings]}::uuid[]))
      group by o.case_id
    ) found
    join ${caseFacts} c on c.id = found.case_id
    order by c.closed_at is not null, c.opened_at desc, c.id desc limit ${maxRead}`.execute(handle)
  return rows
}

export type NoticeSummaryRow = {
  id: string
  case: string
  ground: string
  state: string
  outcome: string | null
  draftedAt: Date
  sentAt: Date | null
  listings: number
}

export async function noticesOfAccount(
  handle: Transaction,
  { organisationId, listings }: ProcedureQuery,
): Promise<NoticeSummaryRow[]> {
  const { rows } = await sql<NoticeSummaryRow>`
    select n.id, n.case_id as "case", n.ground, n.state, n.outcome, n.drafted_at as "draftedAt",
      n.sent_at as "sentAt", found.listings
    from (
      select i.notice_id, count(distinct i.listing_id)::int as listings from ${noticeListings} i
      where i.listing_id = any (${[...listings]}::uuid[]) group by i.notice_id
    ) found
    join ${noticeFacts} n on n.id = found.notice_id
    where n.organisation_id = ${organisationId}::uuid
    order by n.drafted_at desc, n.id desc limit ${maxRead}`.execute(handle)
  return rows
}

export type RestrictionRow = {
  id: string
  proceeding: string
  listing: string | null
  measure: string
  startsOn: string
  endedAt: Date | null
  endReason: string | null
}

export async function restrictionsOfAccount(
  handle: Transaction,
  { organisationId, listings }: ProcedureQuery,
): Promise<RestrictionRow[]> {
  const { rows } = await sql<RestrictionRow>`
    select m.id, m.proceeding_id as proceeding, m.listing_id as listing, m.measure,
      m.starts_on as "startsOn", m.ended_at as "endedAt", m.end_reason as "endReason"
    from ${allMeasures} m
    where m.organisation_id = ${organisationId}::uuid
      and m.listing_id = any (${[...listings]}::uuid[])
    order by m.starts_on desc, m.id desc limit ${maxRead}`.execute(handle)
  return rows
}

export type AppealSummaryRow = {
  id: string
  proofRequest: string | null
  submittedAt: Date
  state: string
  outcome: string | null
  decidedAt: Date | null
}

/** Appeals reach the organisation that knows the seller by its own hash, and no other. */
export async function appealsOfAccount(
  handle: Transaction,
  { organisationId, account }: ProcedureQuery,
): Promise<AppealSummaryRow[]> {
  const { rows } = await sql<AppealSummaryRow>`
    select a.id, a.proof_request_id as "proofRequest", a.submitted_at as "submittedAt", a.state, a.outcome,
      a.decided_at as "decidedAt"
    from ${submittedAppeals} a
    where a.organisation_id = ${organisationId}::uuid and a.seller_hash = ${account.sellerHash}::bytea
      and a.organisation_id = ${account.organisationId}::uuid
    order by a.submitted_at desc, a.id desc limit ${maxRead}`.execute(handle)
  return rows
}

export type ClearanceSummaryRow = {
  id: string
  brand: string
  right: string
  issuedAt: Date
  expiresAt: Date
  revokedAt: Date | null
}

/** Those of others too, under brands that the reader holds: they keep the same notice from hitting a seller twice. */
export async function clearancesOfAccount(
  handle: Transaction,
  { account }: ProcedureQuery,
): Promise<ClearanceSummaryRow[]> {
  if (account.seller === null) return []
  const { rows } = await sql<ClearanceSummaryRow>`
    select c.id, c.brand_id as brand, c.right_name as "right", c.issued_at as "issuedAt",
      c.expires_at as "expiresAt", c.revoked_at as "revokedAt"
    from ${clearances} c
    where c.marketplace = ${account.marketplace} and c.seller_id = ${account.seller}
    order by c.issued_at desc, c.id desc limit ${maxRead}`.execute(handle)
  return rows
}
