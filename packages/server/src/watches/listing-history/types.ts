import type { Listing } from '@touchstone/contract'
import type { Address } from '../connectors/index.ts'

/**
 * What a visit to an address showed: one observation for each listing on the page, or a single one without a listing.
 * `unchanged`: the site says that the page is as it was (304). `not-found` is status 404, `gone` 410. `unknown`: the
 * visit failed.
 */
export type Observation = {
  url: string
  listing?: Listing | undefined
  status: 'seen' | 'unchanged' | 'not-found' | 'gone' | 'blocked' | 'unknown'
  /** Sent back with the next visit. */
  etag?: string | undefined
  lastModified?: string | undefined
  /** Addresses that the page names, to be visited at some time. */
  leadsTo?: readonly Address[] | undefined
  /** Sitemaps and start pages are read first in each walk; `page` by default. */
  kind?: PageKind | undefined
}

export type PageKind = 'page' | 'start' | 'sitemap'

/** What earlier walks of a site left for the next one. */
export type VisitMemory = {
  /** What the site need not send again. */
  recall(url: string): Promise<{ etag?: string; lastModified?: string } | undefined>
  /** Sitemaps that were read before. */
  sitemaps(): Promise<readonly string[]>
  /** Addresses to visit, the most worthwhile first, each once. Those that this walk finds are among them. */
  addresses(): AsyncIterable<string>
}
