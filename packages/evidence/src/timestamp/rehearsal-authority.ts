import { createHash, generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import {
  BitString,
  Boolean as Asn1Boolean,
  Constructed,
  GeneralizedTime,
  Integer,
  ObjectIdentifier,
  OctetString,
  Sequence,
  Set as Asn1Set,
  UTCTime,
  Utf8String,
  type BaseBlock,
} from 'asn1js'
import { sha256Oid } from './algorithms.ts'
import { derOf, readWhole } from './der.ts'
import { readTimestampRequest } from './request.ts'
import type { Authority } from './fetch-timestamp.ts'

const ecdsaWithSha256 = '1.2.840.10045.4.3.2'
/** Under the arc that is kept for examples: no authority's policy is named by it. */
const policy = '2.999.1'
const year = 365 * 24 * 3_600_000

export type RehearsalAuthority = Authority & {
  root: X509Certificate
  certificate: X509Certificate
  answer: (request: Uint8Array) => Buffer
}

/**
 * A time-stamping authority inside this process (RFC 3161), for rehearsals on machines without one. Its root is new
 * each time and nobody vouches for it; `now` may be a simulated time.
 */
export function rehearsalAuthority(name: string, now: () => Date): RehearsalAuthority {
  const keys = (): { publicKey: KeyObject; privateKey: KeyObject } =>
    generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const [rootKeys, own] = [keys(), keys()]
  const from = new Date(now().getTime() - year)
  const until = new Date(now().getTime() + 10 * year)
  const issuer = `Rehearsal root of ${name}`
  const signing = { issuer, key: rootKeys.privateKey, from, until }
  const root = certificate({
    ...signing,
    subject: issuer,
    publicKey: rootKeys.publicKey,
    extensions: [
      extension('2.5.29.19', sequence(new Asn1Boolean({ value: true }))),
      // keyCertSign and cRLSign.
      extension('2.5.29.15', new BitString({ valueHex: bytes(0x06), unusedBits: 1 })),
    ],
  })
  const leaf = certificate({
    ...signing,
    subject: `Rehearsal time of ${name}`,
    publicKey: own.publicKey,
    extensions: [
      extension('2.5.29.15', new BitString({ valueHex: bytes(0x80), unusedBits: 7 })),
      extension('2.5.29.37', sequence(oid('1.3.6.1.5.5.7.3.8'))),
    ],
  })
  const answer = (request: Uint8Array): Buffer => answerTo(request, leaf, own.privateKey, now())
  return {
    name,
    roots: [root],
    root,
    certificate: leaf,
    answer,
    post: async (request) => answer(request),
  }
}

function answerTo(request: Uint8Array, leaf: X509Certificate, key: KeyObject, at: Date): Buffer {
  const { imprint, nonce, digest } = readTimestampRequest(request)
  if (digest !== 'sha256') throw new TypeError('this authority stamps digests of SHA-256 alone')
  const stamped = new Date(Math.floor(at.getTime() / 1000) * 1000)
  const content = derOf(
    sequence(
      number(1),
      oid(policy),
      sequence(algorithm(sha256Oid), octets(imprint)),
      new Integer({ valueHex: positive(randomBytes(8)) }),
      new GeneralizedTime({ valueDate: stamped }),
      ...(nonce === undefined
        ? []
        : [new Integer({ valueHex: positive(Buffer.from(nonce, 'hex')) })]),
    ),
  )
  const attributes = [
    attribute('1.2.840.113549.1.9.3', oid('1.2.840.113549.1.9.16.1.4')),
    attribute('1.2.840.113549.1.9.4', octets(sha256(content))),
    attribute('1.2.840.113549.1.9.16.2.47', sequence(sequence(sequence(octets(sha256(leaf.raw)))))),
  ]
    .map(derOf)
    .sort((one, other) => one.compare(other))
    .map(readWhole)
  // The signature covers the set itself, not the tag that it has in the token (RFC 5652, 5.4).
  const signature = sign('sha256', derOf(new Asn1Set({ value: attributes })), key)
  const { issuer, serial } = namesOf(leaf)
  const signer = sequence(
    number(1),
    sequence(issuer, serial),
    algorithm(sha256Oid),
    tagged(0, ...attributes),
    algorithm(ecdsaWithSha256),
    octets(signature),
  )
  const signed = sequence(
    number(3),
    new Asn1Set({ value: [algorithm(sha256Oid)] }),
    sequence(oid('1.2.840.113549.1.9.16.1.4'), tagged(0, octets(content))),
    tagged(0, readWhole(leaf.raw)),
    new Asn1Set({ value: [signer] }),
  )
  return derOf(
    sequence(sequence(number(0)), sequence(oid('1.2.840.113549.1.7.2'), tagged(0, signed))),
  )
}

type Drawn = {
  issuer: string
  subject: string
  publicKey: KeyObject
  key: KeyObject
  from: Date
  until: Date
  extensions: BaseBlock[]
}

function certificate(drawn: Drawn): X509Certificate {
  const content = sequence(
    tagged(0, number(2)),
    new Integer({ valueHex: positive(randomBytes(12)) }),
    algorithm(ecdsaWithSha256),
    nameOf(drawn.issuer),
    sequence(new UTCTime({ valueDate: drawn.from }), new UTCTime({ valueDate: drawn.until })),
    nameOf(drawn.subject),
    readWhole(drawn.publicKey.export({ type: 'spki', format: 'der' })),
    tagged(3, sequence(...drawn.extensions)),
  )
  const signature = sign('sha256', derOf(content), drawn.key)
  const token = sequence(
    content,
    algorithm(ecdsaWithSha256),
    new BitString({ valueHex: new Uint8Array(signature) }),
  )
  return new X509Certificate(derOf(token))
}

function namesOf(leaf: X509Certificate): { issuer: BaseBlock; serial: BaseBlock } {
  const [content] = (readWhole(leaf.raw) as Sequence).valueBlock.value
  const parts = (content as Sequence).valueBlock.value
  const [, serial, , issuer] = parts
  if (serial === undefined || issuer === undefined) throw new TypeError('no certificate')
  return { issuer, serial }
}

function nameOf(text: string): Sequence {
  const common = sequence(oid('2.5.4.3'), new Utf8String({ value: text }))
  return sequence(new Asn1Set({ value: [common] }))
}

function extension(id: string, value: BaseBlock): Sequence {
  return sequence(oid(id), new Asn1Boolean({ value: true }), octets(derOf(value)))
}

function attribute(id: string, value: BaseBlock): Sequence {
  return sequence(oid(id), new Asn1Set({ value: [value] }))
}

function algorithm(id: string): Sequence {
  return sequence(oid(id))
}

function sequence(...value: BaseBlock[]): Sequence {
  return new Sequence({ value })
}

function tagged(tagNumber: number, ...value: BaseBlock[]): Constructed {
  return new Constructed({ idBlock: { tagClass: 3, tagNumber }, value })
}

function number(value: number): Integer {
  return new Integer({ value })
}

function oid(value: string): ObjectIdentifier {
  return new ObjectIdentifier({ value })
}

function octets(value: Uint8Array): OctetString {
  return new OctetString({ valueHex: new Uint8Array(value) })
}

function bytes(...values: number[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(values)
}

/** A number with its first bit set would be read as negative. */
function positive(value: Uint8Array): Uint8Array<ArrayBuffer> {
  const trimmed = [...value]
  while (trimmed.length > 1 && trimmed[0] === 0) trimmed.shift()
  return Uint8Array.from((trimmed[0] ?? 0) >= 0x80 ? [0, ...trimmed] : trimmed)
}

function sha256(value: Uint8Array): Buffer {
  return createHash('sha256').update(value).digest()
}
