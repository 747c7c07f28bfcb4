import { TouchstoneError } from '@touchstone/contract'
import type { CaseHistory } from '../proceeding/index.ts'
import { rulesOf, type Workflow, type RegimeData, type Rules } from '../regime/index.ts'
import { replay, type PassedDeadline, type Replayed } from './replay-case.ts'

/** A period: a number in the unit of the time limit, or days whatever its unit. */
export type Period = number | { days: number }

/** Other periods by time limit, such as `complaint.period`. */
export type Periods = Readonly<Record<string, Period>>

/** The differences in one case. */
export type CaseDifference = {
  /** Index of the history in the input. */
  case: number
  /** Time limits that passed as it was and would not have passed so. */
  passedNoMore: PassedDeadline[]
  /** Time limits that would have passed and did not, or not then. */
  passedNewly: PassedDeadline[]
  /** Acts that people performed and would have been refused, with the reason. */
  refused: Replayed['refused']
  /** Matters that would have ended in another state. */
  states: { instance: string; was: string; wouldBe: string }[]
}

export type PeriodComparison = {
  cases: number
  changed: CaseDifference[]
  passed: { was: number; wouldBe: number }
}

/**
 * Simulates recorded cases with other periods: “what if the window were nine months”. Both sides are replayed in the
 * same way up to `until`, so that they differ only by the periods.
 * @throws TouchstoneError `simulation-invalid` for a time limit that the regime lacks or that has no period.
 */
export function comparePeriods(
  rules: Rules,
  histories: readonly CaseHistory[],
  { periods, until }: { periods: Periods; until: string },
): PeriodComparison {
  const other = withPeriods(rules, periods)
  const result: PeriodComparison = {
    cases: histories.length,
    changed: [],
    passed: { was: 0, wouldBe: 0 },
  }
  for (const [index, history] of histories.entries()) {
    const was = replay(rules, history, until)
    const would = replay(other, history, until)
    result.passed.was += was.passed.length
    result.passed.wouldBe += would.passed.length
    const difference = differenceOf(index, was, would)
    const { passedNewly, passedNoMore, refused, states } = difference
    const parts = [passedNewly, passedNoMore, refused, states]
    if (parts.some(({ length }) => length > 0)) result.changed.push(difference)
  }
  return result
}

function differenceOf(index: number, was: Replayed, would: Replayed): CaseDifference {
  const before = new Set(was.refused.map(({ event }) => event))
  return {
    case: index,
    passedNoMore: without(was.passed, would.passed),
    passedNewly: without(would.passed, was.passed),
    refused: would.refused.filter(({ event }) => !before.has(event)),
    states: Object.values(was.state.instances).flatMap(({ id, state }) => {
      const wouldBe = would.state.instances[id]?.state ?? 'never begun'
      return wouldBe === state ? [] : [{ instance: id, was: state, wouldBe }]
    }),
  }
}

function without(
  some: readonly PassedDeadline[],
  others: readonly PassedDeadline[],
): PassedDeadline[] {
  const key = ({ instance, timeLimit, dueAt }: PassedDeadline): string =>
    `${instance} ${timeLimit} ${dueAt}`
  const known = new Set(others.map(key))
  return some.filter((deadline) => !known.has(key(deadline)))
}

/** The same rules with other periods; under the same id and version, since nothing else differs. */
export function withPeriods(rules: Rules, periods: Periods): Rules {
  const { regime } = rules
  const left = new Set(Object.keys(periods))
  const policies: RegimeData['policies'] = [...regime.policies]
  const workflows = regime.workflows.map((workflow) => ({
    ...workflow,
    timeLimits: workflow.timeLimits.map((timeLimit) => {
      const name = `${workflow.id}.${timeLimit.id}`
      const amount = periods[name]
      if (amount === undefined) return timeLimit
      left.delete(name)
      return withPeriod(rules, timeLimit, amount, policies, name)
    }),
  }))
  if (left.size > 0) {
    const known = regime.workflows.flatMap(({ id, timeLimits }) =>
      timeLimits.map((timeLimit) => `${id}.${timeLimit.id}`),
    )
    throw unfit(
      `The regime ${regime.id} has no time limit ${[...left].join(', ')}: its time limits are ${known.join(', ')}.`,
    )
  }
  const calendars = workflows
    .flatMap(({ timeLimits }) => timeLimits)
    .flatMap((timeLimit) => {
      if (timeLimit.kind === 'working-days') return [rules.calendar(timeLimit.calendar)]
      return timeLimit.kind === 'calendar' && timeLimit.rollForwardCalendar !== undefined
        ? [rules.calendar(timeLimit.rollForwardCalendar)]
        : []
    })
  return rulesOf({ ...regime, workflows, policies }, calendars)
}

type TimeLimit = Workflow['timeLimits'][number]

function withPeriod(
  rules: Rules,
  timeLimit: TimeLimit,
  period: Period,
  policies: RegimeData['policies'],
  name: string,
): TimeLimit {
  const inDays = typeof period !== 'number'
  const amount = inDays ? period.days : period
  switch (timeLimit.kind) {
    case 'calendar':
      return { ...timeLimit, amount, ...(inDays && { unit: 'day' }) }
    case 'working-days':
      return { ...timeLimit, amount }
    case 'undue': {
      const id = `what-if-${name.replace('.', '-').toLowerCase()}`
      const { policy } = timeLimit.target
      const unit = inDays ? 'days' : rules.policy(policy).unit
      policies.push({ ...rules.policy(policy), id, unit, value: amount, minimum: 0 })
      return { ...timeLimit, target: { policy: id } }
    }
    case 'date':
    case 'none':
      throw unfit(`The time limit ${name} has no period to change.`)
  }
}

function unfit(message: string): TouchstoneError {
  return new TouchstoneError({ code: 'simulation-invalid', message })
}
