import type { Fault, Listing } from '@touchstone/contract'
import { isOnSite, type Connector, type Row, type Site } from '../connectors/index.ts'
import { VisitError, type Gate, type VisitErrorKind } from '../gate/index.ts'
import { BudgetSpent, Spending, type Budget, type BudgetPart } from './budget.ts'

export type WalkOptions = {
  gate: Gate
  connector: Connector
  /** The address that a person stated. */
  url: string
  budget: Budget
  /** For whom the pages are read. */
  holder: string
  onListing(listing: Listing): Promise<void>
  onFault?(url: string, fault: Fault): void
  onError?(error: VisitError): void
  signal: AbortSignal
}

export type WalkReport = {
  requests: number
  bytes: number
  processorSeconds: number
  listings: number
  /** Addresses that are gone. */
  gone: number
  errors: Record<VisitErrorKind, number>
  /** `end`: the connector knows no further address. */
  stoppedBy: BudgetPart | 'end' | 'blocked' | 'pause' | 'failures' | 'signal'
  /** When the site may be asked again, if that stopped the walk. */
  retryAt?: Date
}

/** A longer wait ends the walk, to be continued later. */
const patience = 120_000
const maxFailuresInRow = 5

/** Walks a site once, within its budget. Each listing is passed on once. */
export async function walkSite(options: WalkOptions): Promise<WalkReport> {
  const { gate, connector, url, budget, holder, signal } = options
  const spending = new Spending(budget)
  const asked = {
    allowance: spending,
    mayRedirectTo: (to: URL) => isOnSite(url, to) || isUpgrade(url, to),
    patience,
    signal,
  }
  const site: Site = {
    url,
    holder,
    visit: (page, read) => gate.visit({ ...page, ...asked }, read),
    sitemaps: () => gate.sitemapsOf(url, asked),
  }
  const errors = { permanent: 0, retryable: 0, blocked: 0, forbidden: 0 }
  const ids = new Set<string>()
  let gone = 0
  let failures = 0
  const pass = async (at: string, rows: readonly Row[]): Promise<void> => {
    for (const row of rows) {
      if ('faults' in row) {
        for (const fault of row.faults) options.onFault?.(at, fault)
      } else if (!ids.has(row.listing.id)) {
        ids.add(row.listing.id)
        await options.onListing({
          marketplace: new URL(url).hostname,
          ...row.listing,
          sources: [{ kind: 'watch', url: at }],
        })
      }
    }
  }
  const report = (stoppedBy: WalkReport['stoppedBy'], retryAt?: Date): WalkReport => ({
    requests: spending.requests,
    bytes: spending.bytes,
    processorSeconds: Number(spending.seconds.toFixed(3)),
    listings: ids.size,
    gone,
    errors,
    stoppedBy,
    ...(retryAt !== undefined && { retryAt }),
  })
  /** Counts a failed visit, and says whether the walk ends with it. */
  const noteError = (error: unknown): WalkReport | undefined => {
    if (signal.aborted) return report('signal')
    if (error instanceof BudgetSpent) return report(error.part)
    if (!(error instanceof VisitError)) throw error
    errors[error.kind]++
    options.onError?.(error)
    if (error.kind === 'blocked') return report('blocked')
    if (error.retryAt !== undefined) return report('pause', error.retryAt)
    if (error.kind !== 'forbidden' && ++failures === maxFailuresInRow) return report('failures')
    return undefined
  }
  try {
    for await (const found of connector.search(site)) {
      spending.check()
      try {
        const rows = found.listings ?? (await connector.visit(site, found.url))
        if (rows === undefined) gone++
        else await pass(found.url, rows)
        failures = 0
      } catch (error) {
        const ended = noteError(error)
        if (ended !== undefined) return ended
      }
    }
  } catch (error) {
    return noteError(error) ?? report('end')
  }
  return report('end')
}

/** True for the same host by https. */
function isUpgrade(from: string, to: URL): boolean {
  const url = new URL(from)
  if (url.protocol !== 'http:' || url.port !== '') return false
  url.protocol = 'https:'
  return isOnSite(url.href, to)
}
