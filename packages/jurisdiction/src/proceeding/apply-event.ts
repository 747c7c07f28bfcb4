import { deadlineRole, type Rules, type Transition } from '../regime/index.ts'
import { cited } from './citation.ts'
import { isMet, type Scope } from './guard-conditions.ts'
import type { Actor, CaseEvent, Facts } from './event.ts'
import { readFields } from './field-values.ts'
import { openInstance, applyTransition, scopeOf } from './apply-transition.ts'
import { instanceOf, newInstance, putInstance, sentence, type Change } from './workflow-instance.ts'
import { Refused, type Refusal } from './refusal.ts'
import type { CaseState, WorkflowInstance } from './state.ts'

/** The effect of an event, or the reason for its refusal. `why` contains one sentence for each effect. */
export type EventResult =
  | { ok: true; state: CaseState; why: string[] }
  | { ok: false; refusal: Refusal }

/**
 * Adds one event to a case. Never throws because of an event's content: a refusal is a result, and leaves the case
 * unchanged.
 */
export function applyEvent(rules: Rules, state: CaseState, event: CaseEvent): EventResult {
  try {
    if (state.lastAt !== undefined && Date.parse(event.at) < Date.parse(state.lastAt)) {
      throw new Refused(
        'time-goes-back',
        `The proceeding already contains an event of ${state.lastAt}, later than ${event.at}.`,
      )
    }
    const next = { ...state, lastAt: event.at, events: state.events + 1 }
    return { ok: true, ...dispatchEvent(rules, { state: next, why: [] }, event) }
  } catch (error) {
    if (error instanceof Refused) return { ok: false, refusal: error.refusal }
    throw error
  }
}

function dispatchEvent(rules: Rules, change: Change, event: CaseEvent): Change {
  switch (event.type) {
    case 'open':
      return open(rules, change, event)
    case 'transition':
      return transit(rules, change, event)
    case 'deadline':
      return passDeadline(rules, change, event)
    case 'match':
      return match(rules, change, event)
  }
}

function open(rules: Rules, change: Change, event: Extract<CaseEvent, { type: 'open' }>): Change {
  const { id, at, by } = event
  const workflow = rules.workflow(event.workflow)
  const opening = workflow?.opening
  if (workflow === undefined || opening === undefined) {
    throw new Refused(
      'unknown-transition',
      `A workflow ${event.workflow} cannot be started on its own.`,
    )
  }
  if (Object.hasOwn(change.state.instances, id)) {
    throw new Refused(
      'exists-already',
      `The proceeding already has a workflow instance named ${id}.`,
    )
  }
  checkRole(rules, opening.roles, by, opening)
  checkOrigin(change.state, opening, event.origin)
  const blank = newInstance(rules, workflow, { id, at, facts: {}, origin: event.origin, by })
  const facts = checkedFields(opening, event.fields, scopeOf(rules, change.state, blank, event))
  change.why.push(`${sentence(opening.title)} ${cited(rules, opening.basis)}`)
  return openInstance(rules, putInstance(change, { ...blank, facts }), id, { at, by })
}

function transit(
  rules: Rules,
  change: Change,
  event: Extract<CaseEvent, { type: 'transition' }>,
): Change {
  const instance = instanceOf(change.state, event.id)
  const transition = rules.transition(instance.workflow, event.transition)
  if (transition === undefined) {
    throw new Refused(
      'unknown-transition',
      `The workflow ${instance.workflow} has no transition ${event.transition}.`,
    )
  }
  if (!transition.from.includes(instance.state)) {
    throw new Refused(
      'wrong-state',
      `To ${transition.title} the workflow instance must be in ${transition.from.join(' or ')}; it is in ${instance.state}.`,
      { basis: transition.basis },
    )
  }
  checkRole(rules, transition.roles, event.by, transition)
  if (transition.once && instance.path.some(({ action: done }) => done === transition.id)) {
    throw new Refused('done-already', `It is not possible to ${transition.title} a second time.`)
  }
  const fields = checkedFields(
    transition,
    event.fields,
    scopeOf(rules, change.state, instance, event),
  )
  return applyTransition(rules, change, {
    instance,
    transition,
    fields,
    at: event.at,
    by: event.by,
  })
}

/** A time limit that passed is recorded once; its consequence happens if the state allows it. */
function passDeadline(
  rules: Rules,
  change: Change,
  { id, timeLimit, at }: Extract<CaseEvent, { type: 'deadline' }>,
): Change {
  const instance = instanceOf(change.state, id)
  const run = instance.deadlines.find(
    (deadline) => deadline.timeLimit === timeLimit && deadline.status === 'running',
  )
  if (run?.dueAt === undefined || Date.parse(at) < Date.parse(run.dueAt)) {
    throw new Refused(
      'not-due',
      run === undefined
        ? `No time limit “${timeLimit}” is running in ${id}.`
        : `“${timeLimit}” of ${id} ends at ${run.dueAt ?? 'no fixed time'}, not at ${at}.`,
    )
  }
  const passed: WorkflowInstance = {
    ...instance,
    deadlines: instance.deadlines.map((deadline) =>
      deadline === run ? { ...deadline, status: 'passed', endedAt: at } : deadline,
    ),
  }
  change.why.push(`This time limit has passed. ${run.why}`)
  const after = putInstance(change, passed)
  const { expiry } = rules.timeLimit(instance.workflow, timeLimit)
  const transition = expiry === undefined ? undefined : rules.transition(instance.workflow, expiry)
  if (transition === undefined || !transition.from.includes(instance.state)) return after
  const by = { role: deadlineRole }
  const failed = failedChecks(transition, scopeOf(rules, after.state, passed, { at, by }))
  if (failed.length > 0) {
    after.why.push(`The passing of time cannot ${transition.title} here.`)
    return after
  }
  return applyTransition(rules, after, { instance: passed, transition, fields: {}, at, by })
}

/** Recorded in the path of the instance; state, facts and time limits stay as they are. */
function match(
  rules: Rules,
  change: Change,
  { id, listing, by, at }: Extract<CaseEvent, { type: 'match' }>,
): Change {
  const instance = instanceOf(change.state, id)
  const everyRole = rules.regime.roles.map((role) => role.id)
  checkRole(rules, everyRole, by, { title: 'match it to a listing', basis: [] })
  change.why.push(`Matched ${id} to the listing ${listing}.`)
  const step = { at, action: 'match', by, state: instance.state }
  return putInstance(change, { ...instance, path: [...instance.path, step] })
}

type ActionRules = Pick<Transition, 'title' | 'fields' | 'checks' | 'basis'>

function checkedFields(performed: ActionRules, input: Facts, scope: Scope): Facts {
  const withInput = { ...scope, facts: { ...scope.facts, ...input } }
  const fields = readFields(performed.fields, input, performed.title, withInput)
  const failed = failedChecks(performed, withInput)
  if (failed.length > 0) {
    const basis = [...new Set(failed.flatMap((check) => check.basis))]
    const reasons = failed.map(({ message }) => message).join(' ')
    throw new Refused('not-fulfilled', `${reasons} ${cited(scope.rules, basis)}`, { basis })
  }
  return fields
}

function failedChecks({ checks }: Pick<ActionRules, 'checks'>, scope: Scope): Transition['checks'] {
  return checks.filter(({ when, condition: guard }) => isMet(when, scope) && !isMet(guard, scope))
}

function checkRole(
  rules: Rules,
  allowed: readonly string[],
  by: Actor,
  { title, basis }: Pick<Transition, 'title' | 'basis'>,
): void {
  const role = rules.role(by.role)
  if (role === undefined || !allowed.includes(by.role) || by.role === deadlineRole) {
    const names = allowed.flatMap((id) =>
      id === deadlineRole ? [] : [rules.role(id)?.title ?? id],
    )
    throw new Refused(
      'wrong-role',
      names.length === 0
        ? `Only the passing of time can ${title}.`
        : `To ${title} is for ${names.join(' or ')}, not for ${role?.title ?? by.role}.`,
      { basis },
    )
  }
  if (role.human && by.id === undefined) {
    throw new Refused('wrong-role', `To ${title}, a named person is required: state who it is.`, {
      missing: [{ field: 'by.id', message: 'State the acting person.' }],
      basis,
    })
  }
}

type Opening = { title: string; basis: string[]; origins: { workflow: string; in: string[] }[] }

function checkOrigin(state: CaseState, { title, basis, origins }: Opening, id?: string): void {
  const origin = id === undefined ? undefined : instanceOf(state, id)
  if (origins.length === 0 && origin === undefined) return
  if (
    origins.some(
      (candidate) => candidate.workflow === origin?.workflow && candidate.in.includes(origin.state),
    )
  )
    return
  const from = origins.map((candidate) => `${candidate.workflow} in ${candidate.in.join(' or ')}`)
  throw new Refused(
    'wrong-origin',
    `To ${title} it must come from ${from.join(', or from ') || 'nothing else'}.`,
    { basis },
  )
}
