import { randomUUID } from 'node:crypto'
import type { PrivacyRequestKind } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { PrivacyRequestRow } from './types.ts'

const columns = sql`
  id, kind, json_build_object('kind', subject_kind, 'id', subject_id) as subject, listings,
  requested_at as "requestedAt", done_at as "doneAt",
  json_build_object('kind', actor_kind, 'id', actor_id) as by`

export type NewRequest = {
  kind: PrivacyRequestKind
  /** A seller's pseudonym, the id of a listing, or of a notice whose sender it is about. */
  subject: Buffer | string | { notice: string }
  listings: number
  done: boolean
}

export async function insertRequest(
  handle: Transaction,
  organisationId: string,
  { kind, subject, listings, done }: NewRequest,
): Promise<string> {
  const id = randomUUID()
  const [subjectKind, subjectId] = namesOf(subject)
  await sql`
    insert into privacy_requests
      (id, organisation_id, kind, subject_kind, subject_id, listings, done_at)
    values (${id}::uuid, ${organisationId}::uuid, ${kind}, ${subjectKind}, ${subjectId},
      ${listings}::int, case when ${done}::bool then now() end)`.execute(handle)
  return id
}

function namesOf(subject: NewRequest['subject']): [PrivacyRequestRow['subject']['kind'], string] {
  if (typeof subject === 'string') return ['listing', subject]
  return Buffer.isBuffer(subject) ? ['seller', subject.toString('hex')] : ['notice', subject.notice]
}

/** Counts listings from which a running erasure removed its subject. */
export async function addToRequest(
  handle: Transaction,
  id: string,
  listings: number,
): Promise<void> {
  await sql`
    update privacy_requests set listings = listings + ${listings}::int
    where id = ${id}::uuid and done_at is null`.execute(handle)
}

export async function endRequest(handle: Transaction, id: string): Promise<void> {
  await sql`
    update privacy_requests set done_at = now()
    where id = ${id}::uuid and done_at is null`.execute(handle)
}

export async function findRequest(handle: Transaction, id: string): Promise<PrivacyRequestRow> {
  const { rows } = await sql<PrivacyRequestRow>`
    select ${columns} from privacy_requests where id = ${id}::uuid`.execute(handle)
  const [request] = rows
  if (request === undefined) throw new Error('a request was stored and is missing')
  return request
}

/** Erasures of sellers that were interrupted, or that wait for listings being assessed. */
export async function openErasures(
  handle: Transaction,
  organisationId: string,
): Promise<{ id: string; sellerHash: Buffer }[]> {
  const { rows } = await sql<{ id: string; subject: string }>`
    select id, subject_id as subject from privacy_requests
    where organisation_id = ${organisationId}::uuid and done_at is null
      and subject_kind = 'seller'`.execute(handle)
  return rows.map(({ id, subject }) => ({ id, sellerHash: Buffer.from(subject, 'hex') }))
}

export type PrivacyRequestQuery = {
  organisationId: string
  limit: number
  after?: { at: Date; id: string }
}

export async function pageOfRequests(
  handle: Transaction,
  { organisationId, limit, after }: PrivacyRequestQuery,
): Promise<PrivacyRequestRow[]> {
  const beyond = after
    ? sql`and (requested_at, id) < (${after.at}::timestamptz, ${after.id}::uuid)`
    : sql``
  const { rows } = await sql<PrivacyRequestRow>`
    select ${columns} from privacy_requests
    where organisation_id = ${organisationId}::uuid ${beyond}
    order by requested_at desc, id desc limit ${limit}`.execute(handle)
  return rows
}
