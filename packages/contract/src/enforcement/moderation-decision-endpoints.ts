import { z } from 'zod'
import { StatementReadings } from './statement-readings.ts'
import { ExpectedVersion, Version } from '../api/action.ts'
import { endpoint } from '../api/endpoint.ts'
import { text } from '../text.ts'
import { Delivery, statementExemptions } from './moderation-actions.ts'
import { ReceivedNoticeState } from './notice-receipt-endpoints.ts'
import { measures, StatementOfReasons } from './statement-of-reasons.ts'

const Moment = z.iso.datetime()

/** One item of a notice, by position. */
const Place = z.strictObject({ id: z.uuid(), position: z.string().regex(/^\d{1,4}$/) })

export const SellerLinkView = z
  .object({ url: z.string(), text: z.string(), reviewed: z.boolean(), expiresAt: Moment })
  .nullable()
  .meta({
    description:
      'If you inform the seller of a restriction through your own channel: the address of the seller page, with suggested text for sending it. Returned only once.',
  })

const CandidateListing = z.object({
  listing: z.uuid(),
  title: z.string().nullable(),
  id: z.string().meta({ description: 'The marketplace’s own ID.' }),
  isExactAddress: z.boolean(),
})

/** What to know before a decision: the notifier’s record, and what speaks for or against acting. */
export const ItemReviewView = z
  .object({
    version: Version,
    state: ReceivedNoticeState,
    notifier: z.object({
      type: z.enum(['trusted-flagger', 'programme-member', 'normal']),
      items: z.int().meta({ description: 'Other items received from the same notifier.' }),
      decided: z.int(),
      restricted: z.int(),
      reversed: z.int().meta({ description: 'Restrictions that were reversed later.' }),
      withdrawn: z.int().meta({ description: 'Items withdrawn as mistaken.' }),
      isSafeguarded: z
        .boolean()
        .meta({ description: 'Whether a safeguard lowers the priority of such notices.' }),
      suspendedUntil: z.iso.date().nullable(),
    }),
    clearance: z
      .object({ expiresAt: Moment, product: z.string().nullable() })
      .nullable()
      .meta({ description: 'The seller’s clearance under the right that the notice names.' }),
    suggestsThreat: z.boolean().meta({
      description:
        'Whether life or safety may be threatened, judged by words until the triage: then a person has to say.',
    }),
    candidates: z.array(CandidateListing).meta({
      description: 'Listings at the addresses or with the numbers of an item that is not matched.',
    }),
    isOnHold: z
      .boolean()
      .meta({ description: 'Whether a confidentiality hold blocks every decision on the item.' }),
    measures: z
      .array(z.enum(measures))
      .meta({ description: 'Measures in force on the listing by earlier decisions.' }),
    proposal: z
      .object({
        knowledgeReason: z.string(),
        reasons: z.string().meta({ description: 'Reasons for the notifier.' }),
        statement: z.record(z.string(), z.unknown()).meta({
          description:
            'A statement of reasons for a person to check, complete if nothing is missing.',
        }),
        deliver: Delivery.nullable(),
      })
      .meta({ description: 'A decision to restrict, for a person to check and take.' }),
    text: z.string().nullable().meta({
      description: 'The proposed statement as the seller reads it; null while parts are missing.',
    }),
    readings: StatementReadings.nullable(),
    faults: z.array(z.object({ field: z.string(), message: z.string() })),
  })
  .meta({ id: 'ItemReviewView' })
export type ItemReviewView = z.infer<typeof ItemReviewView>

const Triage = z
  .strictObject({
    knowledge: z.enum(['yes', 'no', 'unclear']),
    knowledgeReason: text(2000),
    lifeSafety: z.boolean(),
    suspicion: text(2000).optional(),
  })
  .meta({ description: 'Required while the item has not been triaged, ignored afterwards.' })

const decided = {
  triage: Triage.optional(),
  reasons: text(5000).meta({ description: 'Reasons for the notifier.' }),
  byAssessment: z.boolean().default(false).meta({
    description:
      'True if the engine’s assessment led to the decision, which is then recorded as partly automated.',
  }),
  expectedVersion: ExpectedVersion.optional(),
}

/** A decision on an item, with everything it needs: triage, review, outcome and restriction. */
export const ItemDecisionInput = z
  .discriminatedUnion('outcome', [
    z.strictObject({
      outcome: z.literal('restrict'),
      ...decided,
      restriction: z.strictObject({
        statement: StatementOfReasons,
        deliver: Delivery.optional(),
        exemption: z.enum(statementExemptions).optional(),
        illegalProduct: z.boolean().default(false),
      }),
    }),
    z.strictObject({ outcome: z.literal('no-action'), ...decided }),
    z.strictObject({ outcome: z.literal('already-gone'), ...decided }),
  ])
  .meta({ id: 'ItemDecisionInput' })
export type ItemDecisionInput = z.infer<typeof ItemDecisionInput>

export const ItemDecisionView = z
  .object({
    version: Version,
    state: ReceivedNoticeState,
    restriction: z.string().nullable().meta({ description: 'The restriction that was imposed.' }),
    sellerLink: SellerLinkView,
  })
  .meta({ id: 'ItemDecisionView' })
export type ItemDecisionView = z.infer<typeof ItemDecisionView>

export const moderationDecisionEndpoints = {
  review: endpoint({
    method: 'GET',
    path: '/api/v1/moderation/notices/:id/items/:position/review',
    summary: 'Retrieve the checks and a proposed decision for an item, for a person to take',
    access: 'moderation:read',
    records: true,
    params: Place,
    response: ItemReviewView,
  }),
  candidates: endpoint({
    method: 'GET',
    path: '/api/v1/moderation/candidate-listings',
    summary: 'Find own listings for an item: by exact address, by ID, or by words in the title',
    description: 'Titles are searched among the 20,000 newest listings.',
    access: 'moderation:read',
    query: z.strictObject({ search: text(500) }),
    response: z.object({ items: z.array(CandidateListing) }),
  }),
  decide: endpoint({
    method: 'POST',
    path: '/api/v1/moderation/notices/:id/items/:position/decisions',
    summary: 'Decide on an item in one step: triage, review, outcome and restriction',
    description:
      'The same transitions as the single actions, in one transaction: if one is refused, nothing changes. People alone decide.',
    access: 'person',
    params: Place,
    body: ItemDecisionInput,
    response: ItemDecisionView,
  }),
}
