import { randomUUID } from 'node:crypto'
import type { Listing, RowError } from '@touchstone/contract'
import type { Actor } from '../../access/organisations/index.ts'
import { readListingPage, type PageSource, type ReadListingPage } from '../imports/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { FetchOptions } from '../../platform/outbound/index.ts'
import { mayIngestPages } from './policy.ts'
import { toRowError } from './ingest-rows.ts'
import { IngestSummary } from './ingest-summary.ts'
import type { ListingIngest, IngestResult, IngestOptions } from './ingest.ts'

export type PageIngestOptions = {
  preview: boolean
  /** Defaults for what the page does not state. */
  marketplace?: string
  language?: string
}

export type PageListing = {
  /** Position on the page, from 1. */
  row: number
  listing: Listing | null
  taken: IngestResult | null
  error?: RowError
}

export type IngestedPage = {
  url: string
  source: ReadListingPage['source']
  listings: PageListing[]
  faults: RowError[]
}

/**
 * Reads the listings of a page and, unless it is a preview, ingests each complete one. Addresses are fetched from the
 * public internet, or from hosts that the operator allowed.
 */
export async function ingestPage(options: {
  intake: ListingIngest
  actor: Actor
  ingestOptions: IngestOptions
  page: PageSource
  pageOptions: PageIngestOptions
  outbound: FetchOptions
}): Promise<IngestedPage> {
  const { intake, actor, ingestOptions, page, pageOptions, outbound } = options
  if (!mayIngestPages(actor)) {
    throw new AppError({
      code: 'permission-required',
      message: 'uploading a page requires the scope listings:write, or a user who makes decisions',
    })
  }
  const { url, rows, source, faults } = await readListingPage(page, outbound, actor.organisationId)
  const pageListings = rows.map((row): PageListing => {
    const place = { row: row.row, taken: null }
    if (!('value' in row))
      return { ...place, listing: null, error: toRowError(row.faults[0], 'the offer') }
    return { ...place, listing: withDefaults(row.value, pageOptions) }
  })
  const readPage = {
    url,
    source,
    listings: pageListings,
    faults: faults.map((fault) => toRowError(fault, 'the page')),
  }
  if (pageOptions.preview) return readPage
  const listings = pageListings.flatMap(({ listing }) => listing ?? [])
  const ingested = await intake.ingest(actor, listings, ingestOptions)
  const counted = new IngestSummary()
  for (const listing of [...ingested, ...pageListings.filter(isRefused)]) counted.add(listing)
  await counted.record(intake.store, actor, { way: 'page', id: randomUUID() })
  const byId = new Map(ingested.map((result) => [result.listing, result]))
  const results = pageListings.map((listing) => ({
    ...listing,
    taken: (listing.listing && byId.get(listing.listing.id)) ?? null,
  }))
  return { ...readPage, listings: results }
}

function isRefused(listing: PageListing): listing is PageListing & { error: RowError } {
  return listing.error !== undefined
}

function withDefaults(listing: Listing, { marketplace, language }: PageIngestOptions): Listing {
  return {
    ...listing,
    ...(marketplace !== undefined && { marketplace }),
    ...(language !== undefined && listing.language === undefined && { language }),
  }
}
