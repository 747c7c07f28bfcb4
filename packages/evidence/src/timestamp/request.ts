import { createHash, randomBytes } from 'node:crypto'
import { Integer, OctetString } from 'asn1js'
import { AlgorithmIdentifier, MessageImprint, TimeStampReq } from 'pkijs'
import { digestOf, sha256Oid } from './algorithms.ts'
import { TimestampFault } from './faults.ts'
import { derOf, readWhole, unsigned } from './der.ts'

export type RequestOptions = {
  /** The bytes to stamp: only their SHA-256 is sent. */
  bytes: Uint8Array
  /** The policy asked for (dotted OID); without it the authority chooses. */
  policy?: string
  /** By default sixteen random bytes; for tests alone it is given. */
  nonce?: Uint8Array
}

/** The content of a request, to check the response against. */
export type TimestampRequest = {
  digest: string
  imprint: Buffer
  /** As an unsigned number in hexadecimal, since authorities differ in leading noughts. */
  nonce: string | undefined
  policy: string | undefined
  certificates: boolean
}

/** A request (RFC 3161, 2.4.1) in DER: imprint, nonce, policy, and the request for the certificate. */
export function timestampRequest({ bytes, policy, nonce }: RequestOptions): Buffer {
  const number = Buffer.from(nonce ?? randomBytes(16))
  // The first bit would make it negative, and the first byte nought would be cut off by some.
  number[0] = ((number[0] ?? 0) & 0x7f) | 0x40
  const request = new TimeStampReq({
    version: 1,
    messageImprint: new MessageImprint({
      hashAlgorithm: new AlgorithmIdentifier({ algorithmId: sha256Oid }),
      hashedMessage: new OctetString({
        valueHex: new Uint8Array(createHash('sha256').update(bytes).digest()),
      }),
    }),
    nonce: new Integer({ valueHex: new Uint8Array(number) }),
    certReq: true,
  })
  if (policy !== undefined) request.reqPolicy = policy
  return derOf(request.toSchema())
}

/** Reads a request, as stored in a package beside its response. */
export function readTimestampRequest(der: Uint8Array): TimestampRequest {
  try {
    const request = new TimeStampReq({ schema: readWhole(der) })
    const { hashAlgorithm, hashedMessage } = request.messageImprint
    return {
      digest: digestOf(hashAlgorithm.algorithmId, 'The imprint of the request'),
      imprint: Buffer.from(hashedMessage.getValue()),
      nonce: request.nonce && unsigned(request.nonce),
      policy: request.reqPolicy,
      certificates: request.certReq ?? false,
    }
  } catch (error) {
    if (error instanceof TimestampFault) throw error
    throw new TimestampFault('unreadable', 'The request is not an RFC 3161 time-stamp request.')
  }
}
