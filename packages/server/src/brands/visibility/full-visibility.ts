import type { Assessment } from '@touchstone/contract'
import { signalSubjects } from './signal-codes.ts'

/** Minimum confidence of a match that makes another's listing visible to a rights holder. */
export const minVisibilityConfidence = 0.9

/**
 * Whether the rights holder of the one brand that a listing certainly matches sees all of its evidence, whoever
 * submitted it. Decided by codes alone, so that the store can tell without brand names; a signal that the release
 * matrix withholds for its text quotes no more than the listing itself.
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
        // Only a style code of another brand refers to a product of another brand.
        return code !== 'product.foreign-code'
      // A bank's findings are withheld from a rival with the same right, which the codes do not show.
      case 'bank':
      case 'marketplace':
      case 'portfolio':
      case undefined:
        return false
    }
  })
}
