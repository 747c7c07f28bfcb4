import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { hubColumns, linkColumns, type HubRow, type LinkRow } from './links-repository.ts'

/** The links of some accounts, the most probable first. */
export async function findLinksAround(
  handle: Transaction,
  organisationId: string,
  { accounts, limit }: { accounts: readonly string[]; limit: number },
): Promise<{ a: string; b: string }[]> {
  const { rows } = await sql<{ a: string; b: string }>`
    select account_a as a, account_b as b from seller_links
    where organisation_id = ${organisationId}::uuid
      and (account_a = any (${[...accounts]}::uuid[]) or account_b = any (${[...accounts]}::uuid[]))
    order by probability desc, account_a, account_b limit ${limit}`.execute(handle)
  return rows
}

/** The links between some accounts, the most probable first. */
export async function findLinksBetween(
  handle: Transaction,
  organisationId: string,
  options: { accounts: readonly string[]; until?: Date | undefined; limit: number },
): Promise<LinkRow[]> {
  const { accounts, until, limit } = options
  const sinceThen = until === undefined ? sql`` : sql`and l.since <= ${until}::timestamptz`
  const { rows } = await sql<LinkRow>`
    select ${linkColumns} from seller_links l
    where l.organisation_id = ${organisationId}::uuid
      and l.account_a = any (${[...accounts]}::uuid[])
      and l.account_b = any (${[...accounts]}::uuid[]) ${sinceThen}
    order by l.probability desc, l.account_a, l.account_b limit ${limit}`.execute(handle)
  return rows
}

/** The network that each of some accounts is in now; those in none are missing. */
export async function findNetworkIds(
  handle: Transaction,
  organisationId: string,
  accounts: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ account: string; network: string }>`
    select seller_account_id as account, network_id as network from network_memberships
    where organisation_id = ${organisationId}::uuid and until_at is null
      and seller_account_id = any (${[...accounts]}::uuid[])`.execute(handle)
  return new Map(rows.map(({ account, network }) => [account, network]))
}

/** Hubs among the identifiers that are on two or more of some accounts, those on most accounts first. */
export async function findSharedHubs(
  handle: Transaction,
  organisationId: string,
  { accounts, limit }: { accounts: readonly string[]; limit: number },
): Promise<HubRow[]> {
  const { rows } = await sql<HubRow>`
    select ${hubColumns} from link_hubs h
    where h.organisation_id = ${organisationId}::uuid and h.identifier_id is not null
      and h.decision is distinct from 'restored'
      and (
        select count(distinct o.seller_account_id) from identifier_occurrences o
        where o.identifier_id = h.identifier_id
          and o.seller_account_id = any (${[...accounts]}::uuid[])
      ) > 1
    order by h.accounts desc, encode(h.digest, 'hex') limit ${limit}`.execute(handle)
  return rows
}
