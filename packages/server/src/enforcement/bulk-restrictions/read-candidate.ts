import type { BulkExclusion } from '@touchstone/contract'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import {
  clearanceOf,
  concernsLifeSafety,
  isHeld,
  loadItemReview,
  type AssessmentSource,
  type ItemReview,
} from '../moderation/index.ts'
import { exclusionOf, factsOf, type FoundFact } from './types.ts'

export type Candidate = {
  review: ItemReview
  facts: FoundFact[]
  excluded: BulkExclusion | undefined
}

/** An item as a person would decide on it, the facts that it may share, and why it needs a decision of its own. */
export async function readCandidate(options: {
  handle: Transaction
  actor: Actor
  engine: AssessmentSource
  now: Date
  input: { id: string; position: number }
}): Promise<Candidate> {
  const review = await loadItemReview(options)
  const { item, state, listing, proposal, assessment } = review
  const facts = factsOf(review, assessment)
  const excluded = exclusionOf({
    state: state.instances[item.instance]?.state ?? '',
    hasListing: listing !== undefined,
    hasSeller: proposal.deliver !== null,
    isOnHold: await isHeld(options, item),
    concernsLife: concernsLifeSafety(item.urgency),
    isCleared: (await clearanceOf(options, review)) !== null,
    facts: facts.length,
  })
  return { review, facts, excluded }
}
