import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { capture, demandChromium, type CaptureOptions } from '../captures/index.ts'
import { blobsIn } from '../platform/blobs/index.ts'
import type { OutboundHost, TimestampAuthority } from '../platform/config/index.ts'
import type { Store } from '../platform/db/index.ts'
import { openAuthorities } from './authorities.ts'
import type { CapturingOptions } from './capturing.ts'
import { openEvidenceKey } from './keys.ts'
import { logInStore } from './log.ts'

/** What lets a capture reach loopback, which it never does else. */
export type TestShops = Pick<CaptureOptions, 'lookup' | 'testAllowances' | 'testKeys'>

/** Where evidence lies, who seals and stamps it, and the browser that captures, as an installation has them. */
export function openEvidence(asked: {
  store: Store
  dataDir: string
  timestampAuthorities: readonly TimestampAuthority[]
  outboundAllow: readonly OutboundHost[]
  env: Readonly<Record<string, string | undefined>>
  testShops?: TestShops
}): CapturingOptions {
  const { store, dataDir, timestampAuthorities, outboundAllow, env } = asked
  const signer = openEvidenceKey(dataDir)
  return {
    store,
    blobs: blobsIn(join(dataDir, 'blobs')),
    signer,
    log: logInStore({ store, signer, now: () => new Date() }),
    authorities: openAuthorities(timestampAuthorities, { allow: outboundAllow }),
    // Looked for at each capture: somebody may install it while the server runs.
    capture: (wanted) =>
      capture({
        ...{ ...wanted, ...asked.testShops },
        ...{ chromium: demandChromium(env), version: ownVersion() },
      }),
  }
}

function ownVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8')
  return (JSON.parse(text) as { version: string }).version
}
