import type { Offer } from './offer.ts'
import { plainNumber, type Draft } from './signal.ts'

const DAY = 86_400_000
/** A price from which goods are scarce enough that a private stock of them is odd; US dollars. */
const SCARCE_FROM = 300
const LARGE_STOCK = 100

/** Age of the account and size of the stock; never country, language or name. */
export function sellerSignals(offer: Offer): Draft[] | undefined {
  const { listing, offered, seenAt } = offer
  const joined = listing.seller?.joinedAt
  if (joined === undefined && listing.quantity === undefined) return undefined
  if (offered === undefined) return []
  const drafts: Draft[] = []
  if (joined !== undefined && seenAt !== undefined) {
    const days = Math.floor((seenAt - Date.parse(joined)) / DAY)
    if (days >= 0 && days < 90)
      drafts.push({
        code: 'seller.young-account',
        weight: days < 30 ? 0.6 : 0.3,
        evidence: {
          field: 'seller/joinedAt',
          text: joined,
          detail: `The seller’s account was ${plainNumber(days)} days old when the offer was seen.`,
        },
      })
  }
  const typical = Math.max(0, ...[...offered.brand.bands.values()].map((band) => band.typical))
  if ((listing.quantity ?? 0) >= LARGE_STOCK && typical >= SCARCE_FROM)
    drafts.push({
      code: 'seller.stock-of-scarce-goods',
      weight: 0.5,
      evidence: {
        field: 'quantity',
        text: String(listing.quantity),
        detail: `${plainNumber(listing.quantity ?? 0)} pieces are on offer of a brand whose goods are costly and scarce.`,
      },
    })
  return drafts
}
