import type { PortfolioFact } from '@touchstone/contract'
import { sql } from 'kysely'
import { listingFacts } from '../../listings/ingest/queries.ts'
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
  /** In the seller's listings, masked as everywhere: the listings show them whole. */
  identifiers: { type: string; masked: string; listings: string[] }[]
  /** Links with other accounts. Who these are is personal data of others. */
  links: {
    marketplace: string
    probability: number
    linked: boolean
    reasons: string[]
    since: string
  }[]
  /** On identifiers in the seller's listings. */
  hubDecisions: {
    type: string
    decision: string
    reason: string | null
    at: string
    withdrawnAt: string | null
  }[]
  judgements: {
    judgement: string
    reason: string | null
    at: string
    withdrawnAt: string | null
  }[]
  /** Links that the seller contested. */
  contests: {
    text: string | null
    state: string
    at: string
    reason: string | null
    decidedAt: string | null
  }[]
  networks: { id: string; from: string; until: string | null }[]
}

/** Rows of each kind that an access request gives. */
const mostOfKind = 1000

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
      ), '[]') as "portfolioExplanations",
      coalesce((
        select json_agg(json_build_object('type', i.type, 'masked', i.masked,
          'listings', i.listings) order by i.type, i.masked)
        from (
          select i.type, i.masked, json_agg(distinct o.listing_id) as listings
          from identifier_occurrences o join seller_identifiers i on i.id = o.identifier_id
          where o.seller_account_id = a.id group by i.id limit ${mostOfKind}
        ) i
      ), '[]') as identifiers,
      coalesce((
        select json_agg(json_build_object('marketplace', l.marketplace,
          'probability', l.probability, 'linked', l.linked, 'since', ${isoMoment(sql`l.since`)},
          'reasons', (select json_agg(r ->> 'code') from json_array_elements(l.reasons) r))
          order by l.probability desc)
        from (
          select l.*, o.marketplace from seller_links l
          join seller_accounts o
            on o.id = case when l.account_a = a.id then l.account_b else l.account_a end
          where l.account_a = a.id or l.account_b = a.id
          order by l.probability desc limit ${mostOfKind}
        ) l
      ), '[]') as links,
      coalesce((
        select json_agg(json_build_object('type', d.type, 'decision', d.decision,
          'reason', d.reason, 'at', ${isoMoment(sql`d.at`)},
          'withdrawnAt', ${isoMoment(sql`d.withdrawn_at`)}) order by d.at)
        from (
          select d.type, d.decision, d.reason, d.at, w.at as withdrawn_at
          from link_hub_decisions d
          left join link_hub_decisions w on w.decision_id = d.id and w.kind = 'withdrawal'
          where d.organisation_id = a.organisation_id and d.kind = 'decision' and d.digest in (
            select i.digest from identifier_occurrences o
            join seller_identifiers i on i.id = o.identifier_id
            where o.seller_account_id = a.id
          )
          order by d.at desc limit ${mostOfKind}
        ) d
      ), '[]') as "hubDecisions",
      coalesce((
        select json_agg(json_build_object('judgement', j.judgement, 'reason', j.reason,
          'at', ${isoMoment(sql`j.at`)}, 'withdrawnAt', ${isoMoment(sql`j.withdrawn_at`)})
          order by j.at)
        from (
          select j.judgement, j.reason, j.at, w.at as withdrawn_at from link_judgements j
          left join link_judgements w on w.judgement_id = j.id and w.kind = 'withdrawal'
          where (j.account_a = a.id or j.account_b = a.id) and j.kind = 'judgement'
          order by j.at desc limit ${mostOfKind}
        ) j
      ), '[]') as judgements,
      coalesce((
        select json_agg(json_build_object('text', c.words, 'state', c.state,
          'at', ${isoMoment(sql`c.at`)}, 'reason', c.decision_reason,
          'decidedAt', ${isoMoment(sql`c.decided_at`)}) order by c.at)
        from (
          select * from link_contests c where c.account_id = a.id
          order by c.at desc limit ${mostOfKind}
        ) c
      ), '[]') as contests,
      coalesce((
        select json_agg(json_build_object('id', m.network_id,
          'from', ${isoMoment(sql`m.from_at`)}, 'until', ${isoMoment(sql`m.until_at`)})
          order by m.from_at)
        from (
          select * from network_memberships m where m.seller_account_id = a.id
          order by m.from_at desc limit ${mostOfKind}
        ) m
      ), '[]') as networks
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
  await sql`
    update informed_sellers set words = null, decision_reason = null
    where organisation_id = ${organisationId}::uuid and seller_hash = ${sellerHash}::bytea`.execute(
    handle,
  )
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
    update link_hub_decisions set reason = null
    where organisation_id = ${organisationId}::uuid and reason is not null and digest in (
      select i.digest from identifier_occurrences o
      join seller_identifiers i on i.id = o.identifier_id
      where o.seller_account_id = ${account}
    )`.execute(handle)
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
  await sql`
    update link_contests set words = null, decision_reason = null, evidence = null
    where words is not null and (account_a = ${account} or account_b = ${account})`.execute(handle)
}

/** Listings of accounts that were last seen before a day and link them still, by id. */
export async function pageOfUnseenListings(
  handle: Transaction,
  options: { organisationId: string; before: Date; after: string | undefined; limit: number },
): Promise<string[]> {
  const { organisationId, before, after, limit } = options
  const beyond = after === undefined ? sql`` : sql`and l.id > ${after}::uuid`
  const { rows } = await sql<{ id: string }>`
    select l.id from ${listingFacts} l
    where l.organisation_id = ${organisationId}::uuid and l.seller_account_id is not null
      and l.last_seen_at < ${before}::timestamptz and l.redacted_at is null ${beyond}
      and not exists (
        select from lapsed_link_listings p
        where p.listing_id = l.id and p.organisation_id = l.organisation_id
      )
    order by l.id limit ${limit}`.execute(handle)
  return rows.map(({ id }) => id)
}

/** Lets listings link accounts no longer. */
export async function lapseListings(
  handle: Transaction,
  organisationId: string,
  listings: readonly string[],
): Promise<void> {
  if (listings.length === 0) return
  await sql`
    with lapsed as (
      insert into lapsed_link_listings (listing_id, organisation_id, seller_account_id)
      select l.id, l.organisation_id, l.seller_account_id from ${listingFacts} l
      where l.organisation_id = ${organisationId}::uuid and l.seller_account_id is not null
        and l.id = any (${[...listings]}::uuid[])
      on conflict do nothing returning listing_id
    )
    insert into link_changes (organisation_id, listing_id)
    select ${organisationId}::uuid, listing_id from lapsed`.execute(handle)
}

/** Lets listings link accounts again that were seen since a day, or are another account’s. */
export async function restoreSeenListings(
  handle: Transaction,
  organisationId: string,
  before: Date,
): Promise<void> {
  await sql`
    with seen as (
      delete from lapsed_link_listings p using ${listingFacts} l
      where p.organisation_id = ${organisationId}::uuid and l.id = p.listing_id
        and l.organisation_id = p.organisation_id
        and (l.last_seen_at >= ${before}::timestamptz
          or l.seller_account_id is distinct from p.seller_account_id)
      returning p.listing_id
    )
    insert into link_changes (organisation_id, listing_id)
    select ${organisationId}::uuid, listing_id from seen`.execute(handle)
}

/** Deletes decisions on values that no account has any more, all of them made before a day. */
export async function deleteForgottenHubDecisions(
  handle: Transaction,
  organisationId: string,
  before: Date,
): Promise<void> {
  await sql`
    delete from link_hub_decisions d
    where d.organisation_id = ${organisationId}::uuid and not exists (
      select from link_hubs h
      where h.organisation_id = d.organisation_id and h.digest = d.digest
    ) and not exists (
      select from link_hub_decisions n
      where n.organisation_id = d.organisation_id and n.digest = d.digest
        and n.at >= ${before}::timestamptz
    )`.execute(handle)
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
