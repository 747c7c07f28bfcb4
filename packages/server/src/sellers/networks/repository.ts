import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'

export type NetworkRow = {
  id: string
  accounts: number
  probability: number | null
  weakestSide: string[]
  weakestBits: number | null
  formedAt: Date
  changedAt: Date
  retiredAt: Date | null
}

export type NetworkCursor = { accounts: number; id: string }

const columns = sql`n.id, n.accounts, n.probability, n.weakest_side::text[] as "weakestSide",
  n.weakest_bits as "weakestBits", n.formed_at as "formedAt", n.changed_at as "changedAt",
  n.retired_at as "retiredAt"`

/** A page of the networks that last, the largest first. */
export async function pageOfNetworks(
  handle: Transaction,
  organisationId: string,
  { after, limit }: { after: NetworkCursor | undefined; limit: number },
): Promise<NetworkRow[]> {
  const beyond =
    after === undefined
      ? sql``
      : sql`and (n.accounts, n.id) < (${after.accounts}::int4, ${after.id}::uuid)`
  const { rows } = await sql<NetworkRow>`
    select ${columns} from seller_networks n
    where n.organisation_id = ${organisationId}::uuid and n.retired_at is null ${beyond}
    order by n.accounts desc, n.id desc limit ${limit}`.execute(handle)
  return rows
}

export async function findNetwork(
  handle: Transaction,
  organisationId: string,
  id: string,
): Promise<NetworkRow | undefined> {
  const { rows } = await sql<NetworkRow>`
    select ${columns} from seller_networks n
    where n.organisation_id = ${organisationId}::uuid and n.id = ${id}::uuid`.execute(handle)
  return rows[0]
}

/** The network that an ID leads to: its own, or after it was retired the one that most of its accounts went to. */
export async function findSuccessor(
  handle: Transaction,
  organisationId: string,
  id: string,
): Promise<NetworkRow | undefined> {
  const { rows } = await sql<NetworkRow>`
    with recursive led (id, into_id, step) as (
      select id, into_id, 0 from seller_networks
      where organisation_id = ${organisationId}::uuid and id = ${id}::uuid
      union all
      select n.id, n.into_id, step + 1 from led join seller_networks n on n.id = led.into_id
    )
    select ${columns} from seller_networks n
    where n.id = (select id from led order by step desc limit 1)`.execute(handle)
  return rows[0]
}

export type MemberRow = { account: string; from: Date; until: Date | null }

/** The accounts of a network at a time, or now, those that joined first. */
export async function findMembers(
  handle: Transaction,
  network: string,
  { at, limit }: { at: Date | undefined; limit: number },
): Promise<MemberRow[]> {
  const during =
    at === undefined
      ? sql`until_at is null`
      : sql`from_at <= ${at}::timestamptz
          and (until_at is null or until_at > ${at}::timestamptz)`
  const { rows } = await sql<MemberRow>`
    select seller_account_id as account, from_at as "from", until_at as until
    from network_memberships where network_id = ${network}::uuid and ${during}
    order by from_at, seller_account_id limit ${limit}`.execute(handle)
  return rows
}

export type EventRow = {
  at: Date
  event: 'joined' | 'left' | 'merged' | 'split'
  account: string | null
  other: string | null
}

/** What happened to a network until a time, or now, the newest first. */
export async function findEvents(
  handle: Transaction,
  network: string,
  { at, limit }: { at: Date | undefined; limit: number },
): Promise<EventRow[]> {
  const until = at === undefined ? sql`` : sql`and at <= ${at}::timestamptz`
  const { rows } = await sql<EventRow>`
    select at, event, seller_account_id as account, other_id as other from network_events
    where network_id = ${network}::uuid ${until}
    order by number desc limit ${limit}`.execute(handle)
  return rows
}
