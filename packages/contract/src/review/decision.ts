import { z } from 'zod'
import { action } from '../api/action.ts'
import { listingReference, namesListing, oneListingName } from '../listings/listing-reference.ts'
import { isoDateTime } from '../money.ts'
import { asWritten } from '../text.ts'

/** The conclusions of a decision on a listing. */
export const decisionVerdicts = [
  'counterfeit',
  'grey-market',
  'trademark-misuse',
  'genuine',
  'unclear',
] as const
export type DecisionVerdict = (typeof decisionVerdicts)[number]

/** Possible outcomes after a decision; an appeal is upheld if the seller was right. */
export const outcomeKinds = [
  'removed',
  'restored',
  'seller-proved-genuine',
  'appealed',
  'appeal-upheld',
  'appeal-rejected',
  'test-purchase-counterfeit',
  'test-purchase-genuine',
  'order-refunded',
  'seller-suspended',
  'goods-seized',
] as const
export type OutcomeKind = (typeof outcomeKinds)[number]

/** A reviewer's decision on one listing. */
export const DecisionInput = z
  .strictObject({
    ...listingReference,
    version: z.int().min(1).optional().meta({
      description: 'The version that the decision is based on; defaults to the newest.',
    }),
    verdict: z.enum(decisionVerdicts),
    reason: asWritten(500)
      .optional()
      .meta({ description: 'A short keyword of your choice, for statistics.' }),
    note: asWritten(10_000).optional(),
    reviewer: asWritten(200).optional().meta({
      description: 'Your own reference to the decision-maker: a number, never a name.',
    }),
    at: isoDateTime
      .optional()
      .meta({ description: 'When the decision was made; defaults to now.' }),
  })
  .refine(namesListing, oneListingName)
  .meta({ id: 'DecisionInput' })
export type DecisionInput = z.infer<typeof DecisionInput>

/** The outcome for one listing. */
export const OutcomeInput = z
  .strictObject({
    ...listingReference,
    outcome: z.enum(outcomeKinds),
    note: asWritten(10_000).optional(),
    at: isoDateTime.optional().meta({ description: 'When it happened; defaults to now.' }),
  })
  .refine(namesListing, oneListingName)
  .meta({ id: 'OutcomeInput' })
export type OutcomeInput = z.infer<typeof OutcomeInput>

/** Which decisions of an organisation count only after approval. */
export const DecisionRules = z
  .strictObject({
    secondPerson: z.array(z.enum(decisionVerdicts)).max(decisionVerdicts.length),
  })
  .meta({ id: 'DecisionRules' })
export type DecisionRules = z.infer<typeof DecisionRules>

/** A second person's response to a proposed decision. */
export const ProposedDecisionAction = z
  .discriminatedUnion('type', [
    action('approve', { note: asWritten(10_000).optional() }),
    action('reject', { note: asWritten(10_000) }),
    action('withdraw', {}),
  ])
  .meta({ id: 'ProposedDecisionAction' })
export type ProposedDecisionAction = z.infer<typeof ProposedDecisionAction>

/** States of a decision that needs approval. */
export const proposalStates = ['proposed', 'confirmed', 'rejected', 'withdrawn'] as const
export type ProposalState = (typeof proposalStates)[number]

/** How reliable a decision or outcome is as ground truth about the goods. */
export const GoodsLabel = z
  .object({
    class: z.enum(['counterfeit', 'not-counterfeit', 'unknown']),
    strength: z.enum(['none', 'weak', 'medium', 'strong']),
  })
  .meta({ id: 'GoodsLabel' })
export type GoodsLabel = z.infer<typeof GoodsLabel>
