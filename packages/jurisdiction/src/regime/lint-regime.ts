import { leavesOf, type Guard } from './guard.ts'
import type { Workflow, RegimeData, Transition } from './model.ts'

/** The role under which a time limit acts when it passes; every regime that lets one act must name it. */
export const deadlineRole = 'deadline'

/** The faults of a regime beyond its schema, each as a sentence; empty if it is sound. */
export function lintRegime(regime: RegimeData, calendars: readonly string[]): string[] {
  return [
    ...doubles(regime),
    ...regime.provisions.flatMap(({ id, sources }) =>
      missing(
        sources,
        regime.sources.map((source) => source.id),
        `the provision ${id} names the source`,
      ),
    ),
    ...[...regime.policies, ...regime.duties].flatMap(({ id, basis }) =>
      unfounded(regime, basis, id),
    ),
    ...missing(
      Object.values(regime.parts),
      regime.machines.map(({ id }) => id),
      'a part is played by the workflow',
    ),
    ...regime.machines.flatMap((machine) => lintMachine(regime, machine, calendars)),
  ]
}

function doubles(regime: RegimeData): string[] {
  const lists = {
    ...regime,
    states: regime.machines.flatMap((machine) =>
      machine.states.map(({ id }) => ({ id: `${machine.id}.${id}` })),
    ),
  }
  const kinds = [
    'sources',
    'provisions',
    'roles',
    'policies',
    'duties',
    'machines',
    'states',
  ] as const
  return kinds.flatMap((kind) => {
    const ids = lists[kind].map(({ id }) => id)
    return ids.filter((id, at) => ids.indexOf(id) !== at).map((id) => `${kind} has ${id} twice`)
  })
}

function lintMachine(
  regime: RegimeData,
  machine: Workflow,
  calendars: readonly string[],
): string[] {
  const states = machine.states.map(({ id }) => id)
  const timeLimits = machine.timeLimits.map(({ id }) => id)
  const roles = regime.roles.map(({ id }) => id)
  const here = (what: string): string => `${machine.id}: ${what}`
  const opening = machine.opening
  const begins = machine.begins
  const begun = [
    ...(begins?.timeLimits ?? []),
    ...machine.transitions.flatMap((transition) => transition.timeLimits),
  ]
  return [
    ...missing([machine.initial], states, here('it begins in the state')),
    ...begun.flatMap(({ start }) => missing([start], timeLimits, here('it starts the time limit'))),
    ...(opening ? missing(opening.by, roles, here('it is opened by')) : []),
    ...(opening ? unfounded(regime, opening.basis, here('its opening')) : []),
    ...(opening?.origins ?? []).flatMap(({ machine: id, in: from }) => {
      const origin = regime.machines.find((candidate) => candidate.id === id)
      if (origin === undefined) return [here(`it comes from the machine ${id}, which is missing`)]
      return missing(
        from,
        origin.states.map((state) => state.id),
        here(`it comes from ${id} in`),
      )
    }),
    ...machine.timeLimits.flatMap((timeLimit) =>
      lintTimeLimit(regime, machine, timeLimit, calendars),
    ),
    ...machine.transitions.flatMap((transition) => lintTransition(regime, machine, transition)),
    ...guardsOf(machine).flatMap((guard) => lintGuard(regime, machine, guard)),
    ...lintPaths(machine).map(here),
  ]
}

function lintTimeLimit(
  regime: RegimeData,
  machine: Workflow,
  timeLimit: Workflow['timeLimits'][number],
  calendars: readonly string[],
): string[] {
  const here = (what: string): string => `${machine.id}.${timeLimit.id}: ${what}`
  const policies = regime.policies.map(({ id }) => id)
  const named =
    timeLimit.kind === 'undue'
      ? [timeLimit.target.policy]
      : 'amount' in timeLimit && typeof timeLimit.amount === 'object'
        ? [timeLimit.amount.policy]
        : []
  const expiry = machine.transitions.find(({ id }) => id === timeLimit.expiry)
  return [
    ...unfounded(regime, timeLimit.basis, here('it')),
    ...missing(named, policies, here('it takes the policy')),
    ...(timeLimit.kind === 'working-days'
      ? missing([timeLimit.calendar], calendars, here('it counts by the calendar'))
      : []),
    ...(timeLimit.kind === 'calendar' && timeLimit.rolls !== undefined
      ? missing([timeLimit.rolls], calendars, here('it ends by the calendar'))
      : []),
    ...(timeLimit.expiry !== undefined && !expiry?.by.includes(deadlineRole)
      ? [here(`its passing brings about ${timeLimit.expiry}, which no ${deadlineRole} may do`)]
      : []),
  ]
}

function lintTransition(regime: RegimeData, machine: Workflow, transition: Transition): string[] {
  const here = (what: string): string => `${machine.id}.${transition.id}: ${what}`
  const states = machine.states.map(({ id }) => id)
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
      transition.by,
      regime.roles.map(({ id }) => id),
      here('it may be done by'),
    ),
    ...missing(
      transition.stops,
      machine.timeLimits.map(({ id }) => id),
      here('it stops the time limit'),
    ),
    ...missing(
      transition.starts.map((start) => start.machine),
      regime.machines.map(({ id }) => id),
      here('it starts the machine'),
    ),
    ...lines.flatMap((basis) => unfounded(regime, basis, here('it'))),
    ...transition.fields.flatMap(({ name, type, values }) =>
      type === 'choice' && values === undefined ? [here(`the choice ${name} has no values`)] : [],
    ),
  ]
}

function lintGuard(regime: RegimeData, machine: Workflow, guard: Guard): string[] {
  const here = (what: string): string => `${machine.id}: ${what}`
  const ids = (list: readonly { id: string }[]): string[] => list.map(({ id }) => id)
  if ('duty' in guard)
    return missing([guard.duty], ids(regime.duties), here('it asks for the duty'))
  if ('policy' in guard)
    return missing([guard.policy], ids(regime.policies), here('it asks for the policy'))
  if ('role' in guard) return missing(guard.role, ids(regime.roles), here('it asks for the role'))
  if ('timeLimit' in guard)
    return missing([guard.timeLimit], ids(machine.timeLimits), here('it asks for the time limit'))
  return []
}

function guardsOf(machine: Workflow): Guard[] {
  const { opening, begins, transitions } = machine
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
    ...checks.flatMap(({ when, holds }) => (when === undefined ? [holds] : [when, holds])),
  ].flatMap(leavesOf)
}

/** Every state is reachable, an end is reachable from every state, and no transition leaves an end. */
function lintPaths(machine: Workflow): string[] {
  const { states, transitions, initial } = machine
  const ends = new Set(states.filter(({ kind }) => kind === 'end').map(({ id }) => id))
  const forward = spread([initial], (state) =>
    transitions.flatMap(({ from, to }) => (to !== undefined && from.includes(state) ? [to] : [])),
  )
  const back = spread([...ends], (state) =>
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

function spread(from: readonly string[], next: (state: string) => string[]): Set<string> {
  const reached = new Set(from)
  for (const state of reached) for (const nextState of next(state)) reached.add(nextState)
  return reached
}

function unfounded(regime: RegimeData, basis: readonly string[], what: string): string[] {
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
