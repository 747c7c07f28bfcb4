import type { BrowserRules, Fault, Listing } from '@touchstone/contract'
import { siteHost, type Gate, type Visit, type Visited, type VisitedPage } from '../gate/index.ts'

/** How a connector reaches its site. It opens no connection of its own. */
export type Site = {
  /** The address that a person stated. */
  url: string
  /** True if the address names the results of a search, and not the site. */
  isSearch: boolean
  /** For whom the pages are read. */
  holder: string
  visit<T>(
    page: Pick<Visit, 'url' | 'accept' | 'bytes' | 'byKey'>,
    read: (page: VisitedPage) => Promise<T>,
  ): Promise<Visited<T>>
  /** Has a browser visit a page and read it by rules, in one turn of the site. */
  render(url: string, rules: BrowserRules): Promise<Visited<RenderedPage>>
  /** Addresses that the site’s robots.txt names. */
  sitemaps(): ReturnType<Gate['sitemapsOf']>
  /** Addresses of sitemaps that were read in earlier walks. */
  knownSitemaps(): Promise<readonly string[]>
}

/** What a rendered page shows by rules, as a stranger wrote it. */
export type RenderedPage = {
  /** Texts by the names of fields. */
  listings: Record<string, string>[]
  links: string[]
  /** Against which relative addresses are read. */
  base: string
}

/** An address that a page or a sitemap names, with the date of its last change as the sitemap states it. */
export type Address = { url: string; lastmod?: string | undefined }

/** What a connector found: an address to be visited, or one that it has visited itself. */
export type Found = Address & { visited?: Visited<Reading>; isSitemap?: true }
/** What a page or a sitemap holds: listings, and addresses to be visited. */
export type Reading = { rows: Row[]; leadsTo: readonly Address[] }
export type Row = { listing: Listing } | { faults: readonly Fault[] }

/** Knows one kind of site. Fails with a `VisitError` and with no other error. */
export type Connector = {
  name: string
  /** What a site must have for it. */
  needs: string
  /** Which hosts it visits. */
  hosts: string
  /** What to check in the terms of a site. */
  terms: string
  /** What the site charges for each call, in the currency of the operator’s rates; nothing by default. */
  feePerCall?: number
  /** Whether an address with `{query}` is walked once for each query. */
  searches: boolean
  /** Finds addresses and listings, the likeliest first; the caller stops it. */
  search(site: Site): AsyncGenerator<Found, void>
  /** False for an address that is one more of a kind that has led to nothing in this walk. */
  isWorthwhile(url: string): boolean
  /** Reads the page of an address that was found. */
  visit(site: Site, url: string): Promise<Visited<Reading>>
  /** Called when the walk is over. */
  close?(): void
}

const mebibyte = 1024 * 1024
export const maxPageBytes = 16 * mebibyte
/** The most that the protocols of sitemaps allow; they are read as they come and not stored. */
export const maxSitemapBytes = 50 * mebibyte

/** True for an address on the site’s own host, with or without www. */
export function isOnSite(site: string, url: URL): boolean {
  const host = siteHost(url.href)
  // A port other than the scheme’s own is part of the site.
  return host !== undefined && host === siteHost(site) && url.port === new URL(site).port
}
