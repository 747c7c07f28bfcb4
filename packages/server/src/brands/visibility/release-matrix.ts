import type { Relation } from './types.ts'

const parties: readonly Relation[] = ['owner', 'sender', 'holder', 'group']
const ownSide: readonly Relation[] = ['owner', 'sender']
const ownBrand: readonly Relation[] = ['owner', 'holder', 'group']
const alone: readonly Relation[] = ['owner']

/**
 * Who may see what, by noun and field. What isn't named here nobody is shown. Every list, page, export
 * and count asks this table alone; there is no address that completes what somebody types. Thresholds,
 * decisions and claims never leave their organisation and who decides on them, so that they have no row.
 */
export const releaseMatrix = {
  'offer.existence': parties,
  'offer.title': parties,
  'offer.description': parties,
  'offer.category': parties,
  'offer.brand': parties,
  'offer.condition': parties,
  'offer.language': parties,
  'offer.id': parties,
  'offer.marketplace': parties,
  'offer.url': parties,
  'offer.price': parties,
  'offer.shippingPrice': parties,
  'offer.attributes': parties,
  'offer.variants': parties,
  'offer.reviews': parties,
  'offer.images': parties,
  'offer.shipsFrom': parties,
  'offer.observedAt': parties,
  'offer.versions': parties,
  'offer.takenBy': ownSide,
  'offer.quantity': parties,
  'offer.unitsSold': parties,
  'seller.id': parties,
  'seller.name': parties,
  'seller.country': parties,
  'seller.joinedAt': parties,
  'seller.type': parties,
  'seller.identifiers': ownSide,
  'offer.sources': ownSide,
  'offer.externalSignals': ownSide,
  'offer.otherFields': ownSide,
  'assessment.verdict': parties,
  'assessment.ownBrand': parties,
  'assessment.noBrand': parties,
  'assessment.otherBrand': ownSide,
  'assessment.otherBrandFromCatalog': alone,
  'assessment.marketplaceSignals': ownSide,
  'catalog.prices': ownBrand,
  'catalog.products': ownBrand,
  'catalog.authorisedSellers': ownBrand,
} as const satisfies Record<string, readonly Relation[]>

export type ReleasedField = keyof typeof releaseMatrix

export function mayRelease(relation: Relation, what: ReleasedField): boolean {
  const allowed: readonly Relation[] = releaseMatrix[what]
  return allowed.includes(relation)
}
