import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { runPrepared, type Transaction } from '../../platform/db/index.ts'
import { recordOutboxOfMany } from '../../messaging/event-outbox/index.ts'

export type NewNetwork = {
  number: number
  accounts: number
  probability: number
  /** Accounts of the smaller side of the weakest cut, and the bits that hold it to the other. */
  weakestSide: readonly string[]
  weakestBits: number
}

export type NewNetworkEvent =
  | { event: 'joined' | 'left'; network: number; account: string }
  | { event: 'merged' | 'split'; network: number; other: number }

export type WrittenNetworks = {
  organisationId: string
  at: Date
  networks: readonly NewNetwork[]
  retired: readonly { number: number; into: number | null }[]
  events: readonly NewNetworkEvent[]
  /** The number of the last event before. */
  lastEvent: number
}

/** Accounts that an event for webhooks names; the network has the others. */
const namedInEvent = 100

/** Writes what happened to networks, and tells webhooks. Returns the number of the last event. */
export async function writeNetworks(
  handle: Transaction,
  written: WrittenNetworks,
): Promise<number> {
  const { organisationId, at, networks, retired, events, lastEvent } = written
  await upsertNetworks(handle, organisationId, at, networks)
  const numbers = [
    ...networks.map(({ number }) => number),
    ...events.flatMap((event) => ('other' in event ? [event.network, event.other] : event.network)),
    ...retired.flatMap(({ number, into }) => (into === null ? number : [number, into])),
  ]
  const ids = await findIds(handle, organisationId, numbers)
  const idOf = (number: number): string => {
    const id = ids.get(number)
    if (id === undefined) throw new Error(`network ${number} happened and is missing`)
    return id
  }
  if (retired.length > 0)
    await sql`
      update seller_networks n
      set retired_at = ${at}::timestamptz, changed_at = ${at}::timestamptz, into_id = given.into_id,
        accounts = 0, probability = null, weakest_side = '{}', weakest_bits = null
      from unnest(${retired.map(({ number }) => idOf(number))}::uuid[],
        ${retired.map(({ into }) => (into === null ? null : idOf(into)))}::uuid[])
        as given (id, into_id)
      where n.id = given.id`.execute(handle)
  await writeMemberships(handle, { organisationId, at, events, idOf })
  await insertEvents(handle, { organisationId, at, events, lastEvent, idOf })
  await recordOutboxOfMany(handle, changesOf(written, idOf))
  return lastEvent + events.length
}

async function upsertNetworks(
  handle: Transaction,
  organisationId: string,
  at: Date,
  networks: readonly NewNetwork[],
): Promise<void> {
  if (networks.length === 0) return
  await runPrepared(
    sql`
      insert into seller_networks as n (id, organisation_id, number, accounts, probability,
        weakest_side, weakest_bits, formed_at, changed_at)
      select id, ${organisationId}::uuid, number, accounts, probability,
        weakest_side::uuid[], weakest_bits,
        ${at}::timestamptz, ${at}::timestamptz
      from unnest(${networks.map(() => randomUUID())}::uuid[],
        ${networks.map(({ number }) => number)}::int4[],
        ${networks.map(({ accounts }) => accounts)}::int4[],
        ${networks.map(({ probability }) => probability)}::float8[],
        ${networks.map(({ weakestSide }) => `{${weakestSide.join()}}`)}::text[],
        ${networks.map(({ weakestBits }) => weakestBits)}::float8[])
        as given (id, number, accounts, probability, weakest_side, weakest_bits)
      on conflict (organisation_id, number) do update
      set accounts = excluded.accounts, probability = excluded.probability,
        weakest_side = excluded.weakest_side, weakest_bits = excluded.weakest_bits,
        changed_at = excluded.changed_at
      where (n.accounts, n.probability, n.weakest_side, n.weakest_bits) is distinct from
        (excluded.accounts, excluded.probability, excluded.weakest_side, excluded.weakest_bits)`,
    handle,
  )
}

async function findIds(
  handle: Transaction,
  organisationId: string,
  numbers: readonly number[],
): Promise<Map<number, string>> {
  if (numbers.length === 0) return new Map()
  const { rows } = await runPrepared(
    sql<{ id: string; number: number }>`
      select id, number from seller_networks
      where organisation_id = ${organisationId}::uuid
        and number = any (${[...new Set(numbers)]}::int4[])`,
    handle,
  )
  return new Map(rows.map(({ id, number }) => [number, id]))
}

type Placed = Pick<WrittenNetworks, 'organisationId' | 'at' | 'events'> & {
  idOf(number: number): string
}

async function writeMemberships(
  handle: Transaction,
  { organisationId, at, events, idOf }: Placed,
): Promise<void> {
  const left = events.flatMap((one) => (one.event === 'left' ? one : []))
  const joined = events.flatMap((one) => (one.event === 'joined' ? one : []))
  if (left.length > 0)
    await runPrepared(
      sql`
        update network_memberships m set until_at = ${at}::timestamptz
        from unnest(${left.map(({ network }) => idOf(network))}::uuid[],
          ${left.map(({ account }) => account)}::uuid[]) as given (network, account)
        where m.network_id = given.network and m.seller_account_id = given.account
          and m.until_at is null`,
      handle,
    )
  if (joined.length > 0)
    await runPrepared(
      sql`
        insert into network_memberships (network_id, organisation_id, seller_account_id, from_at)
        select network, ${organisationId}::uuid, account, ${at}::timestamptz
        from unnest(${joined.map(({ network }) => idOf(network))}::uuid[],
          ${joined.map(({ account }) => account)}::uuid[]) as given (network, account)`,
      handle,
    )
}

async function insertEvents(
  handle: Transaction,
  { organisationId, at, events, lastEvent, idOf }: Placed & { lastEvent: number },
): Promise<void> {
  if (events.length === 0) return
  // Of an account that was deleted meanwhile nothing is stored any more.
  await runPrepared(
    sql`
      insert into network_events (organisation_id, number, at, event, network_id, seller_account_id,
        other_id)
      select ${organisationId}::uuid, number, ${at}::timestamptz, event, network, account, other
      from unnest(${events.map((_, place) => lastEvent + place + 1)}::int8[],
        ${events.map(({ event }) => event)}::text[],
        ${events.map(({ network }) => idOf(network))}::uuid[],
        ${events.map((one) => ('account' in one ? one.account : null))}::uuid[],
        ${events.map((one) => ('other' in one ? idOf(one.other) : null))}::uuid[])
        as given (number, event, network, account, other)
      where account is null or exists (select from seller_accounts a where a.id = account)`,
    handle,
  )
}

/** One event for webhooks of each network whose accounts changed. */
function changesOf(
  { organisationId, events, retired }: WrittenNetworks,
  idOf: (number: number) => string,
) {
  const into = new Map(retired.map((one) => [one.number, one.into]))
  return [...Map.groupBy(events, ({ network }) => network)].map(([network, own]) => {
    const accountsOf = (event: 'joined' | 'left'): string[] =>
      own
        .flatMap((one) => (one.event === event && 'account' in one ? one.account : []))
        .slice(0, namedInEvent)
    const last = into.get(network)
    return {
      organisationId,
      type: 'network.changed' as const,
      data: {
        network: idOf(network),
        joined: accountsOf('joined'),
        left: accountsOf('left'),
        retired: into.has(network),
        into: last === undefined || last === null ? null : idOf(last),
      },
    }
  })
}
