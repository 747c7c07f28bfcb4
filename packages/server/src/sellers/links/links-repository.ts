import type { LinkJudgement, SellerLinkState } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import { listingFacts, mentionsBrandOf } from '../../listings/ingest/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { standingDecision, type HubDecisionRow } from './hub-decisions-repository.ts'
import type { LinkReason } from './types.ts'

export type LinkRow = {
  a: string
  b: string
  weight: number
  probability: number
  linked: boolean
  reasons: LinkReason[]
  judgement: LinkJudgement | null
  since: Date
}

export type LinkCursor = { probability: number; a: string; b: string }

/** A judgement that was not withdrawn and that no other person has still to approve. */
export const inForce = sql`j.kind = 'judgement'
  and not exists (
    select from link_judgements w where w.judgement_id = j.id and w.kind = 'withdrawal'
  )
  and (not j.needs_approval or exists (
    select from link_judgements y where y.judgement_id = j.id and y.kind = 'approval'
  ))`

/** Of a row `l`. */
export const linkColumns = sql`l.account_a as a, l.account_b as b, l.weight, l.probability, l.linked, l.reasons,
  l.since, (
    select j.judgement from link_judgements j
    where j.account_a = l.account_a and j.account_b = l.account_b and ${inForce}
    order by j.at desc, j.id desc limit 1
  ) as judgement`

/** Of accounts with listings about these brands. */
function inSight(
  column: RawBuilder<unknown>,
  organisationId: string,
  only: readonly string[] | undefined,
): RawBuilder<unknown> {
  if (only === undefined) return sql`true`
  return sql`exists (
    select from ${listingFacts} f
    where f.organisation_id = ${organisationId}::uuid and f.seller_account_id = ${column}
      and f.version > 0 and ${mentionsBrandOf(sql`f.id`, only)} offset 0)`
}

type Sight = { organisationId: string; only: readonly string[] | undefined }

/** A page of pairs, the most probable first. */
export async function pageOfLinks(
  handle: Transaction,
  options: Sight & { state: SellerLinkState; after: LinkCursor | undefined; limit: number },
): Promise<LinkRow[]> {
  const { organisationId, only, state, after, limit } = options
  const beyond =
    after === undefined
      ? sql``
      : sql`and (-l.probability, l.account_a, l.account_b)
          > (-(${after.probability}::float8), ${after.a}::uuid, ${after.b}::uuid)`
  const { rows } = await sql<LinkRow>`
    select ${linkColumns} from seller_links l
    where l.organisation_id = ${organisationId}::uuid and l.linked = ${state === 'linked'}::bool
      ${beyond}
      and ${inSight(sql`l.account_a`, organisationId, only)}
      and ${inSight(sql`l.account_b`, organisationId, only)}
    order by l.probability desc, l.account_a, l.account_b limit ${limit}`.execute(handle)
  return rows
}

/** The link between two accounts, given in order. */
export async function findLink(
  handle: Transaction,
  { a, b }: { a: string; b: string },
): Promise<LinkRow | undefined> {
  const { rows } = await sql<LinkRow>`
    select ${linkColumns} from seller_links l
    where l.account_a = ${a}::uuid and l.account_b = ${b}::uuid`.execute(handle)
  return rows[0]
}

export async function findLinksOfAccount(
  handle: Transaction,
  { organisationId, only, account, limit }: Sight & { account: string; limit: number },
): Promise<LinkRow[]> {
  const other = sql`case when l.account_a = ${account}::uuid then l.account_b else l.account_a end`
  const { rows } = await sql<LinkRow>`
    select ${linkColumns} from seller_links l
    where l.organisation_id = ${organisationId}::uuid
      and (l.account_a = ${account}::uuid or l.account_b = ${account}::uuid)
      and ${inSight(other, organisationId, only)}
    order by l.probability desc, l.account_a, l.account_b limit ${limit}`.execute(handle)
  return rows
}

export type SeenListing = { account: string; since: Date }

/** Those of these listings of accounts that are about some brands. */
export async function findListingsInSight(
  handle: Transaction,
  listings: readonly string[],
  only: readonly string[],
): Promise<Map<string, SeenListing>> {
  if (listings.length === 0) return new Map()
  const { rows } = await sql<SeenListing & { id: string }>`
    select f.id, f.seller_account_id as account, f.first_seen_at as since from ${listingFacts} f
    where f.id = any (${[...listings]}::uuid[]) and f.seller_account_id is not null
      and ${mentionsBrandOf(sql`f.id`, only)}`.execute(handle)
  return new Map(rows.map(({ id, ...seen }) => [id, seen]))
}

export async function findNetworkOfAccount(
  handle: Transaction,
  account: string,
): Promise<string | null> {
  const { rows } = await sql<{ id: string }>`
    select network_id as id from network_memberships
    where seller_account_id = ${account}::uuid and until_at is null`.execute(handle)
  return rows[0]?.id ?? null
}

export type HubRow = {
  id: string
  type: string
  identifier: string | null
  sealed: Buffer | null
  accounts: number
  usual: number
  since: Date
  /** The decision that stands, whether or not the links follow from it already. */
  standing: HubDecisionRow | null
}

/** Of a row `h`. */
export const hubColumns = sql`encode(h.digest, 'hex') as id, h.type, h.identifier_id as identifier, h.sealed,
  h.accounts, h.usual, h.since, ${standingDecision(sql`h.organisation_id`, sql`h.digest`)} as standing`

export type HubCursor = { accounts: number; id: string }

/** A page of hubs, those on most accounts first. */
export async function pageOfHubs(
  handle: Transaction,
  organisationId: string,
  { after, limit }: { after: HubCursor | undefined; limit: number },
): Promise<HubRow[]> {
  const beyond =
    after === undefined
      ? sql``
      : sql`and (-h.accounts, encode(h.digest, 'hex')) > (-(${after.accounts}::int4), ${after.id}::text)`
  const { rows } = await sql<HubRow>`
    select ${hubColumns} from link_hubs h
    where h.organisation_id = ${organisationId}::uuid ${beyond}
    order by h.accounts desc, encode(h.digest, 'hex') limit ${limit}`.execute(handle)
  return rows
}

export async function findHub(
  handle: Transaction,
  organisationId: string,
  id: string,
): Promise<HubRow | undefined> {
  const { rows } = await sql<HubRow>`
    select ${hubColumns} from link_hubs h
    where h.organisation_id = ${organisationId}::uuid and encode(h.digest, 'hex') = ${id}::text`.execute(
    handle,
  )
  return rows[0]
}
