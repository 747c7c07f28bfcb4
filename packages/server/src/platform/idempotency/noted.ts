import { sql } from 'kysely'
import type { Handle } from '../db/index.ts'
import { requestKeyOf, type RequestSender } from './request-key.ts'

export type NotedRequest = { requestHash: Buffer; answer: unknown }

/** Notes a request under its sender's key; what the sender noted under it before comes back. */
export async function noteRequest(
  handle: Handle,
  row: { sender: RequestSender; key: string; requestHash: Buffer },
): Promise<NotedRequest | undefined> {
  const { sender, key, requestHash } = row
  const { organisationId } = sender
  const requestKey = requestKeyOf(sender, key)
  const { rows: made } = await sql`
    insert into answered_requests (organisation_id, idempotency_key, request_hash, answer)
    values (${organisationId}::uuid, ${requestKey}, ${requestHash}, 'null')
    on conflict do nothing returning 1`.execute(handle)
  return made.length > 0 ? undefined : findRequest(handle, organisationId, requestKey)
}

async function findRequest(
  handle: Handle,
  organisationId: string,
  requestKey: string,
): Promise<NotedRequest | undefined> {
  const { rows } = await sql<NotedRequest>`
    select request_hash as "requestHash", answer from answered_requests
    where organisation_id = ${organisationId}::uuid and idempotency_key = ${requestKey}`.execute(
    handle,
  )
  return rows[0]
}

/** Keeps the answer to a noted request; where one is kept already, that one counts. */
export async function keepAnswer(
  handle: Handle,
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
