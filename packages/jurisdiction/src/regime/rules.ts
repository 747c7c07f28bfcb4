import { TouchstoneError } from '@touchstone/contract'
import { shippedCalendar, shippedCalendars, type WorkingCalendar } from '../calendar/index.ts'
import { lintRegime } from './lint-regime.ts'
import {
  RegimeData,
  workflowParts,
  type TimeLimit,
  type Duty,
  type Workflow,
  type Policy,
  type Provision,
  type Transition,
  type WorkflowPart,
} from './model.ts'

/** A regime ready to run: checked, with its references resolved. */
export type Rules = {
  regime: RegimeData
  workflow: (id: string) => Workflow | undefined
  /** The id of the workflow that plays a part; throws where the regime has none. */
  workflowOf: (part: WorkflowPart) => string
  partOf: (workflow: string) => WorkflowPart | undefined
  transition: (workflow: string, id: string) => Transition | undefined
  timeLimit: (workflow: string, id: string) => TimeLimit
  provision: (id: string) => Provision
  policy: (id: string) => Policy
  duty: (id: string) => Duty
  role: (id: string) => { title: string; human: boolean } | undefined
  calendar: (id: string) => WorkingCalendar
}

/**
 * Checks a regime and makes it ready to be run. Calendars given beside it come before the shipped ones
 * of the same name.
 * @throws TouchstoneError `regime-invalid` that names every fault of the data.
 */
export function rulesOf(data: unknown, calendars: readonly WorkingCalendar[] = []): Rules {
  const parsed = RegimeData.safeParse(data)
  if (!parsed.success) {
    throw invalidRegime(
      parsed.error.issues.map(({ path, message }) => `/${path.join('/')} ${message}`),
    )
  }
  const regime = parsed.data
  const known = new Map<string, WorkingCalendar>([
    ...shippedCalendars.map((id) => [id, shippedCalendar(id)] as const),
    ...calendars.map((calendar) => [calendar.id, calendar] as const),
  ])
  const faults = lintRegime(regime, [...known.keys()])
  if (faults.length > 0) throw invalidRegime(faults)
  const workflows = new Map(regime.workflows.map((workflow) => [workflow.id, workflow]))
  const byId = <T extends { id: string }>(list: readonly T[]): ((id: string) => T) => {
    const entries = new Map(list.map((entry) => [entry.id, entry]))
    return (id) => {
      const entry = entries.get(id)
      if (entry === undefined) throw new Error(`The regime ${regime.id} has no ${id}.`)
      return entry
    }
  }
  const parts = new Map(
    workflowParts.flatMap((part) => {
      const id = regime.parts[part]
      return id === undefined ? [] : [[id, part] as const]
    }),
  )
  const roles = new Map(regime.roles.map((role) => [role.id, role]))
  const timeLimits = new Map(
    regime.workflows.map((workflow) => [workflow.id, byId(workflow.timeLimits)]),
  )
  return {
    regime,
    workflow: (id) => workflows.get(id),
    workflowOf: (part) => {
      const id = regime.parts[part]
      if (id === undefined) throw new Error(`The regime ${regime.id} has no ${part}.`)
      return id
    },
    partOf: (workflow) => parts.get(workflow),
    transition: (workflow, id) =>
      workflows.get(workflow)?.transitions.find((transition) => transition.id === id),
    timeLimit: (workflow, id) => {
      const find = timeLimits.get(workflow)
      if (find === undefined)
        throw new Error(`The regime ${regime.id} has no workflow ${workflow}.`)
      return find(id)
    },
    provision: byId(regime.provisions),
    policy: byId(regime.policies),
    duty: byId(regime.duties),
    role: (id) => roles.get(id),
    calendar: (id) => {
      const calendar = known.get(id)
      if (calendar === undefined) throw new Error(`There is no calendar ${id}.`)
      return calendar
    },
  }
}

function invalidRegime(faults: readonly string[]): TouchstoneError {
  return new TouchstoneError({
    code: 'regime-invalid',
    message: `The regime cannot be used: ${faults.join('; ')}.`,
  })
}
