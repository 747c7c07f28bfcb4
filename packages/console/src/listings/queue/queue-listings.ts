import type { Client } from '@touchstone/client'

type Page = Awaited<ReturnType<Client['listings']['list']>>
type Whole = Page['items'][number]

/** The fields that the queue needs, since it may hold a hundred thousand listings. */
export type QueueListing = Pick<
  Whole,
  'id' | 'version' | 'firstSeenAt' | 'withdrawnAt' | 'decision' | 'sellerAccount' | 'sellerPrior'
> & {
  /** Its seller by name, else by ID. */
  seller: string | undefined
  title: string
  marketplace: string | undefined
  price: Whole['listing']['price']
  brands: readonly string[]
  /** Undefined if not assessed. */
  judged: { verdict: NonNullable<Whole['assessment']>['verdict']; probability: number } | undefined
}

export type ListedPage = {
  items: readonly QueueListing[]
  next: Page['next']
  /** Distinct names in these listings, offered as filters. */
  names: Names
}
export type Names = { brands: readonly string[]; marketplaces: readonly string[] }

export function listedPage({ items: listingRow, next }: Page): ListedPage {
  const items = listingRow.map(toQueueListing)
  const brands = items.flatMap((listing) => listing.brands)
  const marketplaces = items.flatMap(({ marketplace }) => marketplace || [])
  return { items, next, names: { brands: unique(brands), marketplaces: unique(marketplaces) } }
}

function toQueueListing(listingRow: Whole): QueueListing {
  const { id, version, firstSeenAt, withdrawnAt, decision, listing, assessment } = listingRow
  const { sellerAccount, sellerPrior } = listingRow
  const { title, marketplace, price, seller } = listing
  return {
    sellerAccount,
    sellerPrior,
    seller: seller?.name ?? seller?.id,
    id,
    version,
    firstSeenAt,
    withdrawnAt,
    decision,
    title,
    marketplace,
    price,
    brands: assessment?.brands.map((brand) => brand.id) ?? [],
    judged: assessment
      ? { verdict: assessment.verdict, probability: assessment.probability }
      : undefined,
  }
}

/** Listings of all pages, copied in one step since this grows with each page. */
export function listingsIn(pages: readonly ListedPage[]): readonly QueueListing[] {
  const none: readonly QueueListing[] = []
  return none.concat(...pages.map(({ items }) => items))
}

/** Names in all loaded listings and in the current filters. */
export function namesIn(pages: readonly ListedPage[]): Names {
  return {
    brands: unique(pages.flatMap(({ names }) => names.brands)),
    marketplaces: unique(pages.flatMap(({ names }) => names.marketplaces)),
  }
}

export function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort()
}
