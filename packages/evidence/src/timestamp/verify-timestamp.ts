import { createHash, type X509Certificate } from 'node:crypto'
import { chainTo, requireTimestamping, nameOf } from './chain.ts'
import { TimestampFault, type TimestampFaultCode } from './faults.ts'
import { readTimestampRequest, type TimestampRequest } from './request.ts'
import { requireSignature, readToken, signerCertificate, stampOf, type Stamp } from './token.ts'

export type TimestampToVerify = {
  /** The answer of the authority (`.tsr`). */
  response: Uint8Array
  /** The bytes that the timestamp is said to cover. */
  bytes: Uint8Array
  /** The request (`.tsq`); with it, nonce and policy are checked too. */
  request?: Uint8Array
  /** The policy to demand where the request names none. */
  policy?: string
  /** Certificates that may lead from the authority to a root. */
  certificates?: readonly X509Certificate[]
  /** The roots that are trusted. */
  roots: readonly X509Certificate[]
}

export type VerifiedTimestamp = {
  ok: true
  time: Date
  policy: string
  serial: string
  authority: string
  /** From the certificate of the authority to the root that is trusted. */
  chain: X509Certificate[]
}

export type TimestampRefusal = { ok: false; code: TimestampFaultCode; sentence: string }

/**
 * Verifies a timestamp (RFC 3161, with 5816 and 5035): the status, that the imprint is that of the
 * bytes, nonce and policy, the signature over the signed attributes, that these name the certificate,
 * that it is for time-stamping alone, and that a chain valid at the stated time leads to a trusted root.
 * Whether a certificate was revoked is not asked: that would need the network.
 */
export function verifyTimestamp(options: TimestampToVerify): VerifiedTimestamp | TimestampRefusal {
  try {
    return verified(options)
  } catch (error) {
    if (error instanceof TimestampFault) {
      return { ok: false, code: error.code, sentence: error.message }
    }
    // Anything on which the parsers or OpenSSL fail is not a timestamp, whatever else it may be.
    return { ok: false, code: 'unreadable', sentence: 'The timestamp is damaged.' }
  }
}

function verified(options: TimestampToVerify): VerifiedTimestamp {
  const { response, bytes, request, policy, certificates = [], roots } = options
  const token = readToken(response)
  const stamp = stampOf(token)
  if (!createHash(stamp.digest).update(bytes).digest().equals(stamp.imprint)) {
    throw new TimestampFault('wrong-imprint', 'It is the timestamp of something else.')
  }
  if (request !== undefined) requireSameRequest(stamp, readTimestampRequest(request))
  requirePolicy(stamp, policy)
  const leaf = signerCertificate(token, certificates)
  requireSignature(token, leaf)
  requireTimestamping(leaf)
  const between = [...token.embedded, ...certificates]
  const chain = chainTo({ leaf, between, anchors: roots, at: stamp.time })
  const { time, serial } = stamp
  return { ok: true, time, policy: stamp.policy, serial, authority: nameOf(leaf), chain }
}

function requireSameRequest(stamp: Stamp, request: TimestampRequest): void {
  if (request.digest !== stamp.digest || !request.imprint.equals(stamp.imprint)) {
    throw new TimestampFault(
      'wrong-imprint',
      'The request asked for a timestamp of something else.',
    )
  }
  if (request.nonce !== undefined && stamp.nonce === undefined) {
    throw new TimestampFault(
      'missing-nonce',
      'The response lacks the nonce of the request, so it may be an old one replayed.',
    )
  }
  if (request.nonce !== stamp.nonce) {
    throw new TimestampFault(
      'wrong-nonce',
      'The response belongs to another request: its nonce differs.',
    )
  }
  requirePolicy(stamp, request.policy)
}

function requirePolicy(stamp: Stamp, policy: string | undefined): void {
  if (policy === undefined || policy === stamp.policy) return
  throw new TimestampFault(
    'wrong-policy',
    `It was stamped under the policy ${stamp.policy}, not under ${policy}.`,
  )
}
