import { startOfDay, type LocalDate } from '../calendar/index.ts'
import { deadlineOf, Refused } from '../proceeding/index.ts'
import type { TimeLimit, Workflow, Provision, Rules } from '../regime/index.ts'
import { withPeriods, type Periods } from './compare-periods.ts'

/** When a time limit ends: the last day in time, or the instant of a target; neither where a fact names the day. */
export type TimeLimitEnd = { lastDay?: LocalDate; dueAt?: string; why: string }

/** A time limit in a state in which it begins, with the present and the changed data. */
export type StateTimeLimit = {
  workflow: string
  timeLimit: string
  /** The state that is entered as the time limit begins; `undefined` where another workflow begins it in any. */
  state: string | undefined
  was: TimeLimitEnd
  wouldBe: TimeLimitEnd
  /** The lines on which it rests, each with whether its wording was verified. */
  lines: Pick<Provision, 'article' | 'force' | 'verified'>[]
}

/**
 * When each time limit of a regime would end with other periods, if it began on a given day: for each state
 * separately. Any date that it counts from is assumed to be that day too.
 * @throws TouchstoneError `simulation-invalid` for a time limit that the regime lacks or that has no period.
 */
export function timeLimitEnds(
  rules: Rules,
  { periods, from }: { periods: Periods; from: LocalDate },
): StateTimeLimit[] {
  const other = withPeriods(rules, periods)
  return rules.regime.workflows.flatMap((workflow) =>
    workflow.states
      .map(({ id }) => id)
      .concat(anyState)
      .flatMap((state) =>
        workflow.timeLimits
          .filter((timeLimit) => statesOf(workflow, timeLimit.id).has(state))
          .map((timeLimit) => ({
            workflow: workflow.id,
            timeLimit: timeLimit.id,
            state: state === anyState ? undefined : state,
            was: endOf(rules, timeLimit, from),
            wouldBe: endOf(other, other.timeLimit(workflow.id, timeLimit.id), from),
            lines: timeLimit.basis.map((id) => {
              const { article, force, verified } = rules.provision(id)
              return { article, force, verified }
            }),
          })),
      ),
  )
}

// No state has an empty name.
const anyState = ''

/** The states that are entered, or stayed in, as the time limit begins. */
function statesOf(workflow: Workflow, timeLimit: string): Set<string> {
  const begins = (list: readonly { start: string }[] = []): boolean =>
    list.some(({ start }) => start === timeLimit)
  const states = workflow.transitions.flatMap(({ timeLimits, from, to }) =>
    begins(timeLimits) ? (to === undefined ? from : [to]) : [],
  )
  if (begins(workflow.onOpen?.timeLimits)) states.push(workflow.initial)
  // A time limit that none of its own steps begins is begun by another workflow.
  return new Set(states.length === 0 ? [anyState] : states)
}

function endOf(rules: Rules, timeLimit: TimeLimit, from: LocalDate): TimeLimitEnd {
  if (timeLimit.kind === 'date') return { why: `It ends on the named day (${timeLimit.from}).` }
  const at = startOfDay(from, rules.regime.timeZone)
  try {
    const { lastDay, dueAt, why } = deadlineOf({ rules, settings: {}, timeLimit, facts: {}, at })
    return { ...(lastDay !== undefined && { lastDay }), ...(dueAt !== undefined && { dueAt }), why }
  } catch (error) {
    if (error instanceof Refused) return { why: error.message }
    throw error
  }
}
