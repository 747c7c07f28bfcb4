import { z } from 'zod'
import {
  Claim,
  ClaimDecision,
  ClaimReason,
  ClaimResolution,
  claimStates,
  NewClaim,
} from './claim.ts'
import { endpoint, PageQuery, pageOf, bodyLimits } from '../api/endpoint.ts'

const OneClaim = z.strictObject({ id: z.string() })

export const claimEndpoints = {
  submit: endpoint({
    method: 'POST',
    path: '/api/v1/claims',
    summary: 'Submit a claim to a brand, with proof of the right',
    description:
      'For admins of a rights holder or of counsel. The claim makes nothing visible until it is approved.',
    access: 'person',
    bodyLimit: bodyLimits.document,
    body: NewClaim,
    answer: Claim,
    statuses: [201],
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/v1/claims',
    summary: 'List the organisation’s claims; approvers also see those of other organisations',
    access: 'person',
    query: PageQuery.extend({
      state: z.enum(claimStates).optional(),
      brand: z
        .string()
        .min(1)
        .max(200)
        .optional()
        .meta({ description: 'Only claims to this brand.' }),
    }),
    answer: pageOf(Claim),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/claims/:id',
    summary: 'Retrieve a claim',
    access: 'person',
    params: OneClaim,
    answer: Claim,
  }),
  document: endpoint({
    method: 'GET',
    path: '/api/v1/claims/:id/documents/:document',
    summary: 'Download a document of a claim, as its claimant or an approver',
    description: 'Every download is recorded in the audit log.',
    access: 'person',
    records: true,
    params: OneClaim.extend({ document: z.string() }),
    answer: z.string().meta({ format: 'binary' }),
    answerType: 'application/octet-stream',
  }),
  withdraw: endpoint({
    method: 'POST',
    path: '/api/v1/claims/:id/withdraw',
    summary: 'Withdraw a claim and end the visibility it gave',
    access: 'person',
    params: OneClaim,
    answer: Claim,
  }),
  approve: endpoint({
    method: 'POST',
    path: '/api/v1/claims/:id/approve',
    summary: 'Approve a pending claim',
    access: 'person',
    params: OneClaim,
    body: ClaimDecision,
    answer: Claim,
  }),
  reject: endpoint({
    method: 'POST',
    path: '/api/v1/claims/:id/reject',
    summary: 'Reject a pending claim, with a reason',
    access: 'person',
    params: OneClaim,
    body: ClaimReason,
    answer: Claim,
  }),
  contest: endpoint({
    method: 'POST',
    path: '/api/v1/claims/:id/contest',
    summary:
      'Accept a pending claim as a substantiated contest of the approved one; both are frozen',
    access: 'person',
    params: OneClaim,
    body: ClaimReason,
    answer: Claim,
  }),
  resolve: endpoint({
    method: 'POST',
    path: '/api/v1/claims/:id/resolve',
    summary: 'Resolve a contest, as the operator',
    access: 'person',
    params: OneClaim,
    body: ClaimResolution,
    answer: Claim,
  }),
  revoke: endpoint({
    method: 'POST',
    path: '/api/v1/claims/:id/revoke',
    summary: 'Revoke an approved claim, with a reason',
    access: 'person',
    params: OneClaim,
    body: ClaimReason,
    answer: Claim,
  }),
}
