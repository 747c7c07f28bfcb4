import type { Relation } from './types.ts'

const parties: readonly Relation[] = ['owner', 'sender', 'holder', 'group']
const ownSide: readonly Relation[] = ['owner', 'sender']
const ownBrand: readonly Relation[] = ['owner', 'holder', 'group']
const alone: readonly Relation[] = ['owner']

/**
 * Who may see what, by noun and field. Anything not listed is shown to nobody. Every list, page, export and count
 * uses this table; there is no autocompletion. Thresholds, decisions and claims never leave their organisation and
 * approvers, so they have no row.
 */
export const releaseMatrix = {
  'listing.existence': parties,
  'listing.title': parties,
  'listing.description': parties,
  'listing.category': parties,
  'listing.brand': parties,
  'listing.condition': parties,
  'listing.language': parties,
  'listing.id': parties,
  'listing.marketplace': parties,
  'listing.url': parties,
  'listing.price': parties,
  'listing.shippingPrice': parties,
  'listing.attributes': parties,
  'listing.variants': parties,
  'listing.reviews': parties,
  'listing.images': parties,
  'listing.shipsFrom': parties,
  'listing.observedAt': parties,
  'listing.versions': parties,
  'listing.ingestedBy': ownSide,
  'listing.quantity': parties,
  'listing.unitsSold': parties,
  'seller.id': parties,
  'seller.name': parties,
  'seller.country': parties,
  'seller.joinedAt': parties,
  'seller.type': parties,
  'seller.identifiers': ownSide,
  'listing.sources': ownSide,
  'listing.externalSignals': ownSide,
  'listing.otherFields': ownSide,
  'assessment.verdict': parties,
  'assessment.ownBrand': parties,
  'assessment.noBrand': parties,
  'assessment.otherBrand': ownSide,
  'assessment.otherBrandFromCatalog': alone,
  'assessment.marketplaceSignals': ownSide,
  'assessment.portfolio': ownSide,
  'catalog.prices': ownBrand,
  'catalog.products': ownBrand,
  'catalog.authorisedSellers': ownBrand,
} as const satisfies Record<string, readonly Relation[]>

export type ReleasedField = keyof typeof releaseMatrix

export function mayRelease(relation: Relation, what: ReleasedField): boolean {
  const allowed: readonly Relation[] = releaseMatrix[what]
  return allowed.includes(relation)
}
