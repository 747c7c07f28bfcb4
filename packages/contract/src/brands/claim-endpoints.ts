import { z } from 'zod'
import { ClaimView, ClaimAction, claimStates, ClaimInput } from './claim.ts'
import { actionInput } from '../api/action.ts'
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
    body: ClaimInput,
    response: ClaimView,
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
    response: pageOf(ClaimView),
  }),
  read: endpoint({
    method: 'GET',
    path: '/api/v1/claims/:id',
    summary: 'Retrieve a claim',
    access: 'person',
    params: OneClaim,
    response: ClaimView,
  }),
  document: endpoint({
    method: 'GET',
    path: '/api/v1/claims/:id/documents/:document',
    summary: 'Download a document of a claim, as its claimant or an approver',
    description: 'Every download is recorded in the audit log.',
    access: 'person',
    records: true,
    params: OneClaim.extend({ document: z.string() }),
    response: z.string().meta({ format: 'binary' }),
    responseType: 'application/octet-stream',
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/claims/:id/actions',
    summary: 'Withdraw, approve, reject, contest, resolve or revoke a claim',
    description:
      'The claimant withdraws, which ends the visibility that the claim gave. Approvers approve, reject or revoke it, or contest an approved one with it: both are then frozen until the operator resolves the contest.',
    access: 'person',
    params: OneClaim,
    body: actionInput('ClaimActionInput', ClaimAction),
    response: ClaimView,
  }),
}
