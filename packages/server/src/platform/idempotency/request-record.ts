import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Transaction } from '../db/index.ts'
import { uuidOfDigest } from '../encryption/index.ts'
import { requestKeyOf, type RequestSender } from './request-key.ts'

export type NamedRequest = { sender: RequestSender; key: string; requestHash: Buffer }

export type RecordedRequest = { requestHash: Buffer; answer: unknown }

/** Records a request under its sender's key; returns what the sender recorded under it before. */
export async function recordRequest(
  handle: Transaction,
  row: NamedRequest,
): Promise<RecordedRequest | undefined> {
  const { sender, key, requestHash } = row
  const { organisationId } = sender
  const requestKey = requestKeyOf(sender, key)
  const { rows: inserted } = await sql`
    insert into answered_requests (organisation_id, idempotency_key, request_hash, answer)
    values (${organisationId}::uuid, ${requestKey}, ${requestHash}, 'null')
    on conflict do nothing returning 1`.execute(handle)
  return inserted.length > 0 ? undefined : findRequest(handle, organisationId, requestKey)
}

async function findRequest(
  handle: Transaction,
  organisationId: string,
  requestKey: string,
): Promise<RecordedRequest | undefined> {
  const { rows } = await sql<RecordedRequest>`
    select request_hash as "requestHash", answer from answered_requests
    where organisation_id = ${organisationId}::uuid and idempotency_key = ${requestKey}`.execute(
    handle,
  )
  return rows[0]
}

/** Stores the response to a recorded request; an existing one takes precedence. */
export async function saveResponse(
  handle: Transaction,
  row: { sender: RequestSender; key: string; answer: unknown },
): Promise<unknown> {
  const { sender, key, answer } = row
  const { organisationId } = sender
  const requestKey = requestKeyOf(sender, key)
  await sql`
    update answered_requests set answer = ${JSON.stringify(answer)}::json
    where organisation_id = ${organisationId}::uuid and idempotency_key = ${requestKey}
      and answer::text = 'null'`.execute(handle)
  return (await findRequest(handle, organisationId, requestKey))?.answer
}

/** Lets a noted request go on in one place at a time, until the transaction ends. */
export async function lockRequest(
  handle: Transaction,
  { sender, key }: Pick<NamedRequest, 'sender' | 'key'>,
): Promise<void> {
  await sql`
    select from answered_requests
    where organisation_id = ${sender.organisationId}::uuid
      and idempotency_key = ${requestKeyOf(sender, key)} for update`.execute(handle)
}

/** The id of the object created from a row of a request with a key: the same when the request is repeated. */
export function idOfRow({ sender, key, requestHash }: NamedRequest, row: number): string {
  const { organisationId } = sender
  const name = `${organisationId} ${requestKeyOf(sender, key)} ${requestHash.toString('hex')} ${row}`
  return uuidOfDigest(createHash('sha256').update(name).digest('hex'))
}

/**
 * Deletes old responses in batches; returns how many. Whole responses, which are encrypted, are deleted at their own
 * earlier time.
 */
export async function deleteStoredResponses(
  handle: Transaction,
  {
    organisationId,
    before,
    wholeBefore,
    limit,
  }: { organisationId: string; before: Date; wholeBefore: Date; limit: number },
): Promise<number> {
  const { rows } = await sql<{ key: string }>`
    delete from answered_requests
    where organisation_id = ${organisationId}::uuid and idempotency_key in (
      select idempotency_key from answered_requests
      where organisation_id = ${organisationId}::uuid and (at < ${before}::timestamptz
        or at < ${wholeBefore}::timestamptz and answer::text like '{"sealed":%')
      order by at limit ${limit}
    )
    returning idempotency_key as key`.execute(handle)
  return rows.length
}
