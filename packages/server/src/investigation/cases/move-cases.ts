import { recordEvent } from '../../access/audit/index.ts'
import { noQueue } from './casework-settings.ts'
import { factsOfOffers, queuesIn } from './casework-settings-repository.ts'
import type { CaseEvent } from './types.ts'
import { asksForOffers, queueFor, slaOf, type KeptQueue } from './queue-rules.ts'
import { append, type Asked } from './case-events.ts'
import { membershipOf, type KeptCase } from './repository.ts'

type Moving = Pick<Asked, 'handle'> & { kept: KeptCase; at: Date }

/** Puts a case that stands in no queue into the first one whose rules fit; it must be locked, or new. */
export async function routeCase({ handle, kept, at }: Moving): Promise<KeptCase> {
  if (kept.state.queue !== null || kept.state.closed !== null) return kept
  const queues = await queuesIn(handle, kept.organisationId)
  if (queues.every(({ rules, retired }) => retired || rules.length === 0)) return kept
  const offers = asksForOffers(queues)
    ? await factsOfOffers(handle, kept.id)
    : { countries: [], verdicts: [] }
  const { brands, turnover } = kept.state
  const found = queueFor(queues, { brands, turnover, ...offers })
  if (found === undefined) return kept
  return enter({ handle, kept, at }, found.queue, found.rule)
}

/** Puts a case into the queue that a person chose, or into none. */
export async function moveToQueue(
  { handle, kept, at }: Moving,
  id: string | null,
  pointer: string,
): Promise<KeptCase> {
  if (id === kept.state.queue) return kept
  if (id === null) {
    const left: CaseEvent = { kind: 'queued', data: { queue: null, name: null, rule: null } }
    return keepPromise({ handle, kept: await append(handle, kept, [left], at), at }, [])
  }
  const queues = await queuesIn(handle, kept.organisationId)
  const queue = queues.find((one) => one.id === id && !one.retired)
  if (queue === undefined) throw noQueue(id, pointer)
  return enter({ handle, kept, at }, queue, null)
}

async function enter(
  { handle, kept, at }: Moving,
  queue: KeptQueue,
  rule: number | null,
): Promise<KeptCase> {
  const events: CaseEvent[] = [
    { kind: 'queued', data: { queue: queue.id, name: queue.name, rule } },
  ]
  const { assignee, assignHours } = queue
  // Who has a case keeps it; of whoever left, or may not see it, nobody asks.
  if (assignee !== null && kept.state.assignee === null && (await isAble(handle, kept, assignee))) {
    const until =
      assignHours === null ? null : new Date(at.getTime() + assignHours * 3_600_000).toISOString()
    events.push({ kind: 'assigned', data: { to: assignee, until } })
  }
  return keepPromise({ handle, kept: await append(handle, kept, events, at), at }, [queue])
}

async function isAble(
  handle: Asked['handle'],
  { organisationId, state }: KeptCase,
  person: string,
): Promise<boolean> {
  const member = await membershipOf(handle, organisationId, person)
  if (member === undefined || !member.roles.some((role) => role !== 'auditor')) return false
  return member.brands.length === 0 || state.brands.some((brand) => member.brands.includes(brand))
}

/** Sets by when a case must be closed anew, where its queue, priority or beginning ask for another time. */
export async function keepPromise(
  { handle, kept, at }: Moving,
  known?: readonly KeptQueue[],
): Promise<KeptCase> {
  const { state } = kept
  if (state.closed !== null) return kept
  if (state.queue === null && state.template?.slaHours == null && state.sla === null) return kept
  const queues = known ?? (await queuesIn(handle, kept.organisationId))
  const queue = queues.find(({ id }) => id === state.queue)
  const sla = slaOf(state, state.priority, queue)
  if (sla?.due === state.sla?.due && sla?.hours === state.sla?.hours) return kept
  return append(handle, kept, [{ kind: 'sla-set', data: { sla } }], at)
}

/** Notes in the log that a case was changed. */
export async function recordChange(
  handle: Asked['handle'],
  { id, organisationId }: Pick<KeptCase, 'id' | 'organisationId'>,
  detail: { act: string; offers?: number },
): Promise<void> {
  const subject = { kind: 'case', id } as const
  await recordEvent({ handle, organisationId, action: 'case-changed', subject, detail })
}
