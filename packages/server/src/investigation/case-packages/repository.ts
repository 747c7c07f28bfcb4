import { sql } from 'kysely'
import type { Actor } from '../../access/organisations/index.ts'
import { memberRights, userProfiles } from '../../access/users/queries.ts'
import { storedImages } from '../../images/pipeline/queries.ts'
import { listingFacts } from '../../listings/ingest/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { sellerAccounts } from '../../sellers/seller-accounts/queries.ts'
import { packageLimits, type CasePackageRow } from './types.ts'

const columns = sql`p.id, p.case_id as "caseId", p.organisation_id as "organisationId",
  p.person_id as "personId", p.reason, p.language, p.state, p.attempts, p.done, p.total,
  p.problem_code as "problemCode", p.problem, encode(p.sha256, 'hex') as sha256, p.bytes,
  p.requested_at as "requestedAt", p.ended_at as "endedAt", p.expires_at as "expiresAt",
  p.disposed_at as "disposedAt", p.disposed_for as "disposedFor",
  coalesce((select u.name from ${userProfiles} u where u.id = p.person_id), '') as by`

type StoredRow = Omit<CasePackageRow, 'bytes'> & { bytes: string | number | null }

function rowOf({ bytes, ...row }: StoredRow): CasePackageRow {
  return { ...row, bytes: bytes === null ? null : Number(bytes) }
}

/** The packages of a case, latest first. */
export async function packagesOf(handle: Transaction, caseId: string): Promise<CasePackageRow[]> {
  const { rows } = await sql<StoredRow>`
    select ${columns} from case_packages p where p.case_id = ${caseId}::uuid
    order by p.requested_at desc, p.id desc limit 100`.execute(handle)
  return rows.map(rowOf)
}

export async function findPackage(
  handle: Transaction,
  { caseId, id }: { caseId: string; id: string },
): Promise<CasePackageRow | undefined> {
  const { rows } = await sql<StoredRow>`
    select ${columns} from case_packages p
    where p.id = ${id}::uuid and p.case_id = ${caseId}::uuid`.execute(handle)
  return rows.map(rowOf)[0]
}

export async function insertPackage(
  handle: Transaction,
  row: Pick<
    CasePackageRow,
    'id' | 'caseId' | 'organisationId' | 'personId' | 'reason' | 'language'
  >,
): Promise<void> {
  await sql`
    insert into case_packages (id, case_id, organisation_id, person_id, reason, language)
    values (${row.id}::uuid, ${row.caseId}::uuid, ${row.organisationId}::uuid,
      ${row.personId}::uuid, ${row.reason}, ${row.language})`.execute(handle)
}

// Longer than a step may take: its process has ended.
const stalled = sql`p.state = 'running' and p.progressed_at < now() - interval '30 minutes'`

/** Marks it as running; undefined if it has ended or is made elsewhere. */
export async function beginPackage(
  handle: Transaction,
  id: string,
): Promise<CasePackageRow | undefined> {
  const { rows } = await sql<StoredRow>`
    update case_packages p set state = 'running', attempts = p.attempts + 1, done = 0, total = 0,
      progressed_at = now()
    where p.id = ${id}::uuid and (p.state = 'waiting' or (${stalled}))
    returning ${columns}`.execute(handle)
  return rows.map(rowOf)[0]
}

/** Packages that wait, or whose process may have ended; oldest first. */
export async function listOpenPackages(handle: Transaction): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from case_packages p where p.state = 'waiting' or (${stalled})
    order by p.requested_at, p.id limit 20`.execute(handle)
  return rows.map(({ id }) => id)
}

export async function noteProgress(
  handle: Transaction,
  id: string,
  { done, total }: { done: number; total: number },
): Promise<void> {
  await sql`
    update case_packages set done = ${done}::int4, total = ${total}::int4, progressed_at = now()
    where id = ${id}::uuid and state = 'running'`.execute(handle)
}

/** Lets it begin again; an attempt that ended with its process does not count. */
export async function releasePackage(
  handle: Transaction,
  id: string,
  { counts }: { counts: boolean },
): Promise<void> {
  await sql`
    update case_packages set state = 'waiting',
      attempts = case when ${counts} then attempts else greatest(attempts - 1, 0) end
    where id = ${id}::uuid and state = 'running'`.execute(handle)
}

export async function failPackage(
  handle: Transaction,
  id: string,
  problem: { code: string; message: string },
): Promise<void> {
  await sql`
    update case_packages set state = 'failed', problem_code = ${problem.code},
      problem = ${problem.message}, ended_at = now()
    where id = ${id}::uuid and state = 'running'`.execute(handle)
}

type Stored = {
  sha256: string
  bytes: number
  listings: readonly string[]
  accounts: readonly string[]
  captures: readonly string[]
  days: number
}

export async function finishPackage(
  handle: Transaction,
  id: string,
  { sha256, bytes, listings, accounts, captures, days }: Stored,
): Promise<void> {
  await sql`
    update case_packages set state = 'ready', sha256 = decode(${sha256}, 'hex'),
      bytes = ${bytes}::int8, listings = ${[...listings]}::uuid[],
      seller_accounts = ${[...new Set(accounts)]}::uuid[],
      captures = ${[...captures]}::uuid[], done = total, ended_at = now(),
      expires_at = now() + make_interval(days => ${days}::int4)
    where id = ${id}::uuid and state = 'running'`.execute(handle)
}

/** The person with their present roles; undefined if they left the organisation. */
export async function findRequester(
  handle: Transaction,
  { organisationId, personId }: Pick<CasePackageRow, 'organisationId' | 'personId'>,
): Promise<Extract<Actor, { kind: 'person' }> | undefined> {
  type Rights = Pick<Extract<Actor, { kind: 'person' }>, 'roles' | 'brands' | 'territories'>
  const { rows } = await sql<Rights>`
    select m.roles, m.brands, m.territories from ${memberRights} m
    where m.organisation_id = ${organisationId}::uuid
      and m.person_id = ${personId}::uuid`.execute(handle)
  const [rights] = rows
  return rights && { kind: 'person', id: personId, organisationId, ...rights }
}

export type PackedListing = {
  id: string
  /** Account of its seller, unless the seller was erased. */
  account: string | null
  /** Whether it is visible and has all its personal fields: a package is deleted when it loses them. */
  isWhole: boolean
}

/** The listings of a case in an order that does not change. */
export async function listingsOf(
  handle: Transaction,
  { caseId, limit }: { caseId: string; limit: number },
): Promise<PackedListing[]> {
  const { rows } = await sql<PackedListing>`
    select o.listing_id as id, case when a.seller_id is not null then a.id end as account,
      l.id is not null and l.redacted_at is null as "isWhole"
    from case_listings o left join ${listingFacts} l on l.id = o.listing_id
    left join ${sellerAccounts} a on a.id = l.seller_account_id
    where o.case_id = ${caseId}::uuid order by o.listing_id limit ${limit}::int4`.execute(handle)
  return rows
}

/** Bytes of what captures hold. */
export async function captureBytes(
  handle: Transaction,
  captures: readonly string[],
): Promise<number> {
  const { rows } = await sql<{ bytes: string | number | null }>`
    select sum(bytes) as bytes from evidence_items
    where capture_id = any (${[...captures]}::uuid[]) and disposed_at is null`.execute(handle)
  return Number(rows[0]?.bytes ?? 0)
}

export type PackedImage = { listing: string; place: number; digest: string }

/** The first stored images of each of these listings. */
export async function imagesOf(
  handle: Transaction,
  listings: readonly string[],
): Promise<PackedImage[]> {
  const { rows } = await sql<PackedImage>`
    select listing_id as listing, place, encode(digest, 'hex') as digest from ${storedImages} i
    where listing_id = any (${[...listings]}::uuid[]) and place < ${packageLimits.pictures}::int4
    order by listing_id, place`.execute(handle)
  return rows
}

/** Names of people who acted, by id; those who are unknown are missing. */
export async function personNames(
  handle: Transaction,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await sql<{ id: string; name: string }>`
    select u.id, u.name from ${userProfiles} u
    where u.id::text = any (${[...new Set(ids)]}::text[])`.execute(handle)
  return new Map(rows.map(({ id, name }) => [id, name]))
}
