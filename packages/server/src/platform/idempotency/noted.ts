import { sql } from 'kysely'
import type { Handle } from '../db/index.ts'

export type NotedRequest = { requestHash: Buffer; answer: unknown }

/** Notes a request under its key; what was noted under the same key before comes back. */
export async function noteRequest(
  handle: Handle,
  row: { organisationId: string; key: string; requestHash: Buffer },
): Promise<NotedRequest | undefined> {
  const { organisationId, key, requestHash } = row
  const { rows: made } = await sql`
    insert into answered_requests (organisation_id, idempotency_key, request_hash, answer)
    values (${organisationId}::uuid, ${key}, ${requestHash}, 'null')
    on conflict do nothing returning 1`.execute(handle)
  return made.length > 0 ? undefined : findRequest(handle, organisationId, key)
}

async function findRequest(
  handle: Handle,
  organisationId: string,
  key: string,
): Promise<NotedRequest | undefined> {
  const { rows } = await sql<NotedRequest>`
    select request_hash as "requestHash", answer from answered_requests
    where organisation_id = ${organisationId}::uuid and idempotency_key = ${key}`.execute(handle)
  return rows[0]
}

/** Keeps the answer to a noted request; where one is kept already, that one counts. */
export async function keepAnswer(
  handle: Handle,
  row: { organisationId: string; key: string; answer: unknown },
): Promise<unknown> {
  const { organisationId, key, answer } = row
  await sql`
    update answered_requests set answer = ${JSON.stringify(answer)}::json
    where organisation_id = ${organisationId}::uuid and idempotency_key = ${key}
      and answer::text = 'null'`.execute(handle)
  return (await findRequest(handle, organisationId, key))?.answer
}
