import {
  dueDeadlines,
  emptyCase,
  applyEvent,
  type CaseEvent,
  type CaseState,
  type WorkflowInstance,
  type Refusal,
} from '../src/proceeding/index.ts'
import {
  leavesOf,
  type Guard,
  type Profile,
  type Rules,
  type Settings,
} from '../src/regime/index.ts'
import {
  actor,
  anAct,
  chooserOf,
  fillIn,
  kindOf,
  instancesOf,
  waysOn,
  type Choose,
} from './random-events.ts'

const marketplace: Profile = { tier: 'marketplace', sizeClass: 'other' }
const start = Date.parse('2026-03-02T09:00:00Z')
const hour = 3_600_000

export type Played = {
  /** The state before each accepted event, and the event. */
  taken: { before: CaseState; event: CaseEvent }[]
  refused: { event: CaseEvent; refusal: Refusal }[]
  state: CaseState
}

type Play = {
  rules: Rules
  profile?: Profile
  settings?: Settings
  numbers: readonly number[]
  /** The workflow with the most events, so that cases get far. */
  favour?: string
}

/**
 * Plays a case at random: matters opened, acts in any order by any role, valid and invalid fields, hours to months
 * between, time limits swept late or not at all. Refused events are not part of the history.
 */
export function playAtRandom({
  rules,
  profile = marketplace,
  settings = {},
  numbers,
  favour,
}: Play): Played {
  const choose = chooserOf(numbers)
  const { id, version } = rules.regime
  const played: Played = {
    taken: [],
    refused: [],
    state: emptyCase(rules, { regime: { id, version }, profile, settings }),
  }
  let now = start
  for (let turn = 0; turn < numbers.length * 2; turn++) {
    now += [0, 1, 5, 30, 24 * 20, 24 * 100, 24 * 200][choose(7)]! * hour
    if (choose(3) > 0) sweep(rules, played, iso(now))
    const instances = instancesOf(played.state)
    if (instances.length === 0 || choose(instances.length < 4 ? 3 : 12) === 0)
      listing(rules, played, opening(rules, played, { choose, at: iso(now), favour }))
    else {
      const favoured = instances.filter(({ workflow }) => workflow === favour)
      const from = favoured.length > 0 && choose(3) > 0 ? favoured : instances
      const instance = from[choose(from.length)]!
      const ways = waysOn(rules, instance)
      if (ways.length === 0) continue
      const way = ways[choose(ways.length)]!
      if (choose(3) > 0) tryHard(rules, played, { instance, way, at: iso(now) }, choose)
      else
        listing(
          rules,
          played,
          anAct(rules, { instance, way, at: iso(now) }, { choose, careless: true }),
        )
    }
  }
  return played
}

/**
 * Brings every matter of a case to an end, by any acts that lead there, waiting if only time helps. Returns the
 * matters that could not be ended: these are stuck.
 */
export function finish(rules: Rules, played: Played): WorkflowInstance[] {
  const choose = chooserOf([played.state.events, played.refused.length])
  let now = Math.max(start, Date.parse(played.state.lastAt ?? iso(start)))
  for (let round = 0; round < 400; round++) {
    const open = instancesOf(played.state).filter((instance) => kindOf(rules, instance) !== 'end')
    if (open.length === 0) return []
    // A settled matter may rest, so that parallel ones proceed first in some cases.
    const due = open.filter((instance) => kindOf(rules, instance) === 'open' || choose(2) === 0)
    const moved = due.map(({ id }) => bringOn(rules, played, id, iso(now), choose))
    // No act was possible: only time helps, a week at first, then more.
    if (!moved.some(Boolean)) now += 24 * hour * (round % 3 === 0 ? 7 : 40)
    sweep(rules, played, iso(now))
  }
  return instancesOf(played.state).filter((instance) => kindOf(rules, instance) !== 'end')
}

function bringOn(rules: Rules, played: Played, id: string, at: string, choose: Choose): boolean {
  const instance = played.state.instances[id]!
  const far = distances(rules, instance.workflow)
  const here = far.get(instance.state) ?? Infinity
  const ways = waysOn(rules, instance)
    .filter((way) => {
      if (way.to !== instance.state) return (far.get(way.to) ?? Infinity) < here || choose(4) === 0
      return choose(6) === 0 || instance.path.every(({ action: done }) => done !== way.transition)
    })
    .sort((a, b) => (far.get(a.to) ?? 0) - (far.get(b.to) ?? 0))
  // Not always the shortest way: every end should be come to in some case.
  const turns = ways.length === 0 ? 0 : choose(ways.length)
  ways.push(...ways.splice(0, turns))
  return ways.some((way) => tryHard(rules, played, { instance, way, at }, choose))
}

type Attempt = { instance: WorkflowInstance; way: { transition: string; role: string }; at: string }

/** Fills in an act, and corrects what a refusal complains about until it is accepted or cannot be. */
function tryHard(rules: Rules, played: Played, attempt: Attempt, choose: Choose): boolean {
  const { instance, way, at } = attempt
  const { fields, checks } = rules.transition(instance.workflow, way.transition)!
  let event = anAct(rules, attempt, { choose, careless: false })
  for (let tries = 0; tries < 60; tries++) {
    const answer = listing(rules, played, event)
    if (answer === true) return true
    if (answer.code === 'not-asked' && event.type === 'transition') {
      const stray = new Set(answer.missing.map(({ field }) => field))
      const known = Object.entries(event.fields).filter(([name]) => !stray.has(name))
      event = { ...event, fields: Object.fromEntries(known) }
      continue
    }
    const names =
      answer.code === 'not-fulfilled'
        ? checks.filter(({ message }) => answer.message.includes(message)).flatMap(factsOf)
        : answer.missing.map(({ field }) => field)
    const mendable = fields.filter(({ name }) => names.includes(name))
    const field = mendable[choose(Math.max(mendable.length, 1))]
    if (event.type !== 'transition' || field === undefined) return false
    const [, value] = Object.entries(
      fillIn([{ ...field, optional: false }], at, { rules, choose, careless: false }),
    )[0]!
    event = { ...event, fields: { ...event.fields, [field.name]: value } }
  }
  return false
}

function factsOf(check: { when?: Guard; condition: Guard }): string[] {
  const guards = [check.condition, ...(check.when ? [check.when] : [])].flatMap(leavesOf)
  return guards.flatMap((leaf) => [
    ...('fact' in leaf ? [leaf.fact] : []),
    ...('within' in leaf ? [leaf.within] : []),
    ...('notBefore' in leaf ? [leaf.notBefore] : []),
  ])
}

/** How many steps each state of a workflow is from an end. */
function distances(rules: Rules, workflow: string): Map<string, number> {
  const { states = [], transitions = [] } = rules.workflow(workflow) ?? {}
  const far = new Map(states.filter(({ kind }) => kind === 'end').map(({ id }) => [id, 0]))
  for (let steps = 1; steps <= states.length; steps++) {
    for (const { from, to } of transitions) {
      if (to === undefined || far.get(to) !== steps - 1) continue
      for (const state of from) if (!far.has(state)) far.set(state, steps)
    }
  }
  return far
}

function opening(
  rules: Rules,
  played: Played,
  { choose, at, favour }: { choose: Choose; at: string; favour: string | undefined },
): CaseEvent {
  const all = rules.regime.workflows.filter((candidate) => candidate.opening)
  const favoured = all.filter(
    (candidate) => candidate.id === favour || leadsTo(rules, candidate.id, favour),
  )
  const openings = favoured.length > 0 && choose(4) > 0 ? favoured : all
  const workflow = openings[choose(openings.length)]!
  const { roles: by, fields, origins } = workflow.opening!
  const instances = instancesOf(played.state)
  const fitting = instances.filter((instance) =>
    origins.some(
      (origin) => origin.workflow === instance.workflow && origin.in.includes(instance.state),
    ),
  )
  // Mostly from where it may come, at times from anywhere.
  const from = choose(4) > 0 && fitting.length > 0 ? fitting : instances
  return {
    type: 'open',
    at,
    id: `m${played.taken.length}`,
    workflow: workflow.id,
    by: actor(rules, by[choose(by.length)]!),
    ...(origins.length > 0 && from.length > 0 && { origin: from[choose(from.length)]!.id }),
    fields: fillIn(fields, at, { rules, choose, careless: choose(4) === 0 }),
  }
}

function leadsTo(rules: Rules, workflow: string, favour: string | undefined): boolean {
  const origins = rules.workflow(favour ?? '')?.opening?.origins ?? []
  const starts =
    rules.workflow(workflow)?.transitions.flatMap((transition) => transition.starts) ?? []
  return (
    origins.some((origin) => origin.workflow === workflow) ||
    starts.some((entry) => entry.workflow === favour)
  )
}

function sweep(rules: Rules, played: Played, at: string): void {
  for (
    let [event] = dueDeadlines(played.state, at);
    event;
    [event] = dueDeadlines(played.state, at)
  ) {
    if (listing(rules, played, event) !== true)
      throw new Error('A deadline that is due was refused.')
  }
}

function listing(rules: Rules, played: Played, event: CaseEvent): true | Refusal {
  const before = played.state
  const answer = applyEvent(rules, before, event)
  if (!answer.ok) {
    played.refused.push({ event, refusal: answer.refusal })
    return answer.refusal
  }
  played.taken.push({ before, event })
  played.state = answer.state
  return true
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
