import type {
  DecisionVerdict,
  GoodsLabel,
  OrganisationKind,
  OutcomeKind,
} from '@touchstone/contract'

/** Rows in one request at the most. */
export const maxDecisionRows = 10_000
/** How far the clock of whoever sends may be ahead. */
export const maxClockAheadMilliseconds = 5 * 60_000

/** Nothing is said of the goods. */
export const unknownLabel: GoodsLabel = { class: 'unknown', strength: 'none' }

/**
 * What a decision says about the goods, and how surely. One opinion is weak; the maker knows its
 * own goods better but is a party; an authority stands above both. Grey market and misused marks
 * are wrongs on goods that may well be genuine.
 */
export function labelOfDecision(verdict: DecisionVerdict, source: OrganisationKind): GoodsLabel {
  const authority = source === 'authority' ? 'strong' : undefined
  switch (verdict) {
    case 'counterfeit':
      return {
        class: 'counterfeit',
        strength: authority ?? (source === 'rights-holder' ? 'medium' : 'weak'),
      }
    case 'genuine':
      // A rights holder who calls goods genuine speaks against its own interest.
      return {
        class: 'not-counterfeit',
        strength: authority ?? (source === 'rights-holder' ? 'strong' : 'weak'),
      }
    case 'grey-market':
      return { class: 'not-counterfeit', strength: source === 'rights-holder' ? 'medium' : 'weak' }
    case 'trademark-misuse':
    case 'unclear':
      return unknownLabel
  }
}

/**
 * What came of a listing, as a label of the goods. That a listing was removed and nobody objected
 * says nothing of them: most sellers never appeal.
 */
export function labelOfOutcome(outcome: OutcomeKind): GoodsLabel {
  switch (outcome) {
    case 'test-purchase-counterfeit':
      return { class: 'counterfeit', strength: 'strong' }
    case 'goods-seized':
      return { class: 'counterfeit', strength: 'medium' }
    case 'test-purchase-genuine':
    case 'seller-proved-genuine':
      return { class: 'not-counterfeit', strength: 'strong' }
    case 'appeal-upheld':
      return { class: 'not-counterfeit', strength: 'medium' }
    case 'restored':
      return { class: 'not-counterfeit', strength: 'weak' }
    case 'appeal-rejected':
      return { class: 'counterfeit', strength: 'weak' }
    case 'removed':
    case 'appealed':
    case 'order-refunded':
    case 'seller-suspended':
      return unknownLabel
  }
}
