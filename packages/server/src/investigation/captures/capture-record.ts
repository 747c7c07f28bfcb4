import { createRequire } from 'node:module'
import { release, type as systemType } from 'node:os'
import type { GuardedProxy } from '../../platform/outbound/index.ts'
import type { CaptureOptions } from './capture.ts'
import type { Certificates } from './certificates.ts'
import { clockOf, connectionsOf } from './circumstances.ts'
import type { Exchanges } from './http-exchanges.ts'
import type { CapturedPage, CaptureRecord } from './types.ts'
import type { Exchange } from './warc/index.ts'

const playwrightVersion = (
  createRequire(import.meta.url)('playwright-core/package.json') as { version: string }
).version

type CaptureRecordInput = Pick<CaptureRecord, 'startedAt' | 'isolation' | 'view'> & {
  options: Pick<CaptureOptions, 'operator' | 'reason' | 'version'>
  proxy: GuardedProxy
  pages: CapturedPage[]
  exchanges: Exchanges
  /** The finished exchanges, with the address that answered each. */
  done: Exchange[]
  chains: Certificates['chains']
  chromium: string
}

/** What was requested, what was received, and with which tools. */
export function toCaptureRecord(input: CaptureRecordInput): CaptureRecord {
  const { options, proxy, pages, exchanges, done } = input
  const clock = clockOf(done[0])
  return {
    type: 'touchstone-capture/1',
    startedAt: input.startedAt,
    endedAt: new Date().toISOString(),
    operator: options.operator,
    reason: options.reason,
    profile: 'fresh',
    isolation: input.isolation,
    pages,
    connections: connectionsOf(proxy, exchanges.hosts),
    certificates: [...input.chains].map(([origin, chain]) => ({ origin, chain })),
    ...(clock && { clock }),
    requests: {
      finished: done.length,
      failed: exchanges.failed,
      unfinished: exchanges.unfinished().length,
      bytes: proxy.bytes(),
    },
    view: input.view,
    tools: {
      touchstone: options.version,
      chromium: input.chromium,
      playwright: playwrightVersion,
      node: process.version,
      system: `${systemType()} ${release()}`,
    },
  }
}

/** The browser connects to the proxy: only the proxy knows which address answered. */
export function withAddress(proxy: GuardedProxy, exchange: Exchange): Exchange {
  const { hostname, port, protocol } = new URL(exchange.url)
  const at = Number(port) || (protocol === 'http:' ? 80 : 443)
  const address = proxy.connections.find(
    (connection) =>
      connection.host === hostname && connection.port === at && connection.address !== undefined,
  )?.address
  return { ...exchange, ...(address !== undefined && { address }) }
}
