import { z } from 'zod'
import {
  Claim,
  ClaimDecision,
  ClaimReason,
  ClaimResolution,
  claimStates,
  NewClaim,
} from '../claim.ts'
import { endpoint, PageQuery, pageOf, bodyLimits } from './endpoint.ts'

const OneClaim = z.strictObject({ id: z.string() })

export const claimEndpoints = {
  submit: endpoint({
    method: 'POST',
    path: '/api/v1/claims',
    summary: 'Claims a brand for the caller’s organisation, with the proof of its right',
    description:
      'For admins of a rights holder or of counsel. Nothing is seen by it before it is approved.',
    access: 'person',
    bodyLimit: bodyLimits.document,
    body: NewClaim,
    answer: Claim,
    statuses: [201],
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/claims',
    summary: 'Pages through the organisation’s own claims; who decides sees those of others too',
    access: 'person',
    query: PageQuery.extend({
      state: z.enum(claimStates).optional(),
      brand: z.string().min(1).max(200).optional().meta({ description: 'On this brand alone.' }),
    }),
    answer: pageOf(Claim),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/claims/:id',
    summary: 'Reads one claim',
    access: 'person',
    params: OneClaim,
    answer: Claim,
  }),
  document: endpoint({
    method: 'GET',
    path: '/api/v1/claims/:id/documents/:document',
    summary: 'Hands out a document of a claim, to the claimant and to who decides on it',
    description: 'Every reading stands in the log.',
    access: 'person',
    params: OneClaim.extend({ document: z.string() }),
    answer: z.string().meta({ format: 'binary' }),
    answerType: 'application/octet-stream',
  }),
  withdraw: endpoint({
    method: 'POST',
    path: '/api/v1/claims/:id/withdraw',
    summary: 'Takes a claim back; what was seen by it is seen no longer',
    access: 'person',
    params: OneClaim,
    answer: Claim,
  }),
  approve: endpoint({
    method: 'POST',
    path: '/api/v1/claims/:id/approve',
    summary: 'Approves a pending claim',
    access: 'person',
    params: OneClaim,
    body: ClaimDecision,
    answer: Claim,
  }),
  reject: endpoint({
    method: 'POST',
    path: '/api/v1/claims/:id/reject',
    summary: 'Rejects a pending claim, with the reason',
    access: 'person',
    params: OneClaim,
    body: ClaimReason,
    answer: Claim,
  }),
  contest: endpoint({
    method: 'POST',
    path: '/api/v1/claims/:id/contest',
    summary: 'Finds a pending claim substantiated against the one that stands: both freeze',
    access: 'person',
    params: OneClaim,
    body: ClaimReason,
    answer: Claim,
  }),
  resolve: endpoint({
    method: 'POST',
    path: '/api/v1/claims/:id/resolve',
    summary: 'Ends a contest; for the operator',
    access: 'person',
    params: OneClaim,
    body: ClaimResolution,
    answer: Claim,
  }),
  revoke: endpoint({
    method: 'POST',
    path: '/api/v1/claims/:id/revoke',
    summary: 'Revokes an approved claim, with the reason',
    access: 'person',
    params: OneClaim,
    body: ClaimReason,
    answer: Claim,
  }),
}
