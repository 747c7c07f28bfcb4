import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openHeadFiles, openAuditLog, type EarlierKey } from '../../access/audit-proofs/index.ts'
import { capture, requireChromium, type CaptureOptions } from '../captures/index.ts'
import { blobsIn, blobsInS3, observedBlobs, type Blobs } from '../../platform/blobs/index.ts'
import type { OutboundHost, ServerConfig, TimestampAuthority } from '../../platform/config/index.ts'
import type { Transaction, Store } from '../../platform/db/index.ts'
import { openAuthorities } from './timestamp-authorities.ts'
import type { EvidenceDependencies } from './run-captures.ts'
import { publisherLookup, type KeyRing } from './signing-keys.ts'
import { openStoredLog } from './evidence-log.ts'

/** Allows captures to reach loopback, which is otherwise forbidden. */
export type TestShops = Pick<CaptureOptions, 'lookup' | 'testAllowances' | 'testKeys'>

/** The installation's evidence storage, sealing, timestamping and capture browser. */
export function openEvidence(options: {
  store: Store
  dataDir: string
  blobs: ServerConfig['blobs']
  keys: Pick<KeyRing, 'sealer' | 'keeper'> & AuditLogKeys
  timestampAuthorities: readonly TimestampAuthority[]
  outboundAllow: readonly OutboundHost[]
  captureIsolation: ServerConfig['captureIsolation']
  env: Readonly<Record<string, string | undefined>>
  testShops?: TestShops
  /** Pages that the installation answers itself, asked for at each capture of an address by an organisation. */
  builtInPages?: (organisationId: string, url: string) => Promise<CaptureOptions['builtInPages']>
}): EvidenceDependencies {
  const { store, keys, timestampAuthorities, outboundAllow, env } = options
  return {
    ...assembleEvidence({
      store,
      ...keys,
      blobs: observedBlobs(openBlobs(options)),
      dataDir: options.dataDir,
    }),
    authorities: openAuthorities(timestampAuthorities, { allow: outboundAllow }),
    // Located at each capture, since it may be installed while the server runs.
    capture: async ({ organisationId, ...request }) =>
      capture({
        ...request,
        ...options.testShops,
        builtInPages: await options.builtInPages?.(organisationId, request.url),
        chromium: await requireChromium(env),
        isolation: options.captureIsolation,
        version: ownVersion(),
      }),
  }
}

/** What the audit log knows about other keys: earlier ones, and whether its own was replaced. */
type AuditLogKeys = {
  earlier?: readonly EarlierKey[]
  demandKeys?: (handle: Transaction) => Promise<void>
}

/** Storage of the evidence's bytes, as configured. */
export function openBlobs({ dataDir, blobs }: Pick<ServerConfig, 'dataDir' | 'blobs'>): Blobs {
  if (blobs === undefined) return blobsIn(join(dataDir, 'blobs'))
  return blobsInS3({ ...blobs, cache: join(dataDir, 'blobs-fetched') })
}

/** Sealing and storage of evidence under the given keys. */
export function assembleEvidence(
  input: KeyRing & AuditLogKeys & { blobs: Blobs; dataDir?: string },
): Pick<EvidenceDependencies, 'store' | 'blobs' | 'publisherOf' | 'log' | 'auditLog'> {
  const { store, blobs, keeper: signer, dataDir, earlier, demandKeys: requireKey } = input
  const log = openStoredLog({ store, signer, now: () => new Date(), demandKey: requireKey })
  const files = dataDir === undefined ? undefined : openHeadFiles(dataDir)
  const auditLog = openAuditLog({ store, signer, files, earlier, demandKey: requireKey })
  return { store, blobs, publisherOf: publisherLookup(input), log, auditLog }
}

/** The version of this program. */
export function ownVersion(): string {
  const text = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
