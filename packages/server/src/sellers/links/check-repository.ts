import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { LinkReason } from './types.ts'

// For the operator’s check, which reads everything of an organisation.

export type CheckedState = {
  generation: number
  networks: number
  at: Date
  /** Changes that have not been linked yet. */
  waiting: number
}

/** Nothing if nothing of the organisation was ever linked. */
export async function findCheckedState(
  handle: Transaction,
  organisationId: string,
): Promise<CheckedState | undefined> {
  const { rows } = await sql<CheckedState>`
    select s.generation, s.networks, s.at, (
        select count(*)::int4 from link_changes c where c.organisation_id = s.organisation_id
      ) as waiting
    from link_states s where s.organisation_id = ${organisationId}::uuid`.execute(handle)
  return rows[0]
}

export type CheckedLink = {
  a: string
  b: string
  weight: number
  probability: number
  linked: boolean
  reasons: LinkReason[]
}

export async function findCheckedLinks(
  handle: Transaction,
  organisationId: string,
): Promise<(CheckedLink & { digest: string })[]> {
  const { rows } = await sql<CheckedLink & { digest: string }>`
    select account_a as a, account_b as b, weight, probability, linked, reasons,
      encode(digest, 'hex') as digest
    from seller_links where organisation_id = ${organisationId}::uuid`.execute(handle)
  return rows
}

export type CheckedOccurrence = {
  listing: string
  account: string
  version: number
  identifier: string
  type: string
  field: string
  start: number
  end: number
}

/** Identifiers of these listings, in their order. */
export async function findCheckedOccurrences(
  handle: Transaction,
  organisationId: string,
  listings: readonly string[],
): Promise<CheckedOccurrence[]> {
  const { rows } = await sql<CheckedOccurrence>`
    select listing_id as listing, seller_account_id as account, version,
      identifier_id as identifier, type, field, span_start as start, span_end as "end"
    from identifier_occurrences
    where organisation_id = ${organisationId}::uuid
      and listing_id = any (${[...listings]}::uuid[])
    order by listing_id, place`.execute(handle)
  return rows
}

/** How many identifiers stand in how many places, and how many stand in none. */
export async function countIdentifiers(
  handle: Transaction,
  organisationId: string,
): Promise<{ places: number; nowhere: number }> {
  const { rows } = await sql<{ places: number; nowhere: number }>`
    select (
        select count(*)::int4 from identifier_occurrences
        where organisation_id = ${organisationId}::uuid
      ) as places, (
        select count(*)::int4 from seller_identifiers i
        where i.organisation_id = ${organisationId}::uuid
          and not exists (select from identifier_occurrences o where o.identifier_id = i.id)
      ) as nowhere`.execute(handle)
  return rows[0] ?? { places: 0, nowhere: 0 }
}

export type CheckedIdentifier = {
  id: string
  digest: string
  type: string
  sealed: Buffer | null
}

export async function pageOfIdentifiers(
  handle: Transaction,
  organisationId: string,
  { after, limit }: { after: string; limit: number },
): Promise<CheckedIdentifier[]> {
  const { rows } = await sql<CheckedIdentifier>`
    select id, encode(digest, 'hex') as digest, type, sealed from seller_identifiers
    where organisation_id = ${organisationId}::uuid and id > ${after}::uuid
    order by id limit ${limit}`.execute(handle)
  return rows
}

export type CheckedNetwork = {
  id: string
  number: number
  accounts: number
  probability: number | null
  weakestSide: string[]
  weakestBits: number | null
  /** Accounts that are in it now. */
  members: string[]
}

export async function findCheckedNetworks(
  handle: Transaction,
  organisationId: string,
): Promise<CheckedNetwork[]> {
  const { rows } = await sql<CheckedNetwork>`
    select n.id, n.number, n.accounts, n.probability, n.weakest_side::text[] as "weakestSide",
      n.weakest_bits as "weakestBits", coalesce((
        select array_agg(m.seller_account_id::text order by m.seller_account_id)
        from network_memberships m where m.network_id = n.id and m.until_at is null
      ), '{}') as members
    from seller_networks n
    where n.organisation_id = ${organisationId}::uuid and n.retired_at is null`.execute(handle)
  return rows
}

export type CheckedHub = {
  digest: string
  type: string
  identifier: string | null
  accounts: number
  usual: number
  decision: string | null
}

export async function findCheckedHubs(
  handle: Transaction,
  organisationId: string,
): Promise<CheckedHub[]> {
  const { rows } = await sql<CheckedHub>`
    select encode(digest, 'hex') as digest, type, identifier_id as identifier, accounts, usual,
      decision
    from link_hubs where organisation_id = ${organisationId}::uuid`.execute(handle)
  return rows
}

/** Organisations whose accounts are linked. */
export async function findLinkedOrganisations(handle: Transaction): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select organisation_id as id from link_states order by organisation_id`.execute(handle)
  return rows.map(({ id }) => id)
}
