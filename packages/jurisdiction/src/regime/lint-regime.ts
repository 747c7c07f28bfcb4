import { leavesOf, type Guard } from './guard.ts'
import type { Workflow, RegimeData, Transition } from './model.ts'

/** The role of a time limit whose expiry triggers a transition; a regime with such time limits must define it. */
export const deadlineRole = 'deadline'

/** The faults of a regime beyond its schema, each as a sentence; empty if it is sound. */
export function lintRegime(regime: RegimeData, calendars: readonly string[]): string[] {
  return [
    ...duplicates(regime),
    ...regime.provisions.flatMap(({ id, sources }) =>
      missing(
        sources,
        regime.sources.map((source) => source.id),
        `the provision ${id} cites the source`,
      ),
    ),
    ...[...regime.policies, ...regime.duties].flatMap(({ id, basis }) =>
      missingProvisions(regime, basis, id),
    ),
    ...missing(
      Object.values(regime.parts),
      regime.workflows.map(({ id }) => id),
      'a part is played by the workflow',
    ),
    ...regime.workflows.flatMap((workflow) => lintWorkflow(regime, workflow, calendars)),
  ]
}

function duplicates(regime: RegimeData): string[] {
  const lists = {
    ...regime,
    states: regime.workflows.flatMap((workflow) =>
      workflow.states.map(({ id }) => ({ id: `${workflow.id}.${id}` })),
    ),
  }
  const kinds = [
    'sources',
    'provisions',
    'roles',
    'policies',
    'duties',
    'workflows',
    'states',
  ] as const
  return kinds.flatMap((kind) => {
    const ids = lists[kind].map(({ id }) => id)
    return ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${kind} has ${id} twice`)
  })
}

function lintWorkflow(
  regime: RegimeData,
  workflow: Workflow,
  calendars: readonly string[],
): string[] {
  const states = workflow.states.map(({ id }) => id)
  const timeLimits = workflow.timeLimits.map(({ id }) => id)
  const roles = regime.roles.map(({ id }) => id)
  const here = (what: string): string => `${workflow.id}: ${what}`
  const opening = workflow.opening
  const begins = workflow.onOpen
  const begun = [
    ...(begins?.timeLimits ?? []),
    ...workflow.transitions.flatMap((transition) => transition.timeLimits),
  ]
  return [
    ...missing([workflow.initial], states, here('its initial state is')),
    ...begun.flatMap(({ start }) => missing([start], timeLimits, here('it starts the time limit'))),
    ...(opening ? missing(opening.roles, roles, here('it is opened by')) : []),
    ...(opening ? missingProvisions(regime, opening.basis, here('its opening')) : []),
    ...(opening?.origins ?? []).flatMap(({ workflow: id, in: from }) => {
      const origin = regime.workflows.find((candidate) => candidate.id === id)
      if (origin === undefined) return [here(`it comes from the workflow ${id}, which is missing`)]
      return missing(
        from,
        origin.states.map((state) => state.id),
        here(`it comes from ${id} in`),
      )
    }),
    ...workflow.timeLimits.flatMap((timeLimit) =>
      lintTimeLimit(regime, workflow, timeLimit, calendars),
    ),
    ...workflow.transitions.flatMap((transition) => lintTransition(regime, workflow, transition)),
    ...guardsOf(workflow).flatMap((guard) => lintGuard(regime, workflow, guard)),
    ...lintPaths(workflow).map(here),
  ]
}

function lintTimeLimit(
  regime: RegimeData,
  workflow: Workflow,
  timeLimit: Workflow['timeLimits'][number],
  calendars: readonly string[],
): string[] {
  const here = (what: string): string => `${workflow.id}.${timeLimit.id}: ${what}`
  const policies = regime.policies.map(({ id }) => id)
  const named =
    timeLimit.kind === 'undue'
      ? [timeLimit.target.policy]
      : 'amount' in timeLimit && typeof timeLimit.amount === 'object'
        ? [timeLimit.amount.policy]
        : []
  const expiry = workflow.transitions.find(({ id }) => id === timeLimit.expiry)
  return [
    ...missingProvisions(regime, timeLimit.basis, here('it')),
    ...missing(named, policies, here('it takes the policy')),
    ...(timeLimit.kind === 'working-days'
      ? missing([timeLimit.calendar], calendars, here('it counts by the calendar'))
      : []),
    ...(timeLimit.kind === 'calendar' && timeLimit.rollForwardCalendar !== undefined
      ? missing([timeLimit.rollForwardCalendar], calendars, here('it ends by the calendar'))
      : []),
    ...(timeLimit.expiry !== undefined && !expiry?.roles.includes(deadlineRole)
      ? [here(`its passing brings about ${timeLimit.expiry}, which no ${deadlineRole} may do`)]
      : []),
  ]
}

function lintTransition(regime: RegimeData, workflow: Workflow, transition: Transition): string[] {
  const here = (what: string): string => `${workflow.id}.${transition.id}: ${what}`
  const states = workflow.states.map(({ id }) => id)
  const lines = [
    transition.basis,
    ...transition.fields.map(({ basis }) => basis),
    ...transition.checks.map(({ basis }) => basis),
    ...transition.starts.map(({ basis }) => basis),
  ]
  return [
    ...missing(
      [...transition.from, ...(transition.to === undefined ? [] : [transition.to])],
      states,
      here('it names the state'),
    ),
    ...missing(
      transition.roles,
      regime.roles.map(({ id }) => id),
      here('it may be done by'),
    ),
    ...missing(
      transition.stops,
      workflow.timeLimits.map(({ id }) => id),
      here('it stops the time limit'),
    ),
    ...missing(
      transition.starts.map((start) => start.workflow),
      regime.workflows.map(({ id }) => id),
      here('it starts the workflow'),
    ),
    ...lines.flatMap((basis) => missingProvisions(regime, basis, here('it'))),
    ...transition.fields.flatMap(({ name, type, values }) =>
      type === 'choice' && values === undefined ? [here(`the choice ${name} has no values`)] : [],
    ),
  ]
}

function lintGuard(regime: RegimeData, workflow: Workflow, guard: Guard): string[] {
  const here = (what: string): string => `${workflow.id}: ${what}`
  const ids = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id)
  if ('duty' in guard)
    return missing([guard.duty], ids(regime.duties), here('it asks for the duty'))
  if ('policy' in guard)
    return missing([guard.policy], ids(regime.policies), here('it asks for the policy'))
  if ('role' in guard) return missing(guard.role, ids(regime.roles), here('it asks for the role'))
  if ('timeLimit' in guard)
    return missing([guard.timeLimit], ids(workflow.timeLimits), here('it asks for the time limit'))
  return []
}

function guardsOf(workflow: Workflow): Guard[] {
  const { opening, onOpen: begins, transitions } = workflow
  const conditions = [
    ...(opening?.fields ?? []),
    ...(begins?.timeLimits ?? []),
    ...(begins?.owes ?? []),
    ...transitions.flatMap((transition) => [
      ...transition.fields,
      ...transition.timeLimits,
      ...transition.owes,
      ...transition.starts,
      ...transition.originTimeLimits,
    ]),
  ].flatMap(({ when }) => (when === undefined ? [] : [when]))
  const checks = [
    ...(opening?.checks ?? []),
    ...transitions.flatMap((transition) => transition.checks),
  ]
  return [
    ...conditions,
    ...checks.flatMap(({ when, condition: holds }) =>
      when === undefined ? [holds] : [when, holds],
    ),
  ].flatMap(leavesOf)
}

/** Every state is reachable, an end is reachable from every state, and no transition leaves an end. */
function lintPaths(workflow: Workflow): string[] {
  const { states, transitions, initial } = workflow
  const ends = new Set(states.filter(({ kind }) => kind === 'end').map(({ id }) => id))
  const forward = reachable([initial], (state) =>
    transitions.flatMap(({ from, to }) => (to !== undefined && from.includes(state) ? [to] : [])),
  )
  const back = reachable([...ends], (state) =>
    transitions.flatMap(({ from, to }) => (to === state ? from : [])),
  )
  return [
    ...states.filter(({ id }) => !forward.has(id)).map(({ id }) => `nothing leads to ${id}`),
    ...states.filter(({ id }) => !back.has(id)).map(({ id }) => `no end can be come to from ${id}`),
    ...transitions.flatMap(({ id, from, to }) =>
      to === undefined
        ? []
        : from.filter((state) => ends.has(state)).map((state) => `${id} leaves the end ${state}`),
    ),
  ]
}

function reachable(from: readonly string[], next: (state: string) => string[]): Set<string> {
  const reached = new Set(from)
  for (const state of reached) for (const nextState of next(state)) reached.add(nextState)
  return reached
}

function missingProvisions(regime: RegimeData, basis: readonly string[], what: string): string[] {
  return missing(
    basis,
    regime.provisions.map(({ id }) => id),
    `${what} rests on the provision`,
  )
}

function missing(references: readonly string[], known: readonly string[], what: string): string[] {
  return references
    .filter((reference) => !known.includes(reference))
    .map((reference) => `${what} ${reference}, which is missing`)
}
