import { X509Certificate } from 'node:crypto'
import { timestampFiles, type Statement } from '../seals/index.ts'
import { nameOf, verifyTimestamp } from '../timestamp/index.ts'
import { sealName, type CheckedTimestamp, type SealOptions } from './checked-seal.ts'

/** The maximum difference between the clocks of a publisher and an authority. */
const clockTolerance = 5 * 60_000

/** Verifies one timestamp of a seal; without trusted roots, up to the root stored beside it. */
export async function checkTimestamp(
  authority: string,
  { bytes, value }: { bytes: Buffer; value: Statement },
  { folder, contents, findings, trust }: SealOptions,
): Promise<CheckedTimestamp | undefined> {
  const names = timestampFiles(authority)
  const at = { check: 'timestamp', findings } as const
  const raw = (read: Buffer): Buffer => read
  const request = await contents.parse(`${folder}/${names.request}`, raw, at)
  const response = await contents.parse(`${folder}/${names.response}`, raw, at)
  const certificates = await contents.parse(`${folder}/${names.certificates}`, certificatesIn, at)
  if (!request || !response || !certificates) return undefined
  const trusted = trust.roots.length > 0
  const roots = trusted ? trust.roots : certificates.slice(-1)
  const verdict = verifyTimestamp({ request, response, bytes, certificates, roots })
  const path = `${folder}/${names.response}`
  if (!verdict.ok) {
    findings.fault('timestamp', `The timestamp by ${authority} fails: ${verdict.sentence}`, path)
    return undefined
  }
  const root = verdict.chain.at(-1)
  if (verdict.time.getTime() < Date.parse(value.sealedAt) - clockTolerance) {
    findings.fault(
      'timestamp',
      `The timestamp by ${authority}, ${verdict.time.toISOString()}, is earlier than the time in the statement.`,
      path,
    )
    return undefined
  }
  const time = verdict.time.toISOString()
  findings.ok(
    'timestamp',
    `${verdict.authority} stamped the statement of ${sealName(folder)}: it existed at ${time}.`,
  )
  const rootDigest = root?.fingerprint256 ?? ''
  if (!trusted && root) {
    findings.note(
      'timestamp',
      `Check the identity of ${authority}: the root ${nameOf(root)} came with the package. Compare its SHA-256 fingerprint ${rootDigest}, or pass the root with --trust.`,
    )
  }
  return { authority, certificate: verdict.authority, time, root: rootDigest, trusted }
}

function certificatesIn(pem: Buffer): X509Certificate[] {
  const blocks = pem.toString().match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g)
  if (blocks === null) throw new TypeError('it contains no certificate')
  return blocks.map((block) => new X509Certificate(block))
}
