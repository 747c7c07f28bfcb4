import { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { OctetString, Sequence } from 'asn1js'
import fc from 'fast-check'
import { ContentInfo, PKIStatusInfo, TimeStampResp } from 'pkijs'
import { beforeAll, describe, expect, test } from 'vitest'
import { openssl, TestAuthority } from '../../test/timestamp-authority-fixture.ts'
import { fetchTimestamp, timestampRequest, verifyTimestamp } from './index.ts'
import { readWhole } from './der.ts'
import { readToken } from './token.ts'

const bytes = Buffer.from('The title says "grade AAA".')
let authority: TestAuthority
let request: Buffer
let response: Buffer

beforeAll(() => {
  authority = new TestAuthority('Lantern Time')
  request = timestampRequest({ bytes })
  response = authority.answer(request)
})

function verdictOn(over: Partial<Parameters<typeof verifyTimestamp>[0]> = {}): string {
  const verdict = verifyTimestamp({ response, request, bytes, roots: [authority.root], ...over })
  return verdict.ok ? 'ok' : verdict.code
}

test('a stamp by openssl’s authority is verified with its time, policy and chain', () => {
  const verdict = verifyTimestamp({ response, request, bytes, roots: [authority.root] })
  expect(verdict).toMatchObject({
    ok: true,
    authority: 'Lantern Time',
    policy: '1.3.6.1.4.1.99999.1',
  })
  if (!verdict.ok) return
  expect(Math.abs(verdict.time.getTime() - Date.now())).toBeLessThan(120_000)
  expect(verdict.chain.map(({ subject }) => subject)).toEqual([
    'CN=Lantern Time',
    'CN=Lantern Time root',
  ])
})

test('openssl reads the same content in a request', () => {
  const file = join(authority.folder, 'own.tsq')
  writeFileSync(file, timestampRequest({ bytes, policy: '1.3.6.1.4.1.99999.2' }))
  const text = openssl(['ts', '-query', '-in', file, '-text']).toString()
  expect(text).toMatch(/Hash Algorithm: sha256/)
  expect(text).toMatch(/Policy OID: 1\.3\.6\.1\.4\.1\.99999\.2/)
  expect(text).toMatch(/Nonce: 0x[0-9A-F]{32}\n/)
  expect(text).toMatch(/Certificate required: yes/)
})

test('a timestamp of something else is reported', () => {
  expect(verdictOn({ bytes: Buffer.from('another page') })).toBe('wrong-imprint')
  expect(verdictOn({ request: timestampRequest({ bytes: Buffer.from('another') }) })).toBe(
    'wrong-imprint',
  )
})

test('a response to another request, or without the nonce, is reported', () => {
  expect(verdictOn({ request: timestampRequest({ bytes }) })).toBe('wrong-nonce')
  expect(verdictOn({ response: authority.answer(authority.query(bytes, '-no_nonce')) })).toBe(
    'missing-nonce',
  )
})

test('a timestamp under another policy is reported, and so is a refusal of the policy requested', () => {
  expect(verdictOn({ policy: '1.3.6.1.4.1.99999.2' })).toBe('wrong-policy')
  const policyRequest = timestampRequest({ bytes, policy: '1.3.6.1.4.1.99999.2' })
  expect(verdictOn({ response: authority.answer(policyRequest), request: policyRequest })).toBe(
    'ok',
  )
  const strange = timestampRequest({ bytes, policy: '1.2.3.4.5' })
  expect(verdictOn({ response: authority.answer(strange), request: strange })).toBe('refused')
})

test('a root of the same name by another key is foreign', () => {
  const twin = new TestAuthority('Lantern Time')
  expect(verdictOn({ roots: [twin.root] })).toBe('foreign-chain')
  expect(verdictOn({ roots: [] })).toBe('foreign-chain')
})

test.each([
  ['RSA', ['-newkey', 'rsa:2048', '-nodes']],
  ['P-384', ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-384', '-nodes']],
])(
  'an authority that signs by %s is verified, with either kind of certificate identifier',
  (_, newKey) => {
    for (const identifier of ['sha1', 'sha384']) {
      const other = new TestAuthority('Other Time', { newKey, identifier })
      const answer = other.answer(request)
      expect(verdictOn({ response: answer, roots: [other.root] })).toBe('ok')
      expect(verdictOn({ response: answer })).toBe('foreign-chain')
    }
  },
)

test('a certificate that had expired when it stamped is reported', () => {
  const late = new TestAuthority('Late Time', {
    notBefore: '20200101000000Z',
    notAfter: '20210101000000Z',
  })
  const answer = late.answer(request)
  expect(verdictOn({ response: answer, roots: [late.root] })).toBe('outside-validity')
})

/**
 * A forged response around the time of a genuine one, signed by openssl with these options: no honest authority
 * issues it.
 */
function forged(by: TestAuthority, ...options: string[]): Buffer {
  writeFileSync(join(by.folder, 'tst.der'), readToken(response).content)
  const signer = ['-signer', 'tsa.pem', '-inkey', 'tsa.key', '-md', 'sha256']
  const content = ['-econtent_type', '1.2.840.113549.1.9.16.1.4', '-binary', '-nodetach']
  by.run(
    'cms',
    '-sign',
    '-in',
    'tst.der',
    ...content,
    ...signer,
    '-outform',
    'DER',
    '-out',
    'cms.der',
    ...options,
  )
  const token = readFileSync(join(by.folder, 'cms.der'))
  const answer = new TimeStampResp({
    status: new PKIStatusInfo({ status: 0 }),
    timeStampToken: new ContentInfo({ schema: readWhole(token) }),
  })
  return Buffer.from(answer.toSchema().toBER())
}

test('a certificate that is not exclusively for time-stamping, marked as critical, is reported', () => {
  for (const usage of [
    'timeStamping',
    'critical,serverAuth',
    'critical,timeStamping,emailProtection',
  ]) {
    const other = new TestAuthority('Other Time', { usage })
    const response = forged(other, '-cades')
    expect(verdictOn({ response, roots: [other.root] })).toBe('not-for-timestamping')
  }
})

test('a signature of the kind RSA-PSS is verified', () => {
  const other = new TestAuthority('Other Time', { newKey: ['-newkey', 'rsa:2048', '-nodes'] })
  const response = forged(other, '-cades', '-keyopt', 'rsa_padding_mode:pss')
  expect(verdictOn({ response, roots: [other.root] })).toBe('ok')
  const flipped = Buffer.from(response)
  flipped[flipped.length - 1]! ^= 1
  expect(verdictOn({ response: flipped, roots: [other.root] })).toBe('bad-signature')
})

test('a token that does not identify its certificate is reported, and so is one without it', () => {
  expect(verdictOn({ response: forged(authority, '-cades') })).toBe('ok')
  expect(verdictOn({ response: forged(authority) })).toBe('bad-signature')
  const bare = forged(authority, '-cades', '-nocerts')
  expect(verdictOn({ response: bare })).toBe('no-certificate')
  expect(verdictOn({ response: bare, certificates: [authority.certificate] })).toBe('ok')
})

test('no flipped bit of the stated time, the attributes or the signature is passed over', () => {
  const { content, signer } = readToken(response)
  const parts = [
    content,
    Buffer.from(signer.signedAttrs!.encodedValue).subarray(2),
    Buffer.from(signer.signature.getValue()),
  ]
  fc.assert(
    fc.property(fc.nat(2), fc.nat(), (which, place) => {
      const part = parts[which]!
      const at = response.indexOf(part) + Math.floor((place % (part.length * 8)) / 8)
      const flipped = Buffer.from(response)
      flipped[at]! ^= 1 << (place % 8)
      expect(verdictOn({ response: flipped })).not.toBe('ok')
    }),
    { numRuns: 100 },
  )
})

test('bytes that are not a response are reported', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(verdictOn({ response: bytes })).toBe('unreadable')
    }),
  )
  const empty = new Sequence({ value: [new OctetString({ valueHex: new ArrayBuffer(1) })] })
  expect(verdictOn({ response: Buffer.from(empty.toBER()) })).toBe('unreadable')
  expect(verdictOn({ response: Buffer.concat([response, Buffer.of(0)]) })).toBe('unreadable')
})

test('an authority that cannot be reached, or responds wrongly, is reported with the reason', async () => {
  const authorityFacts = { name: 'lantern', roots: [authority.root] }
  const post = async (query: Buffer): Promise<Buffer> => authority.answer(query)
  expect(await fetchTimestamp({ ...authorityFacts, post }, bytes)).toMatchObject({
    verified: { ok: true },
  })
  const dead = async (): Promise<Buffer> => Promise.reject(new Error('connection refused'))
  expect(await fetchTimestamp({ ...authorityFacts, post: dead }, bytes)).toEqual({
    authority: 'lantern',
    code: 'unreachable',
    reason: 'connection refused',
  })
  const again = async (): Promise<Buffer> => response
  expect(await fetchTimestamp({ ...authorityFacts, post: again }, bytes)).toMatchObject({
    code: 'wrong-nonce',
  })
})

const data = resolve(process.env['TOUCHSTONE_DATA'] ?? '../shared/data')
const sigstage = join(data, 'std', 'rfc3161', 'sigstage')

describe.skipIf(!existsSync(sigstage))('the answers that Sigstore’s authority gave', () => {
  const file = (name: string): Buffer => readFileSync(join(sigstage, name))
  const hello = Buffer.from('hello')
  const chain = (): X509Certificate[] =>
    (
      file('ts_chain.pem')
        .toString()
        .match(/-----BEGIN[^]+?END CERTIFICATE-----/g) ?? []
    ).map((pem) => new X509Certificate(pem))

  test.each(['response-sha256', 'response-sha384', 'response-sha512'])('%s is verified', (name) => {
    const [, root] = chain()
    const verdict = verifyTimestamp({ response: file(`${name}.tsr`), bytes: hello, roots: [root!] })
    expect(verdict).toMatchObject({ ok: true, authority: 'sigstore-tsa' })
    expect(
      verifyTimestamp({
        response: file(`${name}.tsr`),
        bytes: Buffer.from('hell'),
        roots: [root!],
      }),
    ).toMatchObject({ code: 'wrong-imprint' })
  })

  test('a response without a certificate needs it separately; one with a broken signature fails', () => {
    const [leaf, root] = chain()
    const bare = { response: file('response-no-embedded-cert.tsr'), bytes: hello, roots: [root!] }
    expect(verifyTimestamp(bare)).toMatchObject({ code: 'no-certificate' })
    expect(verifyTimestamp({ ...bare, certificates: [leaf!] })).toMatchObject({ ok: true })
    const broken = {
      response: file('response-invalid-signature.tsr'),
      bytes: hello,
      roots: [root!],
    }
    expect(verifyTimestamp(broken)).toMatchObject({ code: 'bad-signature' })
  })
})
