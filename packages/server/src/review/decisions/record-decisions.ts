import {
  DecisionInput,
  OutcomeInput,
  type DecisionView,
  type OutcomeView,
} from '@touchstone/contract'
import { z } from 'zod'
import { brandsOf, type Actor } from '../../access/organisations/index.ts'
import { findListings, markDecided } from '../../listings/ingest/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError, type ErrorCode } from '../../platform/errors/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { labelOfDecision, labelOfOutcome, unknownLabel } from './types.ts'
import {
  mayReadDecisions,
  mayRecordDecisions,
  mayRecordOutcomes,
  mayWithdrawDecision,
} from './policy.ts'
import { proposeDecisions } from './propose-decisions.ts'
import {
  storeAndPublish,
  record,
  recordBatch,
  type ServiceInput,
  type BatchInput,
  type Member,
  type Noun,
  type RecordResult,
  type DecisionInputRow,
  type DecisionsInput,
} from './record-rows.ts'
import {
  insertDecisions,
  insertOutcomes,
  pageOfDecisions,
  pageOfOutcomes,
  type DecisionQuery,
} from './repository.ts'

/** Records reviewers' decisions. A single wrong one is an error; in a batch each has its own result. */
export async function recordDecisions(
  options: ServiceInput & { input: DecisionsInput },
): Promise<RecordResult> {
  const { actor } = options
  return record(options, deciderOf(actor), decisionNoun)
}

/** The same for a request, whose many rows come in parts: others wait for one part at most. */
export async function recordDecisionBatch(options: BatchInput): Promise<RecordResult> {
  return recordBatch(options, deciderOf(options.actor), decisionNoun)
}

function deciderOf(actor: Actor): Member {
  if (mayRecordDecisions(actor)) return actor
  throw notAllowed(
    'only analysts, reviewers, admins and keys with decisions:write can record decisions',
  )
}

const decisionNoun: Noun<DecisionInput> = {
  name: 'decisions',
  subject: 'decision',
  action: 'decisions-recorded',
  event: 'decision.recorded',
  schema: DecisionInput,
  propose: proposeDecisions,
  insert: async (handle, teller, rows) => {
    const decisions = rows.map(({ id, fields, at, listing }) => ({
      id,
      at,
      listingId: listing.id,
      version: fields.version ?? listing.version,
      verdict: fields.verdict,
      reason: fields.reason ?? null,
      note: fields.note ?? null,
      reviewer: fields.reviewer ?? null,
    }))
    await insertDecisions(handle, teller, decisions)
    const ids = decisions.map(({ listingId }) => listingId)
    await markDecided(handle, teller.organisationId, ids)
    return decisions.map(({ id, version, verdict }) => ({ decision: id, version, verdict }))
  },
}

/** Records outcomes of listings, as `recordDecisions` records decisions. */
export async function recordOutcomes(
  options: ServiceInput & { input: DecisionsInput },
): Promise<RecordResult> {
  const { actor } = options
  return record(options, outcomeTellerOf(actor), outcomeNoun)
}

/** The same for a request, whose many rows come in parts. */
export async function recordOutcomeBatch(options: BatchInput): Promise<RecordResult> {
  return recordBatch(options, outcomeTellerOf(options.actor), outcomeNoun)
}

function outcomeTellerOf(actor: Actor): Member {
  if (mayRecordOutcomes(actor)) return actor
  throw notAllowed(
    'only analysts, reviewers, admins and keys with outcomes:write can record outcomes',
  )
}

const outcomeNoun: Noun<OutcomeInput> = {
  name: 'outcomes',
  subject: 'outcome',
  action: 'outcomes-recorded',
  event: 'outcome.recorded',
  schema: OutcomeInput,
  insert: async (handle, teller, rows) => {
    const outcomes = rows.map(({ id, fields, at, listing }) => ({
      id,
      at,
      listingId: listing.id,
      outcome: fields.outcome,
      note: fields.note ?? null,
    }))
    await insertOutcomes(handle, teller, outcomes)
    return outcomes.map(({ id, outcome }) => ({ id, outcome }))
  },
}

/** Records a decision that a second person confirmed; returns its id. */
export async function recordConfirmedDecision(options: {
  handle: Transaction
  actor: Member
  row: DecisionInputRow<DecisionInput>
}): Promise<string> {
  const { handle, actor, row } = options
  await storeAndPublish({ handle, actor, noun: decisionNoun, rows: [row] })
  return row.id
}

export type DecisionListInput = { limit: number; after?: { at: Date; id: string } }
type PageOf = ServiceInput & { input: DecisionListInput; listing?: string }

/** A page of the organisation's decisions, of all listings or of one, newest first. */
export async function listDecisions(options: PageOf): Promise<Outgoing<DecisionView>[]> {
  const rows = await pageOfDecisions(options.handle, await toDecisionQuery(options))
  return rows.map(({ authorKind, authorId, ...row }) => ({
    ...row,
    label: row.withdrawnAt === null ? labelOfDecision(row.verdict, row.source) : unknownLabel,
    mayWithdraw:
      row.withdrawnAt === null &&
      mayWithdrawDecision(options.actor, { kind: authorKind, id: authorId }),
  }))
}

export async function listOutcomes(options: PageOf): Promise<Outgoing<OutcomeView>[]> {
  const rows = await pageOfOutcomes(options.handle, await toDecisionQuery(options))
  return rows.map((row) => ({ ...row, label: labelOfOutcome(row.outcome) }))
}

async function toDecisionQuery({ handle, actor, input, listing }: PageOf): Promise<DecisionQuery> {
  if (!mayReadDecisions(actor))
    throw notAllowed('reading decisions requires the scope listings:read')
  const { organisationId } = actor
  const only = brandsOf(actor)
  const filters = { organisationId, ...(only && { only }), ...input }
  if (listing === undefined) return filters
  const isId = z.uuid().safeParse(listing).success
  const [listingRow] = isId
    ? await findListings(handle, organisationId, [{ id: listing }], only)
    : []
  if (listingRow !== undefined) return { ...filters, listingId: listingRow.id }
  throw new AppError({
    code: 'not-found',
    message: `there is no listing ${listing}`,
    pointer: '/id',
  })
}

export function notAllowed(message: string, code: ErrorCode = 'permission-required'): AppError {
  return new AppError({ code, message })
}
