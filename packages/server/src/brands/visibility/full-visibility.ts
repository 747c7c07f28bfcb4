import type { Assessment } from '@touchstone/contract'
import { signalSubjects } from './signal-codes.ts'

/** How sure a hit must be that lets a rights holder see a listing of others. */
export const minVisibilityConfidence = 0.9

/**
 * Whether a rights holder of the one brand that a listing surely speaks of sees all of the evidence,
 * whoever sent it. By the codes alone, so that the store can tell it without the names of brands; a
 * signal that the release matrix holds back for its words quotes no more than the listing itself.
 */
export function isFullyVisible({ brands, signals }: Assessment): boolean {
  const [brand, ...others] = brands
  if (brand === undefined || brand.confidence < minVisibilityConfidence) return false
  if (others.some(({ id }) => id !== brand.id)) return false
  return signals.every(({ code, evidence }) => {
    switch (signalSubjects[code]) {
      case 'listing':
      case 'goods':
        return true
      case 'brand':
      case 'brand-from-catalog':
        return evidence?.reference?.split('/', 1)[0] === brand.id
      case 'product':
        // A style code of another brand is the one word of a product that is not the brand's own.
        return code !== 'product.foreign-code'
      // What a bank says is kept from a rival with the same right, which the codes don't tell.
      case 'bank':
      case 'marketplace':
      case undefined:
        return false
    }
  })
}
