import { z } from 'zod'
import { action, actionInput, Version } from '../api/action.ts'
import { text } from '../text.ts'
import { AppealSummaryView } from './appeal-endpoints.ts'
import { endpoint, PageQuery, pageOf } from '../api/endpoint.ts'

const One = z.strictObject({ id: z.uuid() })

/** Kinds of proof that a seller can be asked for. */
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
  'requested',
  'submitted',
  'accepted',
  'not-accepted',
  'withdrawn',
  'expired',
] as const
export type ProofRequestState = (typeof proofRequestStates)[number]

export const ProofRequestInput = z
  .strictObject({
    listing: z.uuid(),
    brand: text(200),
    reason: text(2000).meta({
      description: 'Why proof is requested, as the seller reads it: facts about the listing.',
    }),
    accepts: z.array(z.enum(proofKinds)).min(1).max(20),
    days: z.int().min(1).max(90).default(14),
  })
  .meta({ id: 'ProofRequestInput' })

export const ProofRequestView = z
  .object({
    id: z.uuid(),
    listing: z.uuid().nullable(),
    marketplace: z.string(),
    seller: z.string().nullable(),
    brand: z.string(),
    reason: z.string(),
    accepts: z.array(z.enum(proofKinds)),
    state: z.enum(proofRequestStates).meta({
      description: '`expired` means that the due date passed. It is not evidence about the goods.',
    }),
    version: Version,
    requestedAt: z.iso.datetime(),
    dueAt: z.iso.datetime(),
    decidedAt: z.iso.datetime().nullable(),
    reasons: z.string().nullable(),
    validUntil: z.iso.datetime().nullable(),
    reusedFrom: z.uuid().nullable().meta({
      description:
        'The proof request whose accepted proof was reused for this one, so that no request was sent.',
    }),
  })
  .meta({ id: 'ProofRequestView' })
export type ProofRequestView = z.infer<typeof ProofRequestView>

const reasons = text(5000).meta({ description: 'Reasons shown to the seller.' })

export const ProofRequestAction = z
  .discriminatedUnion('type', [
    action('accept', {
      reasons,
      months: z.int().min(1).max(12).default(12).meta({
        description:
          'Number of months for which the proof covers other listings of this seller and brand.',
      }),
    }),
    action('reject', { reasons }),
    action('withdraw', { reasons }),
  ])
  .meta({ id: 'ProofRequestAction' })
export type ProofRequestAction = z.infer<typeof ProofRequestAction>

export const proofRequestEndpoints = {
  create: endpoint({
    method: 'POST',
    path: '/api/v1/proof-requests',
    summary: 'Request proof from the seller of a listing',
    description:
      'If a proof of this seller for this brand was accepted and is still valid, it is reused for this listing.',
    access: 'person',
    body: ProofRequestInput,
    response: ProofRequestView,
    statuses: [201],
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/proof-requests',
    summary: 'List proof requests, newest first',
    access: 'person',
    records: true,
    query: PageQuery.extend({
      state: z.enum(proofRequestStates).optional(),
      listing: z.uuid().optional(),
    }),
    response: pageOf(ProofRequestView),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/proof-requests/:id',
    summary: 'Retrieve a proof request with its submissions',
    access: 'person',
    records: true,
    params: One,
    response: ProofRequestView.extend({ submissions: z.array(AppealSummaryView) }),
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/proof-requests/:id/actions',
    summary: 'Accept or reject the proof submitted by the seller, or withdraw the request',
    description: 'Withdrawing also revokes an acceptance made in error.',
    access: 'person',
    params: One,
    body: actionInput('ProofRequestActionInput', ProofRequestAction),
    response: ProofRequestView,
  }),
}
