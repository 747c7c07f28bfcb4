import type { Rules, Transition } from '../regime/index.ts'
import { cited } from './citation.ts'
import { isMet, type Scope } from './guard-conditions.ts'
import { deadlineOf } from './deadline.ts'
import type { Actor, FactValue, Facts } from './event.ts'
import {
  freeId,
  instanceOf,
  newInstance,
  originOf,
  putInstance,
  sentence,
  type Change,
} from './workflow-instance.ts'
import type { CaseState, OpenDeadline, WorkflowInstance } from './state.ts'

type Occurrence = { at: string; by: Actor }
type TransitionInput = Occurrence & {
  instance: WorkflowInstance
  transition: Transition
  fields: Facts
}

/** The effects of an allowed transition: state, facts, time limits, documents, new workflow instances. */
export function applyTransition(rules: Rules, change: Change, input: TransitionInput): Change {
  const { instance, transition, fields, at, by } = input
  const moved = enterState(instance, transition, fields, { at, by })
  change.why.push(`${sentence(transition.title)} ${cited(rules, transition.basis)}`)
  const scope = scopeOf(rules, change.state, moved, { at, by })
  const timed = startTimeLimits(moved, transition.timeLimits, scope, change.why)
  let next = putInstance(change, addOwedDocuments(timed, transition.owes, scope))
  next = startOriginTimeLimits(rules, next, transition, scope, instance)
  for (const start of transition.starts) {
    if (!isMet(start.when, scope)) continue
    const workflow = rules.workflow(start.workflow)
    if (workflow === undefined) continue
    const facts = startFacts(start.facts ?? {}, moved.facts)
    const id = freeId(next.state, `${instance.id}/${start.as}`)
    next.why.push(
      `This starts a workflow instance of ${workflow.title}, ${id}. ${cited(rules, start.basis)}`,
    )
    next = putInstance(
      next,
      newInstance(rules, workflow, { id, at, facts, origin: instance.id, by }),
    )
    next = openInstance(rules, next, id, { at, by })
  }
  return next
}

/** The deadlines and documents that begin with a workflow instance, however it was opened. */
export function openInstance(
  rules: Rules,
  change: Change,
  id: string,
  occurrence: Occurrence,
): Change {
  const instance = instanceOf(change.state, id)
  const begins = rules.workflow(instance.workflow)?.onOpen
  if (begins === undefined) return change
  const scope = scopeOf(rules, change.state, instance, occurrence)
  return putInstance(
    change,
    addOwedDocuments(
      startTimeLimits(instance, begins.timeLimits, scope, change.why),
      begins.owes,
      scope,
    ),
  )
}

export function scopeOf(
  rules: Rules,
  state: CaseState,
  instance: Pick<WorkflowInstance, 'facts' | 'deadlines' | 'since' | 'origin'>,
  { at, by }: Occurrence,
): Scope {
  const { facts, deadlines, since } = instance
  return {
    rules,
    state,
    facts,
    deadlines,
    since,
    at,
    by,
    originState: originOf(state, instance)?.state,
  }
}

function enterState(
  instance: WorkflowInstance,
  transition: Transition,
  fields: Facts,
  { at, by }: Occurrence,
): WorkflowInstance {
  const state = transition.to ?? instance.state
  return {
    ...instance,
    state,
    since: state === instance.state ? instance.since : at,
    facts: { ...instance.facts, ...fields },
    path: [...instance.path, { at, action: transition.id, by, state }],
    deadlines: instance.deadlines.map((run) =>
      run.status === 'running' && transition.stops.includes(run.timeLimit)
        ? { ...run, status: 'stopped', endedAt: at }
        : run,
    ),
    documents: instance.documents.map((document) =>
      document.deliveredAt === undefined && transition.delivers.includes(document.document)
        ? { ...document, deliveredAt: at }
        : document,
    ),
  }
}

/** A time limit that already runs is not started again: its first deadline binds. */
function startTimeLimits(
  instance: WorkflowInstance,
  begun: Transition['timeLimits'],
  scope: Scope,
  why: string[],
): WorkflowInstance {
  const deadlines = [...instance.deadlines]
  const { rules, at, state } = scope
  for (const { start, when } of begun) {
    if (!isMet(when, scope)) continue
    if (deadlines.some((run) => run.timeLimit === start && run.status === 'running')) continue
    const timeLimit = rules.timeLimit(instance.workflow, start)
    const { settings } = state
    const deadline = deadlineOf({ rules, settings, timeLimit, facts: instance.facts, at })
    const run = deadlines.filter((candidate) => candidate.timeLimit === start).length + 1
    const begunRun: OpenDeadline = {
      timeLimit: start,
      run,
      kind: timeLimit.kind,
      startedAt: at,
      status: 'running',
      ...deadline,
    }
    deadlines.push(begunRun)
    why.push(deadline.why)
  }
  return { ...instance, deadlines }
}

/** A decision in one workflow instance may start a time limit in its origin, if the workflow there has it. */
function startOriginTimeLimits(
  rules: Rules,
  change: Change,
  { originTimeLimits }: Transition,
  scope: Scope,
  instance: WorkflowInstance,
): Change {
  const origin = originOf(change.state, instance)
  if (origin === undefined) return change
  const known = rules.workflow(origin.workflow)?.timeLimits ?? []
  const begun = originTimeLimits
    .filter(({ start, when }) => known.some(({ id }) => id === start) && isMet(when, scope))
    .map(({ start }) => ({ start }))
  return putInstance(change, startTimeLimits(origin, begun, scope, change.why))
}

function addOwedDocuments(
  instance: WorkflowInstance,
  owes: Transition['owes'],
  scope: Scope,
): WorkflowInstance {
  const documents = owes
    .filter(({ when }) => isMet(when, scope))
    .map(({ document, to, timeLimit }) => ({ document, to, timeLimit, owedAt: scope.at }))
  return { ...instance, documents: [...instance.documents, ...documents] }
}

function startFacts(template: Record<string, FactValue>, facts: Facts): Facts {
  const entries = Object.entries(template).flatMap(([name, value]): [string, FactValue][] => {
    if (typeof value !== 'string' || !value.startsWith('=')) return [[name, value]]
    const fact = facts[value.slice(1)]
    return fact === undefined ? [] : [[name, fact]]
  })
  return Object.fromEntries(entries)
}
