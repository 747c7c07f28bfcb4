import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { runPrepared, type Transaction } from '../../platform/db/index.ts'
import { profileOf, type SellerProfile, type SightedSeller } from './types.ts'

type Sighting = SellerProfile & { sellerHash: Buffer; marketplace: string }

type AccountRow = { id: string; hash: Buffer; isStale: boolean }

/** Another request that creates the same accounts has ended by the second attempt. */
const maxAttempts = 3

/**
 * The ids of the accounts of these sellers by the hexadecimal digits of their hashes; creates those
 * that are missing. One statement for all; one more if profiles changed or were last seen over a minute ago.
 */
export async function ensureAccounts(
  handle: Transaction,
  organisationId: string,
  sellers: readonly SightedSeller[],
): Promise<Map<string, string>> {
  const accounts = new Map<string, string>()
  if (sellers.length === 0) return accounts
  let missing = sightingsOf(sellers)
  for (let attempt = 1; missing.length > 0; attempt++) {
    if (attempt > maxAttempts) throw new Error('a seller account was created and is missing')
    const found = await findOrInsert(handle, organisationId, missing)
    const stale = new Set<string>()
    for (const { id, hash, isStale } of found) {
      accounts.set(hash.toString('hex'), id)
      if (isStale) stale.add(hash.toString('hex'))
    }
    const keyOf = ({ sellerHash }: Sighting): string => sellerHash.toString('hex')
    await updateProfiles(
      handle,
      organisationId,
      missing.filter((one) => stale.has(keyOf(one))),
    )
    missing = missing.filter((one) => !accounts.has(keyOf(one)))
  }
  return accounts
}

/** Each seller once, as named last, in one order for all who create accounts. */
function sightingsOf(sellers: readonly SightedSeller[]): Sighting[] {
  const byHash = new Map<string, SightedSeller>()
  for (const one of sellers) byHash.set(one.sellerHash.toString('hex'), one)
  return [...byHash]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { sellerHash, marketplace, seller }]) => ({
      ...profileOf(seller),
      sellerHash,
      marketplace,
    }))
}

async function findOrInsert(
  handle: Transaction,
  organisationId: string,
  sightings: readonly Sighting[],
): Promise<AccountRow[]> {
  // The lock keeps an account from being purged before its listings are written.
  const query = sql<AccountRow>`
    with given as materialized (
      select * from unnest(${sightings.map(() => randomUUID())}::uuid[],
        ${sightings.map(({ sellerHash }) => sellerHash)}::bytea[],
        ${sightings.map(({ marketplace }) => marketplace)}::text[],
        ${sightings.map(({ sellerId }) => sellerId)}::text[],
        ${sightings.map(({ name }) => name)}::text[],
        ${sightings.map(({ country }) => country)}::text[],
        ${sightings.map(({ kind }) => kind)}::text[],
        ${sightings.map(({ joinedAt }) => joinedAt)}::timestamptz[])
        as given (id, seller_hash, marketplace, seller_id, name, country, kind, joined_at)
    ),
    found as materialized (
      select a.id, a.seller_hash, a.last_seen_at < now() - interval '1 minute'
        or a.seller_id is null
        or a.name is distinct from coalesce(given.name, a.name)
        or a.country is distinct from coalesce(given.country, a.country)
        or a.kind is distinct from coalesce(given.kind, a.kind)
        or a.joined_at is distinct from coalesce(given.joined_at::timestamptz(3), a.joined_at)
        as stale
      from given cross join lateral (
        select * from seller_accounts a
        where a.organisation_id = ${organisationId}::uuid and a.seller_hash = given.seller_hash
        limit 1 for key share
      ) a
    ),
    made as (
      insert into seller_accounts
        (id, organisation_id, marketplace, seller_hash, seller_id, name, country, kind, joined_at)
      select id, ${organisationId}::uuid, marketplace, seller_hash, seller_id, name, country, kind,
        joined_at
      from given
      where not exists (select from found f where f.seller_hash = given.seller_hash)
      order by seller_hash
      on conflict on constraint seller_accounts_once do nothing
      returning id, seller_hash
    )
    select id, seller_hash as hash, stale as "isStale" from found
    union all
    select id, seller_hash, false from made`
  return (await runPrepared(query, handle)).rows
}

/** Rows that another transaction is writing are skipped: its values are as recent. */
async function updateProfiles(
  handle: Transaction,
  organisationId: string,
  sightings: readonly Sighting[],
): Promise<void> {
  if (sightings.length === 0) return
  await sql`
    update seller_accounts a
    set last_seen_at = now(), seller_id = given.seller_id, name = coalesce(given.name, a.name),
      country = coalesce(given.country, a.country), kind = coalesce(given.kind, a.kind),
      joined_at = coalesce(given.joined_at, a.joined_at)
    from unnest(${sightings.map(({ sellerHash }) => sellerHash)}::bytea[],
      ${sightings.map(({ sellerId }) => sellerId)}::text[],
      ${sightings.map(({ name }) => name)}::text[],
      ${sightings.map(({ country }) => country)}::text[],
      ${sightings.map(({ kind }) => kind)}::text[],
      ${sightings.map(({ joinedAt }) => joinedAt)}::timestamptz[])
      as given (seller_hash, seller_id, name, country, kind, joined_at)
    where a.organisation_id = ${organisationId}::uuid and a.seller_hash = given.seller_hash
      and a.id = any (array (
        select id from seller_accounts
        where organisation_id = ${organisationId}::uuid
          and seller_hash = any (${sightings.map(({ sellerHash }) => sellerHash)}::bytea[])
        order by seller_hash for no key update skip locked
      ))`.execute(handle)
}
