import type { X509Certificate } from 'node:crypto'
import {
  BasicConstraints,
  ExtKeyUsage,
  id_BasicConstraints,
  id_ExtKeyUsage,
  type Extension,
} from 'pkijs'
import { isStrong } from './algorithms.ts'
import { structureOf } from './certificate.ts'
import { TimestampFault } from './faults.ts'

const timeStamping = '1.3.6.1.5.5.7.3.8'
const longestChain = 8

// Extensions that are checked here or cannot widen what a certificate may do. Any other critical extension must be
// understood according to its issuer, so the chain is refused (RFC 5280, 4.2).
const understood = new Set([
  id_BasicConstraints,
  id_ExtKeyUsage,
  '2.5.29.15', // key usage, judged by checkIssued
  '2.5.29.17', // subject alternative name
  '2.5.29.32', // certificate policies: none is asked for
])

export type ChainOptions = {
  leaf: X509Certificate
  /** Intermediate certificates; they are not trusted by themselves. */
  between: readonly X509Certificate[]
  /** Certificates that are believed. */
  anchors: readonly X509Certificate[]
  at: Date
}

/** Requires that the certificate is for time-stamping only (RFC 3161, 2.3). */
export function requireTimestamping(certificate: X509Certificate): void {
  const extension = extensionOf(certificate, id_ExtKeyUsage)
  const usages: unknown = extension?.parsedValue
  const isFit =
    extension?.critical === true &&
    usages instanceof ExtKeyUsage &&
    usages.keyPurposes.length === 1 &&
    usages.keyPurposes[0] === timeStamping
  if (!isFit) {
    throw new TimestampFault(
      'not-for-timestamping',
      `The certificate of ${nameOf(certificate)} is not exclusively for time-stamping, marked as critical.`,
    )
  }
}

/**
 * The chain from a certificate to an anchor, all valid at the given time. OpenSSL inside Node checks signatures,
 * names and key usage; `pkijs` has its own validation, which ignores path lengths and accepts SHA-1.
 */
export function chainTo({ leaf, between, anchors, at }: ChainOptions): X509Certificate[] {
  let closest: TimestampFault | undefined
  const seek = (chain: X509Certificate[]): X509Certificate[] | undefined => {
    const last = chain.at(-1)
    if (last === undefined || chain.length > longestChain) return undefined
    try {
      requireUsable(last, chain.length - 1, at)
    } catch (error) {
      if (!(error instanceof TimestampFault)) throw error
      closest ??= error
      return undefined
    }
    if (anchors.some((anchor) => anchor.raw.equals(last.raw))) return chain
    for (const issuer of [...anchors, ...between]) {
      if (
        chain.some((certificate) => certificate.raw.equals(issuer.raw)) ||
        !isIssuedBy(last, issuer)
      )
        continue
      const completeChain = seek([...chain, issuer])
      if (completeChain) return completeChain
    }
    return undefined
  }
  const completeChain = seek([leaf])
  if (completeChain) return completeChain
  throw (
    closest ??
    new TimestampFault(
      'foreign-chain',
      `The certificate of ${nameOf(leaf)} does not lead to a trusted root.`,
    )
  )
}

/** A certificate at its place in the chain: 0 is the authority's own, each further one issues. */
function requireUsable(certificate: X509Certificate, place: number, at: Date): void {
  if (at < new Date(certificate.validFrom) || at > new Date(certificate.validTo)) {
    throw new TimestampFault(
      'outside-validity',
      `The certificate of ${nameOf(certificate)} was valid from ${isoOf(certificate.validFrom)} to ${isoOf(certificate.validTo)}, not at ${at.toISOString()}.`,
    )
  }
  const unknown = extensionsOf(certificate).find(
    ({ critical, extnID }) => critical && !understood.has(extnID),
  )
  if (unknown) {
    throw new TimestampFault(
      'foreign-chain',
      `The certificate of ${nameOf(certificate)} has the critical extension ${unknown.extnID}, which is unknown.`,
    )
  }
  if (place === 0) return
  const constraints: unknown = extensionOf(certificate, id_BasicConstraints)?.parsedValue
  const length = constraints instanceof BasicConstraints ? constraints.pathLenConstraint : undefined
  if (!certificate.ca || (typeof length === 'number' && length < place - 1)) {
    throw new TimestampFault(
      'foreign-chain',
      `The certificate of ${nameOf(certificate)} may not issue the next one.`,
    )
  }
}

function isIssuedBy(certificate: X509Certificate, issuer: X509Certificate): boolean {
  const { signatureAlgorithm } = structureOf(certificate)
  return (
    isStrong(signatureAlgorithm) &&
    certificate.checkIssued(issuer) &&
    certificate.verify(issuer.publicKey)
  )
}

/** The name by which people know a certificate. */
export function nameOf({ subject }: X509Certificate): string {
  const lines = subject.split('\n')
  return lines.find((line) => line.startsWith('CN='))?.slice(3) ?? lines.join(', ')
}

function isoOf(date: string): string {
  return new Date(date).toISOString()
}

function extensionOf(certificate: X509Certificate, id: string): Extension | undefined {
  return extensionsOf(certificate).find(({ extnID }) => extnID === id)
}

function extensionsOf(certificate: X509Certificate): Extension[] {
  return structureOf(certificate).extensions ?? []
}
