import type { X509Certificate } from 'node:crypto'
import type { TimestampFaultCode } from './faults.ts'
import { timestampRequest } from './request.ts'
import { verifyTimestamp, type VerifiedTimestamp } from './verify-timestamp.ts'

/** A time-stamping authority as an operator configures it. */
export type Authority = {
  /** Short, of small letters, digits and hyphens: files in a package are named by it. */
  name: string
  /** Brings the request to the authority and its answer back: `application/timestamp-query` by POST. */
  post: (request: Buffer) => Promise<Uint8Array>
  policy?: string
  certificates?: readonly X509Certificate[]
  roots: readonly X509Certificate[]
}

export type TimestampResponse = {
  authority: string
  request: Buffer
  response: Buffer
  verified: VerifiedTimestamp
}
export type TimestampFailure = {
  authority: string
  code: TimestampFaultCode | 'unreachable'
  reason: string
}

/** Asks an authority for a timestamp and verifies it at once: an answer that fails is none. */
export async function fetchTimestamp(
  authority: Authority,
  bytes: Uint8Array,
): Promise<TimestampResponse | TimestampFailure> {
  const { name, post, policy, certificates, roots } = authority
  const request = timestampRequest({ bytes, policy })
  let response: Buffer
  try {
    response = Buffer.from(await post(request))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return { authority: name, code: 'unreachable', reason }
  }
  const verified = verifyTimestamp({ response, bytes, request, policy, certificates, roots })
  return verified.ok
    ? { authority: name, request, response, verified }
    : { authority: name, code: verified.code, reason: verified.sentence }
}
