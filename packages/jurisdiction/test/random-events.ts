import { addDays, localDateAt } from '../src/calendar/index.ts'
import type {
  Actor,
  CaseEvent,
  CaseState,
  FactValue,
  Facts,
  WorkflowInstance,
} from '../src/proceeding/index.ts'
import type { Field, Rules } from '../src/regime/index.ts'

/** Chooses one of `count`, from 0: decides in a test how fields are filled in. */
export type Choose = (count: number) => number

/** An actor for a role in a test. */
export function actor(rules: Rules, role: string): Actor {
  return rules.role(role)?.human ? { role, id: `person-${role}` } : { role }
}

/** A value for a field that its type allows; whether the checks like it is another matter. */
function valueOf(field: Field, today: string, choose: Choose): FactValue {
  const { type, values = [] } = field
  switch (type) {
    case 'boolean':
      return choose(2) === 1
    case 'count':
      return [0, 0, 1, 30, 90, 91, 1.5][choose(7)] ?? 1
    case 'number':
      return [0, 1, 0.5, 30, 90, 91][choose(6)] ?? 1
    case 'date':
      return addDays(today, [0, 0, 0, 1, 30, -1, -200][choose(7)] ?? 0)
    case 'choice':
      return values[choose(values.length)] ?? ''
    case 'list': {
      if (values.length === 0) return choose(2) === 1 ? ['watches'] : ['watches', 'bags']
      const all = choose(3) > 0
      return all ? [...values] : [values[choose(values.length)] ?? '']
    }
    case 'text':
      return ['watches', 'text'][choose(2)] ?? ''
  }
}

/** Random values for fields; occasionally one is left out, if `careless` is set. */
export function fillIn(
  fields: readonly Field[],
  at: string,
  { rules, choose, careless }: { rules: Rules; choose: Choose; careless: boolean },
): Facts {
  const today = localDateAt(at, rules.regime.timeZone)
  const used = fields.filter(({ optional }) => {
    if (optional === true) return choose(2) === 1
    return !careless || choose(8) > 0
  })
  return Object.fromEntries(used.map((field) => [field.name, valueOf(field, today, choose)]))
}

/** All acts on a matter in its state, whoever may perform them. */
export function waysOn(
  rules: Rules,
  instance: WorkflowInstance,
): { transition: string; role: string; to: string }[] {
  const transitions = rules.workflow(instance.workflow)?.transitions ?? []
  return transitions
    .filter(({ from }) => from.includes(instance.state))
    .flatMap(({ id, roles: by, to }) =>
      by
        .filter((role) => role !== 'deadline')
        .map((role) => ({ transition: id, role, to: to ?? instance.state })),
    )
}

/** One act at random on a matter, filled in. */
export function anAct(
  rules: Rules,
  {
    instance,
    way,
    at,
  }: { instance: WorkflowInstance; way: { transition: string; role: string }; at: string },
  how: { choose: Choose; careless: boolean },
): CaseEvent {
  const fields = rules.transition(instance.workflow, way.transition)?.fields ?? []
  return {
    type: 'transition',
    at,
    id: instance.id,
    transition: way.transition,
    by: actor(rules, way.role),
    fields: fillIn(fields, at, { rules, ...how }),
  }
}

/** The kind of state that a matter is in: open, settled, or an end. */
export function kindOf(rules: Rules, instance: WorkflowInstance): 'open' | 'settled' | 'end' {
  const states = rules.workflow(instance.workflow)?.states ?? []
  return states.find(({ id }) => id === instance.state)?.kind ?? 'open'
}

/** The matters of a case as a list. */
export function instancesOf(state: CaseState): WorkflowInstance[] {
  return Object.values(state.instances)
}

/** Plays `count` numbers again and again: a driver that needs many choices out of few. */
export function chooserOf(numbers: readonly number[]): Choose {
  let at = 0
  let seed = numbers.reduce((sum, number) => (sum * 31 + number + 1) >>> 0, 7)
  return (count) => {
    if (at < numbers.length) return (numbers[at++] ?? 0) % count
    // xorshift32: after the numbers that shrink, plain repeatable chance.
    seed ^= seed << 13
    seed ^= seed >>> 17
    seed ^= seed << 5
    return (seed >>> 0) % count
  }
}
