import { createHash, X509Certificate } from 'node:crypto'
import { OctetString, Sequence, type ObjectIdentifier } from 'asn1js'
import {
  Certificate,
  ContentInfo,
  IssuerAndSerialNumber,
  SignedData,
  TimeStampResp,
  TSTInfo,
  type Attribute,
  type SignerInfo,
} from 'pkijs'
import { digestOf, digests, isSigned, sha256Oid } from './algorithms.ts'
import { structureOf } from './certificate.ts'
import { derOf, readWhole, unsigned } from './der.ts'
import { TimestampFault } from './faults.ts'

const granted = 0
const grantedWithMods = 1
const tstInfoType = '1.2.840.113549.1.9.16.1.4'
const contentTypeAttribute = '1.2.840.113549.1.9.3'
const messageDigestAttribute = '1.2.840.113549.1.9.4'
const signingCertificate = '1.2.840.113549.1.9.16.2.12'
const signingCertificateV2 = '1.2.840.113549.1.9.16.2.47'

/** A signed token, read but not yet believed. */
export type Token = {
  data: SignedData
  signer: SignerInfo
  content: Buffer
  info: TSTInfo
  embedded: X509Certificate[]
}

/** The content of a token. */
export type Stamp = {
  time: Date
  policy: string
  serial: string
  digest: string
  imprint: Buffer
  nonce: string | undefined
}

/** Reads the answer of an authority: its status first, then the token that it may hold. */
export function readToken(der: Uint8Array): Token {
  const response = reading('answer', () => new TimeStampResp({ schema: readWhole(der) }))
  const { statusStrings } = response.status
  const status: number = response.status.status
  if (status !== granted && status !== grantedWithMods) {
    const why = (statusStrings ?? []).map((text) => text.valueBlock.value).join('; ')
    throw new TimestampFault(
      'refused',
      `The authority refused to stamp (status ${status})${why === '' ? '' : `: ${why}`}.`,
    )
  }
  const { timeStampToken } = response
  if (!timeStampToken) throw new TimestampFault('unreadable', 'The response contains no token.')
  return reading('token', () => tokenOf(timeStampToken))
}

function tokenOf(holder: ContentInfo): Token {
  if (holder.contentType !== ContentInfo.SIGNED_DATA) throw new SyntaxError('it is not signed')
  const data = new SignedData({ schema: holder.content })
  const { eContentType, eContent } = data.encapContentInfo
  const [signer, ...rest] = data.signerInfos
  if (eContentType !== tstInfoType || eContent === undefined) throw new SyntaxError('no time in it')
  // RFC 3161, 2.4.2: the token has no signature other than the authority's.
  if (signer === undefined || rest.length > 0) throw new SyntaxError('not signed by one')
  const content = Buffer.from(eContent.getValue())
  const info = new TSTInfo({ schema: readWhole(content) })
  const embedded = (data.certificates ?? [])
    .filter((certificate) => certificate instanceof Certificate)
    .map((certificate) => new X509Certificate(derOf(certificate.toSchema())))
  return { data, signer, content, info, embedded }
}

export function stampOf({ info }: Token): Stamp {
  const { hashAlgorithm, hashedMessage } = info.messageImprint
  return {
    time: info.genTime,
    policy: info.policy,
    serial: unsigned(info.serialNumber),
    digest: digestOf(hashAlgorithm.algorithmId, 'The imprint'),
    imprint: Buffer.from(hashedMessage.getValue()),
    nonce: info.nonce && unsigned(info.nonce),
  }
}

/** The time in an authority's response; nothing is verified here. */
export function stampedAt(response: Uint8Array): Date {
  return stampOf(readToken(response)).time
}

/** The certificate that the signer names, among those in the token and those that came beside it. */
export function signerCertificate(
  { signer, embedded }: Token,
  beside: readonly X509Certificate[],
): X509Certificate {
  const { sid } = signer as { sid: unknown }
  if (!(sid instanceof IssuerAndSerialNumber)) {
    throw new TimestampFault(
      'no-certificate',
      'The token does not identify its certificate by issuer.',
    )
  }
  const issuer = derOf(sid.issuer.toSchema())
  const serial = unsigned(sid.serialNumber)
  const issuing = [...embedded, ...beside].find((certificate) => {
    const structure = structureOf(certificate)
    return (
      unsigned(structure.serialNumber) === serial &&
      derOf(structure.issuer.toSchema()).equals(issuer)
    )
  })
  if (issuing) return issuing
  throw new TimestampFault(
    'no-certificate',
    'The certificate of the authority is neither in the token nor beside it.',
  )
}

/** Demands that the signature covers the content, is made by this certificate, and names it. */
export function requireSignature({ signer, content }: Token, certificate: X509Certificate): void {
  const digest = digestOf(signer.digestAlgorithm.algorithmId, 'The signature')
  const signed = signer.signedAttrs
  if (!signed) throw badSignature('names no signed attributes')
  const { attributes } = signed
  const type = valueOf(attributes, contentTypeAttribute) as ObjectIdentifier
  const covered = valueOf(attributes, messageDigestAttribute)
  if (type.valueBlock.toString() !== tstInfoType) throw badSignature('covers other content')
  if (!(covered instanceof OctetString)) throw badSignature('names no digest')
  const digestOfContent = createHash(digest).update(content).digest()
  if (!digestOfContent.equals(Buffer.from(covered.getValue()))) {
    throw badSignature('does not cover the time in the token')
  }
  const holds = isSigned({
    bytes: Buffer.from(signed.encodedValue),
    signature: Buffer.from(signer.signature.getValue()),
    key: certificate.publicKey,
    algorithm: signer.signatureAlgorithm,
    digest,
  })
  if (!holds) throw badSignature('does not match the key of the certificate')
  requireNamed(attributes, certificate)
}

/** ESSCertID (RFC 2634) or ESSCertIDv2 (RFC 5035): without it another certificate of the same key would pass. */
function requireNamed(attributes: readonly Attribute[], certificate: X509Certificate): void {
  const second = attributes.some(({ type }) => type === signingCertificateV2)
  const value = valueOf(attributes, second ? signingCertificateV2 : signingCertificate)
  const [id] = childrenOf(childrenOf(value)[0])
  const parts = childrenOf(id)
  const named = second && parts[0] instanceof Sequence
  const algorithm = named ? (childrenOf(parts[0])[0] as ObjectIdentifier).valueBlock.toString() : ''
  const digest = second ? digests[named ? algorithm : sha256Oid] : 'sha1'
  const hash = parts[named ? 1 : 0]
  const isNamed =
    digest !== undefined &&
    hash instanceof OctetString &&
    createHash(digest).update(certificate.raw).digest().equals(Buffer.from(hash.getValue()))
  if (!isNamed) {
    throw new TimestampFault(
      'other-certificate',
      'The signer’s certificate in the token is not the one that came with it.',
    )
  }
}

function valueOf(attributes: readonly Attribute[], wantedType: string): unknown {
  const matching = attributes.filter(({ type }) => type === wantedType)
  if (matching.length !== 1 || matching[0]?.values.length !== 1) {
    throw badSignature(`lacks the attribute ${wantedType} or has it twice`)
  }
  return matching[0].values[0] as unknown
}

function childrenOf(block: unknown): unknown[] {
  return block instanceof Sequence ? block.valueBlock.value : []
}

function badSignature(how: string): TimestampFault {
  return new TimestampFault('bad-signature', `The signature of the authority ${how}.`)
}

function reading<T>(what: string, read: () => T): T {
  try {
    return read()
  } catch {
    throw new TimestampFault('unreadable', `The ${what} is not an RFC 3161 ${what}, or is damaged.`)
  }
}
