import { sql } from 'kysely'
import type { Actor } from '../../access/organisations/index.ts'
import { memberRights } from '../../access/users/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { PackageRow } from './types.ts'

const columns = sql`p.id, p.referral_id as "referralId", p.organisation_id as "organisationId",
  p.recipient_id as "recipientId", p.kind, p.words, p.accounts, p.listings, p.state,
  p.submitted_by as "submittedBy", p.submitted_at as "submittedAt",
  p.released_by as "releasedBy", p.attempts, p.done, p.total, p.problem_code as "problemCode",
  p.problem, p.name, p.statement_digest as "statementDigest", encode(p.sha256, 'hex') as sha256,
  p.bytes, (select encode(c.sha256, 'hex') from redacted_referral_packages c
    where c.package_id = p.id) as "redactedSha256",
  (select c.bytes from redacted_referral_packages c where c.package_id = p.id) as "redactedBytes",
  p.packed_accounts as "packedAccounts",
  p.packed_listings as "packedListings", p.sent_at as "sentAt", p.disposed_at as "disposedAt"`

type StoredRow = Omit<PackageRow, 'bytes' | 'redactedBytes'> & {
  bytes: string | number | null
  redactedBytes: string | number | null
}

const numberOf = (value: string | number | null): number | null =>
  value === null ? null : Number(value)

function rowOf({ bytes, redactedBytes, ...row }: StoredRow): PackageRow {
  return { ...row, bytes: numberOf(bytes), redactedBytes: numberOf(redactedBytes) }
}

/** The dossier and its supplements, as far as the caller sees them; the latest first. */
export async function packagesOf(handle: Transaction, referralId: string): Promise<PackageRow[]> {
  const { rows } = await sql<StoredRow>`
    select ${columns} from referral_packages p where p.referral_id = ${referralId}::uuid
    order by p.submitted_at desc, p.id desc limit 500`.execute(handle)
  return rows.map(rowOf)
}

/** A dossier that could not be made before it was returned is made anew. */
export async function insertPackage(
  handle: Transaction,
  row: Pick<
    PackageRow,
    | 'id'
    | 'referralId'
    | 'organisationId'
    | 'recipientId'
    | 'kind'
    | 'words'
    | 'accounts'
    | 'listings'
    | 'state'
    | 'submittedBy'
    | 'releasedBy'
  >,
): Promise<void> {
  await sql`
    insert into referral_packages (id, referral_id, organisation_id, recipient_id, kind, words,
      accounts, listings, state, submitted_by, released_by)
    values (${row.id}::uuid, ${row.referralId}::uuid, ${row.organisationId}::uuid,
      ${row.recipientId}::uuid, ${row.kind}, ${row.words}, ${row.accounts}::uuid[],
      ${row.listings}::uuid[], ${row.state}, ${row.submittedBy}::uuid,
      ${row.releasedBy}::uuid)
    on conflict (referral_id) where kind = 'dossier' do update
      set state = 'waiting', submitted_by = excluded.submitted_by,
        released_by = excluded.released_by, attempts = 0, problem_code = null,
        problem = null`.execute(handle)
}

/** Has a released package made, again if it failed. */
export async function requestPacking(
  handle: Transaction,
  id: string,
  releasedBy: string,
): Promise<void> {
  await sql`
    update referral_packages set state = 'waiting', released_by = ${releasedBy}::uuid,
      attempts = 0, problem_code = null, problem = null
    where id = ${id}::uuid and state in ('awaiting-release', 'failed')`.execute(handle)
}

/** How often a process says that it still makes a package. */
export const packingPulseMs = 10_000

// Several pulses were missed: its process has ended.
const stalled = sql`p.state = 'running' and p.progressed_at < now() - interval '1 minute'`

/** Marks it as running; undefined if it has ended or is made elsewhere. */
export async function beginPackage(
  handle: Transaction,
  id: string,
): Promise<PackageRow | undefined> {
  const { rows } = await sql<StoredRow>`
    update referral_packages p set state = 'running', attempts = p.attempts + 1, done = 0,
      total = 0, progressed_at = now()
    where p.id = ${id}::uuid and (p.state = 'waiting' or (${stalled}))
    returning ${columns}`.execute(handle)
  return rows.map(rowOf)[0]
}

/** Packages that wait, or whose process may have ended; oldest first. */
export async function listOpenPackages(handle: Transaction): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select p.id from referral_packages p where p.state = 'waiting' or (${stalled})
    order by p.submitted_at, p.id limit 20`.execute(handle)
  return rows.map(({ id }) => id)
}

export async function noteProgress(
  handle: Transaction,
  id: string,
  { done, total }: { done: number; total: number },
): Promise<void> {
  await sql`
    update referral_packages set done = ${done}::int4, total = ${total}::int4,
      progressed_at = now()
    where id = ${id}::uuid and state = 'running'`.execute(handle)
}

/** Says that its process still makes it, whatever the step takes. */
export async function notePulse(handle: Transaction, id: string): Promise<void> {
  await sql`
    update referral_packages set progressed_at = now()
    where id = ${id}::uuid and state = 'running'`.execute(handle)
}

/** Lets it begin again; an attempt that ended with its process does not count. */
export async function resetPackage(
  handle: Transaction,
  id: string,
  { counts }: { counts: boolean },
): Promise<void> {
  await sql`
    update referral_packages set state = 'waiting',
      attempts = case when ${counts} then attempts else greatest(attempts - 1, 0) end
    where id = ${id}::uuid and state = 'running'`.execute(handle)
}

export async function failPackage(
  handle: Transaction,
  id: string,
  problem: { code: string; message: string },
): Promise<boolean> {
  const { rows } = await sql`
    update referral_packages set state = 'failed', problem_code = ${problem.code},
      problem = ${problem.message}
    where id = ${id}::uuid and state = 'running' returning id`.execute(handle)
  return rows.length > 0
}

export type Stored = {
  name: string
  statementDigest: string
  sha256: string
  bytes: number
  redactedSha256: string
  redactedBytes: number
  accounts: number
  listings: number
  at: Date
}

/** Marks it as sent, once: false if another process did. */
export async function finishPackage(
  handle: Transaction,
  id: string,
  stored: Stored,
): Promise<boolean> {
  const { rows } = await sql`
    update referral_packages set state = 'sent', name = ${stored.name},
      statement_digest = ${stored.statementDigest}, sha256 = decode(${stored.sha256}, 'hex'),
      bytes = ${stored.bytes}::int8, packed_accounts = ${stored.accounts}::int4,
      packed_listings = ${stored.listings}::int4, done = total,
      sent_at = ${stored.at}::timestamptz
    where id = ${id}::uuid and state = 'running' returning id`.execute(handle)
  if (rows.length === 0) return false
  await sql`
    insert into redacted_referral_packages (package_id, organisation_id, recipient_id, sha256, bytes)
    select id, organisation_id, recipient_id, decode(${stored.redactedSha256}, 'hex'),
      ${stored.redactedBytes}::int8
    from referral_packages where id = ${id}::uuid`.execute(handle)
  return true
}

/** The person with their present roles; undefined if they left the organisation. */
export async function findReleaser(
  handle: Transaction,
  { organisationId, releasedBy }: Pick<PackageRow, 'organisationId' | 'releasedBy'>,
): Promise<Extract<Actor, { kind: 'person' }> | undefined> {
  type Rights = Pick<Extract<Actor, { kind: 'person' }>, 'roles' | 'brands' | 'territories'>
  if (releasedBy === null) return undefined
  const { rows } = await sql<Rights>`
    select m.roles, m.brands, m.territories from ${memberRights} m
    where m.organisation_id = ${organisationId}::uuid
      and m.person_id = ${releasedBy}::uuid`.execute(handle)
  const [rights] = rows
  return rights && { kind: 'person', id: releasedBy, organisationId, ...rights }
}
