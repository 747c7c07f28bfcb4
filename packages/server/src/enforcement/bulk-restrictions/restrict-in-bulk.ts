import { randomUUID } from 'node:crypto'
import type { BulkRestrictionAction, BulkRestrictionInput } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import type { Actor } from '../../access/organisations/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { requireItem } from '../moderation/index.ts'
import { mayReadBulkRestrictions } from './policy.ts'
import { requireDecider } from './preview-bulk-restriction.ts'
import {
  findBulk,
  findCountedBulk,
  insertBulk,
  listProblems,
  pageOfBulk,
  retryItems,
  setBulkState,
  type BulkRow,
  type BulkState,
  type CountedBulkRow,
  type ProblemRow,
} from './repository.ts'

type ServiceInput<T> = { handle: Transaction; actor: Actor; now: Date; input: T }

/** Begins a bulk restriction. Each item is checked again, at the version that was displayed, when its turn comes. */
export async function restrictInBulk(
  options: ServiceInput<BulkRestrictionInput>,
): Promise<CountedBulkRow> {
  const { handle, actor, input, now } = options
  const { organisationId, id: personId } = requireDecider(actor)
  const { fact, measures, why, items } = input
  const once = [
    ...new Map(items.map((one) => [`${one.notice} ${one.position}`, one] as const)).values(),
  ]
  for (const { notice: id, position } of once) {
    await requireItem(handle, organisationId, { id, position })
  }
  const id = randomUUID()
  const bulk = {
    id,
    organisationId,
    personId,
    fact,
    measures: [...new Set(measures)],
    why,
    createdAt: now,
  }
  await insertBulk(handle, bulk, once)
  await recordEvent({
    handle,
    organisationId,
    action: 'bulk-restriction-started',
    subject: { kind: 'organisation', id: organisationId },
    detail: { bulk: id, items: once.length, measures: bulk.measures },
  })
  return requireCounted(handle, id)
}

export async function listBulkRestrictions(
  options: Omit<ServiceInput<{ limit: number; after?: { at: Date; id: string } }>, 'now'>,
): Promise<CountedBulkRow[]> {
  const { organisationId } = requireReader(options.actor)
  return pageOfBulk(options.handle, { organisationId, ...options.input })
}

export async function readBulkRestriction({
  handle,
  actor,
  input,
}: Omit<ServiceInput<{ id: string }>, 'now'>): Promise<{
  bulk: CountedBulkRow
  problems: ProblemRow[]
}> {
  const { organisationId } = requireReader(actor)
  await requireBulk(handle, organisationId, input.id)
  return {
    bulk: await requireCounted(handle, input.id),
    problems: await listProblems(handle, input.id),
  }
}

/** From which states an action leads where. */
const steps: Readonly<
  Record<BulkRestrictionAction['type'], { from: readonly BulkState[]; to: BulkState }>
> = {
  stop: { from: ['running'], to: 'stopped' },
  resume: { from: ['stopped', 'completed'], to: 'running' },
  reverse: { from: ['running', 'stopped', 'completed', 'reversed'], to: 'reversing' },
}

/** Stops, resumes or reverses a bulk restriction; returns whether there is work to do in the background. */
export async function actOnBulkRestriction({
  handle,
  actor,
  now,
  input: { id, action },
}: ServiceInput<{ id: string; action: BulkRestrictionAction }>): Promise<boolean> {
  const person = requireDecider(actor)
  const { organisationId } = person
  const { state } = await requireBulk(handle, organisationId, id, true)
  const { from, to } = steps[action.type]
  if (!from.includes(state)) {
    throw new AppError({
      code: 'bulk-restriction-state-mismatch',
      message: `the bulk restriction is ${state}: ${action.type} is possible from ${from.join(', ')}`,
    })
  }
  if (action.type === 'resume') await retryItems(handle, id, { from: 'failed', to: 'waiting' })
  if (action.type === 'reverse') {
    await retryItems(handle, id, { from: 'reversal-failed', to: 'restricted' })
  }
  await setBulkState(handle, id, {
    state: to,
    now,
    ...(action.type === 'reverse' && { reversal: { by: person.id, reason: action.reason } }),
  })
  await recordEvent({
    handle,
    organisationId,
    action: 'bulk-restriction-changed',
    subject: { kind: 'organisation', id: organisationId },
    detail: { bulk: id, what: action.type },
  })
  return to !== 'stopped'
}

async function requireBulk(
  handle: Transaction,
  organisationId: string,
  id: string,
  lock = false,
): Promise<BulkRow> {
  const bulk = await findBulk(handle, id, lock)
  if (bulk?.organisationId === organisationId) return bulk
  throw noBulk(id)
}

async function requireCounted(handle: Transaction, id: string): Promise<CountedBulkRow> {
  const bulk = await findCountedBulk(handle, id)
  if (bulk !== undefined) return bulk
  throw noBulk(id)
}

function noBulk(id: string): AppError {
  return new AppError({
    code: 'not-found',
    message: `there is no bulk restriction ${id}`,
    pointer: '/id',
  })
}

function requireReader(actor: Actor): Extract<Actor, { kind: 'person' }> {
  if (mayReadBulkRestrictions(actor)) return actor
  throw new AppError({
    code: 'permission-required',
    message: 'only members without limits to brands can read bulk restrictions',
  })
}
