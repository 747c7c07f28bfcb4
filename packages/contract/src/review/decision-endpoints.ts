import { z } from 'zod'
import { plainActionInput } from '../api/action.ts'
import {
  DecisionRules,
  decisionVerdicts,
  GoodsLabel,
  DecisionInput,
  OutcomeInput,
  outcomeKinds,
  proposalStates,
  ProposedDecisionAction,
} from './decision.ts'
import { organisationKinds } from '../access/organisation.ts'
import { endpoint, PageQuery, pageOf, bodyLimits, valueLimits } from '../api/endpoint.ts'
import { IdempotencyHeaders, rowTypes } from '../listings/listing-endpoints.ts'
import { RowError } from '../listings/row-error.ts'

const stored = {
  id: z.uuid(),
  listing: z.object({
    id: z.uuid(),
    marketplace: z.string(),
    externalId: z.string().meta({ description: 'The submitted ID of the listing.' }),
    title: z
      .string()
      .nullable()
      .meta({ description: 'Null once the listing’s content is deleted.' }),
  }),
  source: z.enum(organisationKinds).meta({
    description: 'The kind of organisation that made the decision.',
  }),
  note: z.string().nullable(),
  at: z.iso.datetime(),
  recordedAt: z.iso.datetime(),
  label: GoodsLabel,
}

export const DecisionView = z
  .object({
    ...stored,
    version: z.int().min(1),
    verdict: z.enum(decisionVerdicts),
    reason: z.string().nullable(),
    reviewer: z.string().nullable(),
    superseded: z.boolean().meta({
      description: 'True if the organisation later decided on the same listing again.',
    }),
    withdrawnAt: z.iso.datetime().nullable().meta({
      description: 'When it was withdrawn; from then on it is no evidence about the goods.',
    }),
    mayWithdraw: z.boolean().meta({
      description: 'True if the caller may withdraw it: its author at any time, or an admin.',
    }),
  })
  .meta({ id: 'DecisionView' })
export type DecisionView = z.infer<typeof DecisionView>

export const OutcomeView = z
  .object({ ...stored, outcome: z.enum(outcomeKinds) })
  .meta({ id: 'OutcomeView' })
export type OutcomeView = z.infer<typeof OutcomeView>

export const RecordedRowView = z
  .object({
    row: z.int().min(0).meta({ description: 'Index in the request, from 0.' }),
    id: z.uuid().optional().meta({ description: 'ID of the decision or outcome.' }),
    listing: z.uuid().optional().meta({ description: 'ID of the listing in Touchstone.' }),
    version: z.int().optional(),
    proposed: z.literal(true).optional().meta({
      description:
        'The decision takes effect only after approval by a second person; the ID is that of the proposal.',
    }),
    error: RowError.optional(),
  })
  .meta({ id: 'RecordedRowView' })
export type RecordedRowView = z.infer<typeof RecordedRowView>

export const RecordedRowsView = z
  .object({ taken: z.int(), failed: z.int(), results: z.array(RecordedRowView) })
  .meta({ id: 'RecordedRowsView' })

const By = z.object({ kind: z.enum(['operator', 'person', 'key']), id: z.string() })

/** A decision that awaits or awaited approval. */
export const ProposedDecisionView = z
  .object({
    id: z.uuid(),
    listing: stored.listing,
    version: z.int().min(1),
    verdict: z.enum(decisionVerdicts),
    reason: z.string().nullable(),
    note: z.string().nullable(),
    reviewer: z.string().nullable(),
    proposedAt: z.iso.datetime(),
    proposedBy: By,
    state: z.enum(proposalStates),
    settledAt: z.iso.datetime().nullable(),
    settledBy: By.nullable(),
    settledNote: z.string().nullable(),
    decision: z
      .uuid()
      .nullable()
      .meta({ description: 'The resulting decision, if it was approved.' }),
  })
  .meta({ id: 'ProposedDecisionView' })
export type ProposedDecisionView = z.infer<typeof ProposedDecisionView>

const ProposalId = z.strictObject({ id: z.uuid() })

const oneOrMany =
  'One as a JSON object, or up to 10,000 as a JSON array or NDJSON, with a result for each. An error in a single object is returned as an error of the request. Batches are recorded in parts: if a request is interrupted, repeat it with its idempotency key; parts already recorded are not recorded again.'

const ListingId = z.object({ id: z.string() })

export const decisionEndpoints = {
  recordDecisions: endpoint({
    method: 'POST',
    path: '/api/v1/decisions',
    summary: 'Record decisions of reviewers on listings',
    description: oneOrMany,
    access: 'decisions:write',
    bodyLimit: bodyLimits.batch,
    valueLimit: valueLimits.rows,
    headers: IdempotencyHeaders,
    body: z.union([DecisionInput, z.array(DecisionInput)]),
    bodyTypes: rowTypes,
    bodyReadBy: 'leaf',
    response: RecordedRowsView,
  }),
  withdrawDecisions: endpoint({
    method: 'POST',
    path: '/api/v1/decisions/withdrawals',
    summary: 'Withdraw decisions, with a result for each',
    description:
      'Available to the author at any time, and to admins. The decision stays on record with its withdrawal time, and the previous decision is in force again. Withdrawing a withdrawn decision has no effect.',
    access: 'decisions:write',
    body: z.strictObject({ decisions: z.array(z.uuid()).min(1).max(10_000) }),
    response: RecordedRowsView,
  }),
  rules: endpoint({
    method: 'GET',
    path: '/api/v1/decision-rules',
    summary: 'Retrieve which of the organisation’s decisions need approval',
    access: 'listings:read',
    response: DecisionRules,
  }),
  setRules: endpoint({
    method: 'PUT',
    path: '/api/v1/decision-rules',
    summary: 'Set which of the organisation’s decisions need approval',
    description:
      'Such a decision is stored as a proposal, regardless of who records it: it is not a label and triggers no event until approved by someone other than its author. Existing proposals remain pending.',
    access: 'person',
    wholeOrganisation: true,
    body: DecisionRules,
    response: DecisionRules,
  }),
  listProposed: endpoint({
    method: 'GET',
    path: '/api/v1/proposed-decisions',
    summary: 'List pending and settled decision proposals, newest first',
    access: 'listings:read',
    query: PageQuery.extend({
      state: z.enum(proposalStates).optional(),
      listing: z.uuid().optional().meta({ description: 'Only proposals on this listing.' }),
    }),
    response: pageOf(ProposedDecisionView),
  }),
  act: endpoint({
    method: 'POST',
    path: '/api/v1/proposed-decisions/:id/actions',
    summary: 'Approve or reject another person’s proposal, or withdraw one’s own',
    description:
      'Approval makes it the organisation’s decision. API keys can only withdraw what they proposed.',
    access: 'decisions:write',
    params: ProposalId,
    body: plainActionInput('ProposedDecisionActionInput', ProposedDecisionAction),
    response: ProposedDecisionView,
  }),
  recordOutcomes: endpoint({
    method: 'POST',
    path: '/api/v1/outcomes',
    summary: 'Record outcomes of listings: removed, appealed, proved genuine',
    description: oneOrMany,
    access: 'outcomes:write',
    bodyLimit: bodyLimits.batch,
    valueLimit: valueLimits.rows,
    headers: IdempotencyHeaders,
    body: z.union([OutcomeInput, z.array(OutcomeInput)]),
    bodyTypes: rowTypes,
    bodyReadBy: 'leaf',
    response: RecordedRowsView,
  }),
  listDecisions: endpoint({
    method: 'GET',
    path: '/api/v1/decisions',
    summary: 'List the organisation’s decisions, newest first',
    access: 'listings:read',
    query: PageQuery,
    response: pageOf(DecisionView),
  }),
  listOutcomes: endpoint({
    method: 'GET',
    path: '/api/v1/outcomes',
    summary: 'List outcomes reported by the organisation, newest first',
    access: 'listings:read',
    query: PageQuery,
    response: pageOf(OutcomeView),
  }),
  decisionsOnListing: endpoint({
    method: 'GET',
    path: '/api/v1/listings/:id/decisions',
    summary: 'List the organisation’s decisions on a listing, newest first',
    access: 'listings:read',
    params: ListingId,
    query: PageQuery,
    response: pageOf(DecisionView),
  }),
  outcomesOfListing: endpoint({
    method: 'GET',
    path: '/api/v1/listings/:id/outcomes',
    summary: 'List the outcomes of a listing, newest first',
    access: 'listings:read',
    params: ListingId,
    query: PageQuery,
    response: pageOf(OutcomeView),
  }),
}
