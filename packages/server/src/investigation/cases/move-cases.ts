import { recordEvent } from '../../access/audit/index.ts'
import { noQueue } from './casework-settings.ts'
import { listingFactsOf, queuesIn } from './casework-settings-repository.ts'
import type { CaseEvent } from './types.ts'
import { usesListingFacts, queueFor, slaOf, type QueueRow } from './queue-rules.ts'
import { appendEvents, type ServiceInput } from './case-events.ts'
import { membershipOf, type CaseRow } from './repository.ts'

type Moving = Pick<ServiceInput, 'handle'> & { kase: CaseRow; at: Date }

/** Puts a case without a queue into the first one whose rules match; the case must be locked, or new. */
export async function routeCase({ handle, kase, at }: Moving): Promise<CaseRow> {
  if (kase.state.queue !== null || kase.state.closed !== null) return kase
  const queues = await queuesIn(handle, kase.organisationId)
  if (queues.every(({ rules, retired }) => retired || rules.length === 0)) return kase
  const listings = usesListingFacts(queues)
    ? await listingFactsOf(handle, kase.id)
    : { countries: [], verdicts: [] }
  const { brands, turnover } = kase.state
  const found = queueFor(queues, { brands, turnover, ...listings })
  if (found === undefined) return kase
  return enter({ handle, kase, at }, found.queue, found.rule)
}

/** Puts a case into the queue that a person chose, or into none. */
export async function moveToQueue(
  { handle, kase, at }: Moving,
  id: string | null,
  pointer: string,
): Promise<CaseRow> {
  if (id === kase.state.queue) return kase
  if (id === null) {
    const left: CaseEvent = { kind: 'queued', data: { queue: null, name: null, rule: null } }
    return recalculateSla({ handle, kase: await appendEvents(handle, kase, [left], at), at }, [])
  }
  const queues = await queuesIn(handle, kase.organisationId)
  const queue = queues.find((one) => one.id === id && !one.retired)
  if (queue === undefined) throw noQueue(id, pointer)
  return enter({ handle, kase, at }, queue, null)
}

async function enter(
  { handle, kase, at }: Moving,
  queue: QueueRow,
  rule: number | null,
): Promise<CaseRow> {
  const events: CaseEvent[] = [
    { kind: 'queued', data: { queue: queue.id, name: queue.name, rule } },
  ]
  const { assignee, assignHours } = queue
  // The assignee stays, unless they have left or may not see the case.
  if (assignee !== null && kase.state.assignee === null && (await isAble(handle, kase, assignee))) {
    const until =
      assignHours === null ? null : new Date(at.getTime() + assignHours * 3_600_000).toISOString()
    events.push({ kind: 'assigned', data: { to: assignee, until } })
  }
  return recalculateSla({ handle, kase: await appendEvents(handle, kase, events, at), at }, [queue])
}

async function isAble(
  handle: ServiceInput['handle'],
  { organisationId, state }: CaseRow,
  person: string,
): Promise<boolean> {
  const member = await membershipOf(handle, organisationId, person)
  if (member === undefined || !member.roles.some((role) => role !== 'auditor')) return false
  return member.brands.length === 0 || state.brands.some((brand) => member.brands.includes(brand))
}

/** Recalculates the SLA, if queue, priority or start of the case imply another time. */
export async function recalculateSla(
  { handle, kase, at }: Moving,
  known?: readonly QueueRow[],
): Promise<CaseRow> {
  const { state } = kase
  if (state.closed !== null) return kase
  if (state.queue === null && state.template?.slaHours == null && state.sla === null) return kase
  const queues = known ?? (await queuesIn(handle, kase.organisationId))
  const queue = queues.find(({ id }) => id === state.queue)
  const sla = slaOf(state, state.priority, queue)
  if (sla?.due === state.sla?.due && sla?.hours === state.sla?.hours) return kase
  return appendEvents(handle, kase, [{ kind: 'sla-set', data: { sla } }], at)
}

/** Records in the log that a case changed. */
export async function recordCaseChange(
  handle: ServiceInput['handle'],
  { id, organisationId }: Pick<CaseRow, 'id' | 'organisationId'>,
  detail: { action: string; listings?: number },
): Promise<void> {
  const subject = { kind: 'case', id } as const
  await recordEvent({ handle, organisationId, action: 'case-changed', subject, detail })
}
