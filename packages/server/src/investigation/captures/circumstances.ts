import type { GuardedProxy } from '../../platform/outbound/index.ts'
import type { CaptureRecord } from './types.ts'
import { headerOf, type Exchange } from './warc/index.ts'

/** Connections of the pages, without the browser's own. */
export function connectionsOf(
  proxy: GuardedProxy,
  hosts: ReadonlySet<string>,
): CaptureRecord['connections'] {
  return proxy.connections
    .filter(({ host }) => hosts.has(host))
    .map(({ refusal, ...rest }) => ({ ...rest, ...(refusal && { refused: refusal.message }) }))
}

/** This machine's clock compared with the server's. */
export function clockOf(first: Exchange | undefined): CaptureRecord['clock'] {
  if (first === undefined) return undefined
  const serverDate = headerOf(first, 'date')
  const serverTime = Date.parse(serverDate)
  if (Number.isNaN(serverTime)) return undefined
  const requestedAt = Date.parse(first.at)
  const answeredAt = new Date(first.answeredAt)
  // The server gave whole seconds at some time between the two.
  const middle = (requestedAt + answeredAt.getTime()) / 2
  // Plus zero: a slightly slow clock would give minus zero, which JSON does not preserve.
  const offsetSeconds = Math.round((serverTime + 500 - middle) / 100) / 10 + 0
  return { askedAt: first.at, answeredAt: answeredAt.toISOString(), serverDate, offsetSeconds }
}
