import { z } from 'zod'
import {
  Confirmation,
  DecisionRules,
  decisionVerdicts,
  GoodsLabel,
  NewDecision,
  NewOutcome,
  outcomeKinds,
  proposalStates,
  Rejection,
} from './decision.ts'
import { organisationKinds } from '../access/organisation.ts'
import { endpoint, PageQuery, pageOf, bodyLimits, valueLimits } from '../api/endpoint.ts'
import { IdempotencyHeaders, RowError, rowTypes } from '../listings/listing-endpoints.ts'

const stored = {
  id: z.uuid(),
  listing: z.object({
    id: z.uuid(),
    marketplace: z.string(),
    externalId: z.string().meta({ description: 'The id under which the offer was sent.' }),
  }),
  source: z.enum(organisationKinds).meta({
    description: 'As what kind of organisation it was said.',
  }),
  note: z.string().nullable(),
  at: z.iso.datetime(),
  recordedAt: z.iso.datetime(),
  label: GoodsLabel,
}

export const StoredDecision = z
  .object({
    ...stored,
    version: z.int().min(1),
    verdict: z.enum(decisionVerdicts),
    reason: z.string().nullable(),
    reviewer: z.string().nullable(),
    superseded: z.boolean().meta({
      description: 'True where the organisation decided on the same offer again, later.',
    }),
    withdrawnAt: z.iso.datetime().nullable().meta({
      description: 'When it was taken back; it says nothing of the goods since.',
    }),
    mayWithdraw: z.boolean().meta({
      description: 'True where the caller may take it back: its author at any time, or an admin.',
    }),
  })
  .meta({ id: 'Decision' })
export type StoredDecision = z.infer<typeof StoredDecision>

export const StoredOutcome = z
  .object({ ...stored, outcome: z.enum(outcomeKinds) })
  .meta({ id: 'Outcome' })
export type StoredOutcome = z.infer<typeof StoredOutcome>

export const RecordedRow = z
  .object({
    row: z.int().min(0).meta({ description: 'Place in the request, from 0.' }),
    id: z.uuid().optional().meta({ description: 'Of the decision or outcome.' }),
    listing: z.uuid().optional().meta({ description: 'Touchstone’s own id of the offer.' }),
    version: z.int().optional(),
    proposed: z.literal(true).optional().meta({
      description:
        'The decision counts only once a second person has confirmed it; the id is that of the proposal.',
    }),
    error: RowError.optional(),
  })
  .meta({ id: 'RecordedRow' })
export type RecordedRow = z.infer<typeof RecordedRow>

export const RecordedRows = z
  .object({ taken: z.int(), failed: z.int(), results: z.array(RecordedRow) })
  .meta({ id: 'RecordedRows' })

const By = z.object({ kind: z.enum(['operator', 'person', 'key']), id: z.string() })

/** A decision that waits for a second person, or waited. */
export const ProposedDecision = z
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
    decision: z.uuid().nullable().meta({ description: 'What it became where it was confirmed.' }),
  })
  .meta({ id: 'ProposedDecision' })
export type ProposedDecision = z.infer<typeof ProposedDecision>

const ProposalId = z.strictObject({ id: z.uuid() })

const oneOrMany =
  'One as a JSON object, or up to 10,000 as a JSON array or NDJSON with a result for each. A fault in a single one is told as an error of the request. Many are recorded in parts: where a request breaks off, send it again under its idempotency key, and what is recorded already is not recorded twice.'

const ListingId = z.object({ id: z.string() })

export const decisionEndpoints = {
  recordDecisions: endpoint({
    method: 'POST',
    path: '/api/v1/decisions',
    summary: 'Records what reviewers decided on offers',
    description: oneOrMany,
    access: 'decisions:write',
    bodyLimit: bodyLimits.batch,
    valueLimit: valueLimits.rows,
    headers: IdempotencyHeaders,
    body: z.union([NewDecision, z.array(NewDecision)]),
    bodyTypes: rowTypes,
    bodyReadBy: 'room',
    answer: RecordedRows,
  }),
  withdrawDecisions: endpoint({
    method: 'POST',
    path: '/api/v1/decisions/withdrawals',
    summary: 'Takes decisions back, with a result for each',
    description:
      'Its author may do so at any time, and an admin. The decision stays on record with the time of its withdrawal; the one before it stands again. One that was taken back before stays so.',
    access: 'decisions:write',
    body: z.strictObject({ decisions: z.array(z.uuid()).min(1).max(10_000) }),
    answer: RecordedRows,
  }),
  rules: endpoint({
    method: 'GET',
    path: '/api/v1/decision-rules',
    summary: 'Says which of the organisation’s decisions need a second person',
    access: 'listings:read',
    answer: DecisionRules,
  }),
  setRules: endpoint({
    method: 'PUT',
    path: '/api/v1/decision-rules',
    summary: 'Sets which of the organisation’s decisions need a second person',
    description:
      'Such a decision is kept as a proposal, whoever records it: it is no label, and no event tells of it, until a person who did not propose it has confirmed it. What was proposed before keeps waiting.',
    access: 'person',
    wholeOrganisation: true,
    body: DecisionRules,
    answer: DecisionRules,
  }),
  listProposed: endpoint({
    method: 'GET',
    path: '/api/v1/proposed-decisions',
    summary: 'Pages through the decisions that wait or waited for a second person, newest first',
    access: 'listings:read',
    query: PageQuery.extend({
      state: z.enum(proposalStates).optional(),
      listing: z.uuid().optional().meta({ description: 'On one offer only.' }),
    }),
    answer: pageOf(ProposedDecision),
  }),
  confirm: endpoint({
    method: 'POST',
    path: '/api/v1/proposed-decisions/:id/confirm',
    summary: 'Confirms what another proposed: from now on it is the organisation’s decision',
    access: 'person',
    params: ProposalId,
    body: Confirmation,
    answer: ProposedDecision,
  }),
  reject: endpoint({
    method: 'POST',
    path: '/api/v1/proposed-decisions/:id/reject',
    summary: 'Rejects what another proposed, and says why',
    access: 'person',
    params: ProposalId,
    body: Rejection,
    answer: ProposedDecision,
  }),
  withdraw: endpoint({
    method: 'POST',
    path: '/api/v1/proposed-decisions/:id/withdraw',
    summary: 'Takes a proposal of one’s own back',
    access: 'decisions:write',
    params: ProposalId,
    answer: ProposedDecision,
  }),
  recordOutcomes: endpoint({
    method: 'POST',
    path: '/api/v1/outcomes',
    summary: 'Records what came of offers: removed, appealed, proved genuine',
    description: oneOrMany,
    access: 'outcomes:write',
    bodyLimit: bodyLimits.batch,
    valueLimit: valueLimits.rows,
    headers: IdempotencyHeaders,
    body: z.union([NewOutcome, z.array(NewOutcome)]),
    bodyTypes: rowTypes,
    bodyReadBy: 'room',
    answer: RecordedRows,
  }),
  listDecisions: endpoint({
    method: 'GET',
    path: '/api/v1/decisions',
    summary: 'Pages through the organisation’s decisions, newest first',
    access: 'listings:read',
    query: PageQuery,
    answer: pageOf(StoredDecision),
  }),
  listOutcomes: endpoint({
    method: 'GET',
    path: '/api/v1/outcomes',
    summary: 'Pages through the outcomes that the organisation told, newest first',
    access: 'listings:read',
    query: PageQuery,
    answer: pageOf(StoredOutcome),
  }),
  decisionsOnListing: endpoint({
    method: 'GET',
    path: '/api/v1/listings/:id/decisions',
    summary: 'Pages through the organisation’s decisions on one offer, newest first',
    access: 'listings:read',
    params: ListingId,
    query: PageQuery,
    answer: pageOf(StoredDecision),
  }),
  outcomesOfListing: endpoint({
    method: 'GET',
    path: '/api/v1/listings/:id/outcomes',
    summary: 'Pages through what came of one offer, newest first',
    access: 'listings:read',
    params: ListingId,
    query: PageQuery,
    answer: pageOf(StoredOutcome),
  }),
}
