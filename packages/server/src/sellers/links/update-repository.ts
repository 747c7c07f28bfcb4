import type { LinkModelComparisonView } from '@touchstone/contract'
import type { Judgement } from '@touchstone/linkage'
import { sql } from 'kysely'
import { currentListings, listingFacts } from '../../listings/ingest/queries.ts'
import {
  isoMoment,
  jsonTexts,
  organisationsIn,
  runPrepared,
  type Transaction,
} from '../../platform/db/index.ts'
import { inForce } from './links-repository.ts'
import type { OverturnedLinks } from './overturned-links.ts'
import type { CurrentListing, FoundHub, FoundLink, FoundNetworkEvent } from './types.ts'

// For the operator’s work, which sees all organisations.

/** Organisations whose accounts are to be linked anew, at most so many at a time. */
export async function findChangedOrganisations(handle: Transaction): Promise<string[]> {
  const { rows } = await runPrepared(
    sql<{ id: string }>`
      with recursive ${organisationsIn('link_changes', sql`true`)}
      select id from parties`,
    handle,
  )
  return rows.map(({ id }) => id)
}

export type Lease = { holder: string; milliseconds: number }

export type LinkState = { generation: number; events: number; networks: number; at: Date }

/** Claims an organisation’s accounts for one process, or returns nothing while another one links them. */
export async function claimState(
  handle: Transaction,
  organisationId: string,
  { holder, milliseconds }: Lease,
): Promise<LinkState | undefined> {
  const until = sql`now() + make_interval(secs => ${milliseconds / 1000}::float8)`
  const { rows } = await runPrepared(
    sql<LinkState>`
      insert into link_states as s (organisation_id, holder, held_until)
      values (${organisationId}::uuid, ${holder}::uuid, ${until})
      on conflict (organisation_id) do update
      set holder = excluded.holder, held_until = excluded.held_until
      where s.holder is null or s.holder = excluded.holder or s.held_until < now()
      returning generation, events, networks, at`,
    handle,
  )
  return rows[0]
}

export async function renewLease(
  handle: Transaction,
  organisationId: string,
  { holder, milliseconds }: Lease,
): Promise<void> {
  await runPrepared(
    sql`
      update link_states
      set held_until = now() + make_interval(secs => ${milliseconds / 1000}::float8)
      where organisation_id = ${organisationId}::uuid and holder = ${holder}::uuid`,
    handle,
  )
}

export async function releaseLeases(handle: Transaction, holder: string): Promise<void> {
  await sql`
    update link_states set holder = null, held_until = null
    where holder = ${holder}::uuid`.execute(handle)
}

/** True if nobody wrote since: a lease that ran out keeps nobody from it. Locks the state. */
export async function lockState(
  handle: Transaction,
  organisationId: string,
  generation: number,
): Promise<boolean> {
  const { rows } = await runPrepared(
    sql`
      select from link_states
      where organisation_id = ${organisationId}::uuid and generation = ${generation} for update`,
    handle,
  )
  return rows.length > 0
}

export async function updateState(
  handle: Transaction,
  organisationId: string,
  { events, networks, at }: Omit<LinkState, 'generation'>,
): Promise<void> {
  await runPrepared(
    sql`
      update link_states
      set generation = generation + 1, events = ${events}, networks = ${networks},
        at = ${at}::timestamptz
      where organisation_id = ${organisationId}::uuid`,
    handle,
  )
}

export type LinkChange = { since: Date; id: string; listing: string | null }

/** The oldest changes. They stay until what follows from them is written. */
export async function findChanges(
  handle: Transaction,
  organisationId: string,
  limit: number,
): Promise<LinkChange[]> {
  const { rows } = await runPrepared(
    sql<LinkChange>`
      select since, id, listing_id as listing from link_changes
      where organisation_id = ${organisationId}::uuid order by since, id limit ${limit}`,
    handle,
  )
  return rows
}

export async function deleteChanges(
  handle: Transaction,
  organisationId: string,
  changes: readonly LinkChange[],
): Promise<void> {
  await runPrepared(
    sql`
      delete from link_changes c
      using unnest(${changes.map(({ since }) => since)}::timestamptz[],
        ${changes.map(({ id }) => id)}::uuid[]) as given (since, id)
      where c.organisation_id = ${organisationId}::uuid and c.since = given.since
        and c.id = given.id`,
    handle,
  )
}

const listingColumns = sql`l.id, l.seller_account_id as account, l.version, l.content`
// Listings of a seller who is being erased name the account until their turn.
const ofAccounts = sql`
  join seller_accounts a on a.id = l.seller_account_id and a.seller_id is not null
    and not exists (
      select from lapsed_link_listings p
      where p.listing_id = l.id and p.organisation_id = l.organisation_id
    )`

/** Those of these listings that are an account’s, as they are now. */
export async function findListings(
  handle: Transaction,
  organisationId: string,
  ids: readonly string[],
): Promise<CurrentListing[]> {
  if (ids.length === 0) return []
  const { rows } = await runPrepared(
    sql<CurrentListing>`
      select ${listingColumns} from ${currentListings} l ${ofAccounts}
      where l.id = any (${[...ids]}::uuid[]) and l.organisation_id = ${organisationId}::uuid`,
    handle,
  )
  return rows
}

export async function findAccountIds(
  handle: Transaction,
  organisationId: string,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from seller_accounts where organisation_id = ${organisationId}::uuid
    order by id`.execute(handle)
  return rows.map(({ id }) => id)
}

/** A page of the listings of some accounts, by id. */
export async function pageOfListings(
  handle: Transaction,
  organisationId: string,
  { accounts, after, limit }: { accounts: readonly string[]; after: string; limit: number },
): Promise<CurrentListing[]> {
  const { rows } = await sql<CurrentListing>`
    select ${listingColumns} from ${currentListings} l ${ofAccounts}
    where l.organisation_id = ${organisationId}::uuid
      and l.seller_account_id = any (${[...accounts]}::uuid[]) and l.id > ${after}::uuid
    order by l.id limit ${limit}`.execute(handle)
  return rows
}

/**
 * What people judged and did not withdraw; if it needs another person, once they approved. Accounts whose link is
 * contested count as different until somebody decides. Judgements lapse with the listings of an account.
 */
export async function findJudgements(
  handle: Transaction,
  organisationId: string,
): Promise<Judgement[]> {
  const { rows } = await runPrepared(
    sql<Judgement>`
      with judged as (
        select account_a as id from link_judgements where organisation_id = ${organisationId}::uuid
        union
        select account_b from link_judgements where organisation_id = ${organisationId}::uuid
      ), lapsed as (
        select id from judged
        where exists (
          select from lapsed_link_listings p
          where p.seller_account_id = judged.id and p.organisation_id = ${organisationId}::uuid
        ) and not exists (
          select from ${listingFacts} l
          where l.seller_account_id = judged.id and not exists (
            select from lapsed_link_listings p
            where p.listing_id = l.id and p.organisation_id = ${organisationId}::uuid
          )
        )
      )
      select j.account_a as a, j.account_b as b, j.judgement, ${isoMoment(sql`j.at`)} as at
      from link_judgements j
      where j.organisation_id = ${organisationId}::uuid and ${inForce}
        and j.account_a not in (select id from lapsed)
        and j.account_b not in (select id from lapsed) and not exists (
        select from link_contests c
        where c.account_a = j.account_a and c.account_b = j.account_b and c.state = 'open'
      )
      union all
      select account_a, account_b, 'different', ${isoMoment(sql`at`)} from link_contests
      where organisation_id = ${organisationId}::uuid and state = 'open'
      order by at, a, b`,
    handle,
  )
  return rows
}

/** The model that links are weighed by: the live one; if none is, the one in shadow, and judgements alone link. */
export type ModelInUse = { version: number; isLive: boolean; isNewest: boolean }

export async function findModelInUse(
  handle: Transaction,
  organisationId: string,
): Promise<ModelInUse | undefined> {
  const { rows } = await runPrepared(
    sql<ModelInUse>`
      select m.version, m.state = 'live' as "isLive", not exists (
          select from link_models n
          where n.organisation_id = m.organisation_id and n.version > m.version
        ) as "isNewest"
      from link_models m
      where m.organisation_id = ${organisationId}::uuid and m.fitted_at is not null
      order by m.state = 'live' desc, m.state = 'shadow' desc, m.version desc limit 1`,
    handle,
  )
  return rows[0]
}

export async function findSealedModel(
  handle: Transaction,
  organisationId: string,
  version: number,
): Promise<Buffer> {
  const { rows } = await sql<{ sealed: Buffer }>`
    select sealed from link_models
    where organisation_id = ${organisationId}::uuid and version = ${version}::int4
      and sealed is not null`.execute(handle)
  const [row] = rows
  if (row === undefined) throw new Error(`model ${version} is in use and has no content`)
  return row.sealed
}

/** What people asked for: a draft that is to be fitted, a model in shadow that is to be compared. */
export async function findModelRequests(
  handle: Transaction,
  organisationId: string,
): Promise<{ draft: number | null; shadow: number | null }> {
  const { rows } = await runPrepared(
    sql<{ draft: number | null; shadow: number | null }>`
      select min(version) filter (where state = 'draft' and fitted_at is null) as draft,
        min(version) filter (where state = 'shadow' and comparing) as shadow
      from link_models where organisation_id = ${organisationId}::uuid`,
    handle,
  )
  return rows[0] ?? { draft: null, shadow: null }
}

/** Takes the live model to shadow, where it links nobody. */
export async function returnToShadow(
  handle: Transaction,
  organisationId: string,
  { version, judged, overturned }: OverturnedLinks,
): Promise<void> {
  await sql`
    update link_models
    set state = 'shadow', returned_at = now(), judged = ${judged}, overturned = ${overturned},
      edits = edits + 1
    where organisation_id = ${organisationId}::uuid and version = ${version} and state = 'live'`.execute(
    handle,
  )
}

type FittedRow = { accounts: number; prior: number; digest: string; sealed: Buffer }

export async function storeDraft(
  handle: Transaction,
  organisationId: string,
  { version, accounts, prior, digest, sealed }: FittedRow & { version: number },
): Promise<void> {
  await sql`
    update link_models
    set accounts = ${accounts}, prior = ${prior}, digest = ${digest}, sealed = ${sealed}::bytea,
      fitted_at = now(), edits = edits + 1
    where organisation_id = ${organisationId}::uuid and version = ${version}
      and state = 'draft'`.execute(handle)
}

export async function storeComparison(
  handle: Transaction,
  organisationId: string,
  { version, comparison }: { version: number; comparison: LinkModelComparisonView },
): Promise<void> {
  await sql`
    update link_models set comparison = ${JSON.stringify(comparison)}::json, comparing = false
    where organisation_id = ${organisationId}::uuid and version = ${version}`.execute(handle)
}

export async function findStoredLinks(
  handle: Transaction,
  organisationId: string,
): Promise<{ a: string; b: string; digest: string }[]> {
  const { rows } = await sql<{ a: string; b: string; digest: string }>`
    select account_a as a, account_b as b, encode(digest, 'hex') as digest from seller_links
    where organisation_id = ${organisationId}::uuid`.execute(handle)
  return rows
}

export async function findNetworkEvents(
  handle: Transaction,
  organisationId: string,
): Promise<FoundNetworkEvent[]> {
  const { rows } = await sql<{
    event: FoundNetworkEvent['event']
    network: number
    account: string | null
    other: number | null
  }>`
    select e.event, n.number as network, e.seller_account_id as account, o.number as other
    from network_events e
    join seller_networks n on n.id = e.network_id
    left join seller_networks o on o.id = e.other_id
    where e.organisation_id = ${organisationId}::uuid order by e.number`.execute(handle)
  return rows.map(({ event, network, account, other }): FoundNetworkEvent =>
    event === 'joined' || event === 'left'
      ? { event, network, account: account ?? '' }
      : { event, network, other: other ?? 0 },
  )
}

/** Locks accounts against erasure; true if all of them are there and none is erased. */
export async function lockAccounts(
  handle: Transaction,
  organisationId: string,
  ids: readonly string[],
): Promise<boolean> {
  const { rows } = await runPrepared(
    sql<{ count: number }>`
      select count(*)::int4 as count from (
        select from seller_accounts
        where organisation_id = ${organisationId}::uuid and id = any (${[...ids]}::uuid[])
          and seller_id is not null
        order by id for share
      ) locked`,
    handle,
  )
  return rows[0]?.count === ids.length
}

export async function insertModel(
  handle: Transaction,
  organisationId: string,
  model: FittedRow,
): Promise<number> {
  await sql`
    update link_models set state = 'retired', edits = edits + 1
    where organisation_id = ${organisationId}::uuid and state = 'live'`.execute(handle)
  const { rows } = await sql<{ version: number }>`
    insert into link_models (organisation_id, version, state, accounts, prior, digest, sealed,
      fitted_at, live_since, replaced)
    select ${organisationId}::uuid, coalesce(max(version), 0) + 1, 'live', ${model.accounts},
      ${model.prior}, ${model.digest}, ${model.sealed}::bytea, now(), now(),
      max(version) filter (where state = 'retired' and live_since is not null)
    from link_models where organisation_id = ${organisationId}::uuid
    returning version`.execute(handle)
  const [row] = rows
  if (row === undefined) throw new Error('a model was stored and is missing')
  return row.version
}

export async function writeLinks(
  handle: Transaction,
  organisationId: string,
  {
    links,
    unlinked,
    model,
  }: {
    links: readonly FoundLink[]
    unlinked: readonly { a: string; b: string }[]
    model: number | null
  },
): Promise<void> {
  if (unlinked.length > 0)
    await runPrepared(
      sql`
        delete from seller_links l
        using unnest(${unlinked.map(({ a }) => a)}::uuid[], ${unlinked.map(({ b }) => b)}::uuid[])
          as given (a, b)
        where l.account_a = given.a and l.account_b = given.b
          and l.organisation_id = ${organisationId}::uuid`,
      handle,
    )
  if (links.length > 0)
    await runPrepared(
      sql`
        insert into seller_links (organisation_id, account_a, account_b, weight, probability, linked,
          reasons, digest, model)
        select ${organisationId}::uuid, a, b, weight, probability, linked, reasons, digest,
          ${model}::int4
        from unnest(${links.map(({ a }) => a)}::uuid[], ${links.map(({ b }) => b)}::uuid[],
          ${links.map(({ weight }) => weight)}::float8[],
          ${links.map(({ probability }) => probability)}::float8[],
          ${links.map(({ linked }) => linked)}::bool[],
          ${jsonTexts(links.map(({ reasons }) => reasons))}::json[],
          ${links.map(({ digest }) => Buffer.from(digest, 'hex'))}::bytea[])
          as given (a, b, weight, probability, linked, reasons, digest)
        on conflict (account_a, account_b) do update
        set weight = excluded.weight, probability = excluded.probability, linked = excluded.linked,
          reasons = excluded.reasons, digest = excluded.digest, model = excluded.model`,
      handle,
    )
}

export type NewHub = Omit<FoundHub, 'picture'> & { sealed: Buffer | null }

export async function findStoredHubs(
  handle: Transaction,
  organisationId: string,
): Promise<string[]> {
  const { rows } = await sql<{ digest: string }>`
    select encode(digest, 'hex') as digest from link_hubs
    where organisation_id = ${organisationId}::uuid`.execute(handle)
  return rows.map(({ digest }) => digest)
}

/** Writes hubs, and removes those that are none any more; those that stay keep the time since when they are. */
export async function writeHubs(
  handle: Transaction,
  organisationId: string,
  { hubs, ended }: { hubs: readonly NewHub[]; ended: readonly string[] },
): Promise<void> {
  const bytesOf = (all: readonly string[]): Buffer[] => all.map((one) => Buffer.from(one, 'hex'))
  if (ended.length > 0)
    await runPrepared(
      sql`
        delete from link_hubs
        where organisation_id = ${organisationId}::uuid and digest = any (${bytesOf(ended)}::bytea[])`,
      handle,
    )
  if (hubs.length === 0) return
  await runPrepared(
    sql`
      insert into link_hubs (organisation_id, digest, type, identifier_id, sealed, accounts, usual,
        decision)
      select ${organisationId}::uuid, digest, type, identifier, sealed, accounts, usual, decision
      from unnest(${bytesOf(hubs.map(({ digest }) => digest))}::bytea[],
        ${hubs.map(({ type }) => type)}::text[],
        ${hubs.map(({ identifier }) => identifier)}::uuid[],
        ${hubs.map(({ sealed }) => sealed)}::bytea[],
        ${hubs.map(({ accounts }) => accounts)}::int4[],
        ${hubs.map(({ usual }) => usual)}::int4[],
        ${hubs.map(({ decision }) => decision)}::text[])
        as given (digest, type, identifier, sealed, accounts, usual, decision)
      on conflict (organisation_id, digest) do update
      set accounts = excluded.accounts, usual = excluded.usual, decision = excluded.decision`,
    handle,
  )
}
