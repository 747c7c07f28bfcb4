import { z } from 'zod'
import { text } from '../text.ts'
import { AppealSummary } from './appeal-endpoints.ts'
import { endpoint, PageQuery, pageOf } from '../api/endpoint.ts'

const One = z.strictObject({ id: z.uuid() })

/** What a seller can be asked to show. */
export const proofKinds = [
  'invoice',
  'authorisation-letter',
  'licence',
  'delivery-note',
  'item-photo',
  'serial-number',
  'receipt',
] as const
export type ProofKind = (typeof proofKinds)[number]

export const proofRequestStates = [
  'asked',
  'answered',
  'accepted',
  'not-accepted',
  'withdrawn',
  'no-answer',
] as const
export type ProofRequestState = (typeof proofRequestStates)[number]

export const NewProofRequest = z
  .strictObject({
    listing: z.uuid(),
    brand: text(200),
    reason: text(2000).meta({ description: 'Why, as the seller reads it: facts of the offer.' }),
    accepts: z.array(z.enum(proofKinds)).min(1).max(20),
    days: z.int().min(1).max(90).default(14),
  })
  .meta({ id: 'NewProofAsk' })

export const ProofRequest = z
  .object({
    id: z.uuid(),
    listing: z.uuid().nullable(),
    marketplace: z.string(),
    seller: z.string().nullable(),
    brand: z.string(),
    reason: z.string(),
    accepts: z.array(z.enum(proofKinds)),
    state: z.enum(proofRequestStates).meta({
      description: 'no-answer says that the day passed, and nothing of the goods.',
    }),
    askedAt: z.iso.datetime(),
    dueAt: z.iso.datetime(),
    decidedAt: z.iso.datetime().nullable(),
    reasons: z.string().nullable(),
    validUntil: z.iso.datetime().nullable(),
    reusedFrom: z.uuid().nullable().meta({
      description: 'The ask whose accepted proof spoke for this one, so that nobody was asked.',
    }),
  })
  .meta({ id: 'ProofAsk' })
export type ProofRequest = z.infer<typeof ProofRequest>

export const proofRequestEndpoints = {
  ask: endpoint({
    method: 'POST',
    path: '/api/v1/proof-asks',
    summary: 'Asks the seller of an offer for proof',
    description:
      'Where a proof of this seller for this brand was accepted and is still valid, it speaks for this offer too.',
    access: 'person',
    body: NewProofRequest,
    answer: ProofRequest,
    statuses: [201],
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/proof-asks',
    summary: 'Requests for proof, newest first',
    access: 'person',
    records: true,
    query: PageQuery.extend({
      state: z.enum(proofRequestStates).optional(),
      listing: z.uuid().optional(),
    }),
    answer: pageOf(ProofRequest),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/proof-asks/:id',
    summary: 'One request for proof, with the answers to it',
    access: 'person',
    records: true,
    params: One,
    answer: ProofRequest.extend({ answers: z.array(AppealSummary) }),
  }),
  decide: endpoint({
    method: 'POST',
    path: '/api/v1/proof-asks/:id/decision',
    summary: 'Accepts what the seller showed, or does not',
    access: 'person',
    params: One,
    body: z.strictObject({
      outcome: z.enum(['accepted', 'not-accepted']),
      reasons: text(5000).meta({ description: 'For the seller.' }),
      months: z.int().min(1).max(12).default(12).meta({
        description: 'How long an accepted proof speaks for other offers of this seller and brand.',
      }),
    }),
    answer: ProofRequest,
  }),
  withdraw: endpoint({
    method: 'POST',
    path: '/api/v1/proof-asks/:id/withdraw',
    summary: 'Withdraws a request for proof, or an acceptance that turned out wrong',
    access: 'person',
    params: One,
    body: z.strictObject({ reasons: text(5000) }),
    answer: ProofRequest,
  }),
}
