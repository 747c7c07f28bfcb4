import { leavesOf, type Guard } from './guard.ts'
import type { Workflow, RegimeData, Transition } from './model.ts'

/** The role under which a clock acts when it passes; every regime that lets one act must name it. */
export const systemRole = 'clock'

/** What is wrong with a regime beyond its schema, each in a sentence; empty where it is sound. */
export function lintRegime(regime: RegimeData, calendars: readonly string[]): string[] {
  return [
    ...doubles(regime),
    ...regime.provisions.flatMap(({ id, sources }) =>
      missing(
        sources,
        regime.sources.map((one) => one.id),
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
    states: regime.machines.flatMap((one) =>
      one.states.map(({ id }) => ({ id: `${one.id}.${id}` })),
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
  const clocks = machine.clocks.map(({ id }) => id)
  const roles = regime.roles.map(({ id }) => id)
  const here = (what: string): string => `${machine.id}: ${what}`
  const opening = machine.opening
  const begins = machine.begins
  const begun = [...(begins?.clocks ?? []), ...machine.transitions.flatMap((one) => one.clocks)]
  return [
    ...missing([machine.initial], states, here('it begins in the state')),
    ...begun.flatMap(({ start }) => missing([start], clocks, here('it starts the clock'))),
    ...(opening ? missing(opening.by, roles, here('it is opened by')) : []),
    ...(opening ? unfounded(regime, opening.basis, here('its opening')) : []),
    ...(opening?.origins ?? []).flatMap(({ machine: id, in: from }) => {
      const origin = regime.machines.find((one) => one.id === id)
      if (origin === undefined) return [here(`it comes from the machine ${id}, which is missing`)]
      return missing(
        from,
        origin.states.map((one) => one.id),
        here(`it comes from ${id} in`),
      )
    }),
    ...machine.clocks.flatMap((clock) => lintClock(regime, machine, clock, calendars)),
    ...machine.transitions.flatMap((one) => lintTransition(regime, machine, one)),
    ...guardsOf(machine).flatMap((guard) => lintGuard(regime, machine, guard)),
    ...lintPaths(machine).map(here),
  ]
}

function lintClock(
  regime: RegimeData,
  machine: Workflow,
  clock: Workflow['clocks'][number],
  calendars: readonly string[],
): string[] {
  const here = (what: string): string => `${machine.id}.${clock.id}: ${what}`
  const policies = regime.policies.map(({ id }) => id)
  const named =
    clock.kind === 'undue'
      ? [clock.target.policy]
      : 'amount' in clock && typeof clock.amount === 'object'
        ? [clock.amount.policy]
        : []
  const expiry = machine.transitions.find(({ id }) => id === clock.expiry)
  return [
    ...unfounded(regime, clock.basis, here('it')),
    ...missing(named, policies, here('it takes the policy')),
    ...(clock.kind === 'working-days'
      ? missing([clock.calendar], calendars, here('it counts by the calendar'))
      : []),
    ...(clock.kind === 'calendar' && clock.rolls !== undefined
      ? missing([clock.rolls], calendars, here('it ends by the calendar'))
      : []),
    ...(clock.expiry !== undefined && !expiry?.by.includes(systemRole)
      ? [here(`its passing brings about ${clock.expiry}, which no ${systemRole} may do`)]
      : []),
  ]
}

function lintTransition(regime: RegimeData, machine: Workflow, one: Transition): string[] {
  const here = (what: string): string => `${machine.id}.${one.id}: ${what}`
  const states = machine.states.map(({ id }) => id)
  const lines = [
    one.basis,
    ...one.fields.map(({ basis }) => basis),
    ...one.checks.map(({ basis }) => basis),
    ...one.starts.map(({ basis }) => basis),
  ]
  return [
    ...missing(
      [...one.from, ...(one.to === undefined ? [] : [one.to])],
      states,
      here('it names the state'),
    ),
    ...missing(
      one.by,
      regime.roles.map(({ id }) => id),
      here('it may be done by'),
    ),
    ...missing(
      one.stops,
      machine.clocks.map(({ id }) => id),
      here('it stops the clock'),
    ),
    ...missing(
      one.starts.map((start) => start.machine),
      regime.machines.map(({ id }) => id),
      here('it starts the machine'),
    ),
    ...lines.flatMap((basis) => unfounded(regime, basis, here('it'))),
    ...one.fields.flatMap(({ name, type, values }) =>
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
  if ('clock' in guard)
    return missing([guard.clock], ids(machine.clocks), here('it asks for the clock'))
  return []
}

function guardsOf(machine: Workflow): Guard[] {
  const { opening, begins, transitions } = machine
  const conditions = [
    ...(opening?.fields ?? []),
    ...(begins?.clocks ?? []),
    ...(begins?.owes ?? []),
    ...transitions.flatMap((one) => [
      ...one.fields,
      ...one.clocks,
      ...one.owes,
      ...one.starts,
      ...one.originClocks,
    ]),
  ].flatMap(({ when }) => (when === undefined ? [] : [when]))
  const checks = [...(opening?.checks ?? []), ...transitions.flatMap((one) => one.checks)]
  return [
    ...conditions,
    ...checks.flatMap(({ when, holds }) => (when === undefined ? [holds] : [when, holds])),
  ].flatMap(leavesOf)
}

/** Every state can be come to, an end can be come to from every one, and nothing leaves an end. */
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
  const seen = new Set(from)
  for (const state of seen) for (const one of next(state)) seen.add(one)
  return seen
}

function unfounded(regime: RegimeData, basis: readonly string[], what: string): string[] {
  return missing(
    basis,
    regime.provisions.map(({ id }) => id),
    `${what} rests on the provision`,
  )
}

function missing(wanted: readonly string[], known: readonly string[], what: string): string[] {
  return wanted
    .filter((one) => !known.includes(one))
    .map((one) => `${what} ${one}, which is missing`)
}
