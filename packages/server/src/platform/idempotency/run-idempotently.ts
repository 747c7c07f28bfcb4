import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { canonicalJson } from '../canonical-json/index.ts'
import { violates, type Transaction } from '../db/index.ts'
import { AppError } from '../errors/index.ts'
import { requestKeyOf, type RequestSender } from './request-key.ts'

export type IdempotentCall<T> = {
  handle: Transaction
  sender: RequestSender
  /** The caller's key for the request; without one, nothing is stored. */
  key: string | undefined
  /** The request, with everything that distinguishes one use from another. */
  request: unknown
  work: () => Promise<T>
}

/**
 * Does the work, or returns the earlier response if the same sender sent the same request under this key before.
 * Throws `conflict` if the key was used for another request. The response must be plain JSON.
 */
export async function runIdempotently<T>(once: IdempotentCall<T>): Promise<T> {
  const { handle, sender, key, request, work } = once
  if (key === undefined) return work()
  const { organisationId } = sender
  const requestKey = requestKeyOf(sender, key)
  const requestHash = createHash('sha256').update(canonicalJson(request)).digest()
  const { rows } = await sql<{ requestHash: Buffer; answer: unknown }>`
    select request_hash as "requestHash", answer from answered_requests
    where organisation_id = ${organisationId}::uuid and idempotency_key = ${requestKey}`.execute(
    handle,
  )
  const [before] = rows
  if (before !== undefined) {
    if (!before.requestHash.equals(requestHash)) throw otherRequest(key)
    return before.answer as T
  }
  const answer = await work()
  try {
    await handle
      .insertInto('answered_requests')
      .values({
        organisation_id: organisationId,
        idempotency_key: requestKey,
        request_hash: requestHash,
        answer: JSON.stringify(answer),
      })
      .execute()
  } catch (error) {
    if (violates(error, 'answered_requests_pkey')) throw otherRequest(key)
    throw error
  }
  return answer
}

/** The error for a key that was used for another request. */
export function otherRequest(key: string): AppError {
  return new AppError({
    code: 'idempotency-key-reused',
    message: `the idempotency key ${JSON.stringify(key)} was used with a different request before; use a new key for a new request`,
  })
}
