import type { Fault, Listing } from '@touchstone/contract'
import type { Renderer } from '../browser-visits/index.ts'
import {
  isOnSite,
  maxPageBytes,
  type Connector,
  type Found,
  type Reading,
  type Row,
  type Site,
} from '../connectors/index.ts'
import { VisitError, type Gate, type Visited, type VisitErrorKind } from '../gate/index.ts'
import type { Observation, PageKind, VisitMemory } from '../listing-history/index.ts'
import { BudgetSpent, type BudgetPart, type Spending } from './budget.ts'

export type WalkOptions = {
  gate: Gate
  /** Renders pages in a browser; without it, a connector that needs one visits none. */
  render?: Renderer | undefined
  connector: Connector
  /** The address that a person stated. */
  url: string
  /** Whether it names the results of a search; by default if it has parameters. */
  isSearch?: boolean
  spending: Spending
  /** For whom the pages are read. */
  holder: string
  onListing(listing: Listing): Promise<void>
  /** Called after each visit, before the next one. */
  onVisited?(observations: readonly Observation[]): Promise<void>
  /** Without it, the connector’s own order. What `onVisited` is called with is to be in it at once. */
  memory?: VisitMemory
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
  /** Pages that the site did not send again, since they are as they were. */
  unchanged: number
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
  const { gate, connector, url, spending, holder, memory, signal } = options
  const asked = {
    allowance: spending,
    mayRedirectTo: (to: URL) => isOnSite(url, to) || isUpgrade(url, to),
    patience,
    signal,
  }
  const site: Site = {
    url,
    isSearch: options.isSearch ?? new URL(url).search !== '',
    holder,
    visit: async (page, read) => {
      const known = await memory?.recall(page.url)
      spending.setWorking(false)
      try {
        const fee = connector.feePerCall
        return await gate.visit({ ...page, ...asked, known, fee }, (visited) => {
          spending.setWorking(true)
          return read(visited)
        })
      } finally {
        spending.setWorking(true)
      }
    },
    render: async (page, rules) => {
      if (options.render === undefined) {
        throw new VisitError('permanent', page, 'There is no browser that could render the page.')
      }
      spending.setWorking(false)
      try {
        return await options.render({ url: page, bytes: maxPageBytes, rules, ...asked })
      } finally {
        spending.setWorking(true)
      }
    },
    sitemaps: () => gate.sitemapsOf(url, asked),
    knownSitemaps: async () => (await memory?.sitemaps()) ?? [],
  }
  const errors = { permanent: 0, retryable: 0, blocked: 0, forbidden: 0 }
  const ids = new Set<string>()
  let gone = 0
  let unchanged = 0
  let failures = 0
  const pass = async (at: string, rows: readonly Row[]): Promise<void> => {
    for (const row of rows) {
      if ('faults' in row) {
        for (const fault of row.faults) options.onFault?.(at, fault)
      } else if (!ids.has(row.listing.id)) {
        ids.add(row.listing.id)
        await options.onListing(listingFrom(row.listing, url, at))
      }
    }
  }
  const note = async (found: Found, visited: Visited<Reading>): Promise<void> => {
    if (visited.kind === 'absent') gone++
    else if (visited.kind === 'unchanged') unchanged++
    const rows = visited.kind === 'page' ? visited.value.rows : []
    await pass(found.url, rows)
    await options.onVisited?.(observationsOf(found, visited, url))
    failures = 0
  }
  const report = (stoppedBy: WalkReport['stoppedBy'], retryAt?: Date): WalkReport => ({
    requests: spending.used.requests,
    bytes: spending.used.bytes,
    processorSeconds: Number(spending.used.processorSeconds.toFixed(3)),
    listings: ids.size,
    gone,
    unchanged,
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
  spending.setWorking(true)
  try {
    for await (const found of addressesOf(connector, site, memory)) {
      spending.check()
      if (found.visited === undefined && !connector.isWorthwhile(found.url)) continue
      try {
        await note(found, found.visited ?? (await connector.visit(site, found.url)))
      } catch (error) {
        const ended = noteError(error)
        const failed = observationOfError(found, error)
        if (failed !== undefined) await options.onVisited?.([failed])
        if (ended !== undefined) return ended
      }
    }
  } catch (error) {
    return noteError(error) ?? report('end')
  } finally {
    connector.close?.()
    spending.setWorking(false)
  }
  return report('end')
}

/** With a memory it is the memory that orders pages, and the connector only reads what leads to them. */
async function* addressesOf(
  connector: Connector,
  site: Site,
  memory: VisitMemory | undefined,
): AsyncGenerator<Found, void> {
  for await (const found of connector.search(site)) {
    if (memory === undefined || found.visited !== undefined) yield found
  }
  if (memory !== undefined) for await (const url of memory.addresses()) yield { url }
}

/** What a visit showed, one observation for each listing. */
function observationsOf(found: Found, visited: Visited<Reading>, site: string): Observation[] {
  const { url } = found
  const kind = kindOf(found)
  if (visited.kind === 'unchanged') return [{ url, kind, status: 'unchanged' }]
  if (visited.kind === 'absent') {
    return [{ url, kind, status: visited.status === 410 ? 'gone' : 'not-found' }]
  }
  const { etag, lastModified, value } = visited
  const page = { url, kind, status: 'seen', etag, lastModified } as const
  const listings = value.rows.flatMap((row) => ('listing' in row ? [row.listing] : []))
  const [first, ...others] = listings.map((listing) => ({
    ...page,
    listing: listingFrom(listing, site, url),
  }))
  return [{ ...page, ...first, leadsTo: value.leadsTo }, ...others]
}

function listingFrom(listing: Listing, site: string, url: string): Listing {
  const { hostname } = new URL(site)
  return { marketplace: hostname, ...listing, sources: [{ kind: 'watch', url }] }
}

function kindOf({ visited, isSitemap }: Found): PageKind {
  if (isSitemap === true) return 'sitemap'
  return visited === undefined ? 'page' : 'start'
}

/** Nothing for an error that says nothing of the page: the budget is spent, or the site is to be asked later. */
function observationOfError(found: Found, error: unknown): Observation | undefined {
  if (!(error instanceof VisitError) || error.retryAt !== undefined) return undefined
  const status = error.kind === 'blocked' ? 'blocked' : 'unknown'
  return { url: found.url, kind: kindOf(found), status }
}

/** True for the same host by https. */
function isUpgrade(from: string, to: URL): boolean {
  const url = new URL(from)
  if (url.protocol !== 'http:' || url.port !== '') return false
  url.protocol = 'https:'
  return isOnSite(url.href, to)
}
