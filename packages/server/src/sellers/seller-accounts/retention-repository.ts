import type { PortfolioFact } from '@touchstone/contract'
import { sql } from 'kysely'
import { isoMoment, type Transaction } from '../../platform/db/index.ts'

// What `privacy/retention` does to accounts: it decides which.

type SellerPseudonym = { organisationId: string; sellerHash: Buffer }

/** The personal data of an account, for access requests. */
export type StoredAccount = {
  id: string
  sellerId: string | null
  name: string | null
  country: string | null
  kind: string | null
  joinedAt: Date | null
  firstSeenAt: Date
  lastSeenAt: Date
  /** What the seller's listings say together, as this organisation sees them. */
  portfolio: {
    listings: number
    probability: number
    facts: PortfolioFact[]
    counts: boolean
  } | null
  portfolioExplanations: {
    reason: string
    note: string | null
    at: string
    until: string
    withdrawnAt: string | null
  }[]
}

export async function readStoredAccount(
  handle: Transaction,
  { organisationId, sellerHash }: SellerPseudonym,
): Promise<StoredAccount | null> {
  const { rows } = await sql<StoredAccount>`
    select a.id, a.seller_id as "sellerId", a.name, a.country, a.kind, a.joined_at as "joinedAt",
      a.first_seen_at as "firstSeenAt", a.last_seen_at as "lastSeenAt",
      (
        select json_build_object('listings', p.listings, 'probability', p.probability,
          'facts', p.facts, 'counts', p.counts)
        from seller_portfolios p
        where p.seller_account_id = a.id and p.organisation_id = a.organisation_id
      ) as portfolio,
      coalesce((
        select json_agg(json_build_object('reason', e.reason, 'note', e.note,
          'at', ${isoMoment(sql`e.at`)}, 'until', ${isoMoment(sql`e.until`)},
          'withdrawnAt', ${isoMoment(sql`e.withdrawn_at`)}) order by e.at, e.id)
        from portfolio_explanations e
        where e.seller_account_id = a.id and e.organisation_id = a.organisation_id
      ), '[]') as "portfolioExplanations"
    from seller_accounts a
    where a.organisation_id = ${organisationId}::uuid and a.seller_hash = ${sellerHash}::bytea`.execute(
    handle,
  )
  return rows[0] ?? null
}

/** Removes the personal data; the account stays, so that its history keeps a subject. */
export async function redactAccount(
  handle: Transaction,
  { organisationId, sellerHash }: SellerPseudonym,
): Promise<void> {
  await sql`
    update seller_accounts
    set seller_id = null, name = null, country = null, kind = null, joined_at = null
    where organisation_id = ${organisationId}::uuid and seller_hash = ${sellerHash}::bytea
      and seller_id is not null`.execute(handle)
  await sql`
    update portfolio_explanations e set note = null
    from seller_accounts a
    where a.organisation_id = ${organisationId}::uuid and a.seller_hash = ${sellerHash}::bytea
      and e.seller_account_id = a.id and e.note is not null`.execute(handle)
  await redactLinks(handle, { organisationId, sellerHash })
}

/** Removes what an account has in common with others. Its listings are noted with their redaction. */
async function redactLinks(
  handle: Transaction,
  { organisationId, sellerHash }: SellerPseudonym,
): Promise<void> {
  const account = sql`(
    select id from seller_accounts
    where organisation_id = ${organisationId}::uuid and seller_hash = ${sellerHash}::bytea
  )`
  await sql`
    with gone as (
      delete from identifier_occurrences where seller_account_id = ${account} returning identifier_id
    )
    delete from seller_identifiers i
    where i.id in (select identifier_id from gone) and not exists (
      select from identifier_occurrences o
      where o.identifier_id = i.id and o.seller_account_id <> ${account}
    )`.execute(handle)
  await sql`
    delete from seller_links where account_a = ${account} or account_b = ${account}`.execute(handle)
  await sql`
    update link_judgements set reason = null
    where reason is not null and (account_a = ${account} or account_b = ${account})`.execute(handle)
}

export type AccountCursor = { lastSeenAt: Date; id: string }

export type StaleAccount = AccountCursor & { sellerHash: Buffer; sellerId: string | null }

/** Locked accounts that were last seen before a day, the oldest first. */
export async function pageOfStaleAccounts(
  handle: Transaction,
  options: {
    organisationId: string
    before: Date
    after: AccountCursor | undefined
    limit: number
  },
): Promise<StaleAccount[]> {
  const { organisationId, before, after, limit } = options
  const beyond = after
    ? sql`and (last_seen_at, id) > (${after.lastSeenAt}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<StaleAccount>`
    select id, last_seen_at as "lastSeenAt", seller_hash as "sellerHash", seller_id as "sellerId"
    from seller_accounts
    where organisation_id = ${organisationId}::uuid and last_seen_at < ${before}::timestamptz
      ${beyond}
    order by last_seen_at, id limit ${limit} for update skip locked`.execute(handle)
  return rows
}

export async function deleteAccounts(handle: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await sql`
    delete from seller_accounts where id = any (array(select unnest(${[...ids]}::uuid[])))`.execute(
    handle,
  )
}
