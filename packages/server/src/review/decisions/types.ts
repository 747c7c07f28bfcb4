import type {
  DecisionVerdict,
  GoodsLabel,
  OrganisationKind,
  OutcomeKind,
} from '@touchstone/contract'

/** Maximum rows per request. */
export const maxDecisionRows = 10_000
/** How far ahead the sender's clock may be. */
export const maxClockAheadMilliseconds = 5 * 60_000

/** Says nothing about the goods. */
export const unknownLabel: GoodsLabel = { class: 'unknown', strength: 'none' }

/**
 * What a decision says about the goods, and how reliably. A single opinion is weak; the manufacturer knows its own
 * goods better but is a party; an authority outranks both. Grey-market sales and misused marks are infringements on
 * goods that may well be genuine.
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
      // A rights holder who declares goods genuine speaks against its own interest.
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

/** An outcome as a label of the goods. An uncontested removal says nothing about them: most sellers never appeal. */
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
