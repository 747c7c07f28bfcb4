import {
  addDays,
  addMonths,
  addWorkingDays,
  localDateAt,
  nextWorkingDay,
  startOfDay,
} from '../calendar/index.ts'
import { policyValue, type TimeLimit, type Rules, type Settings } from '../regime/index.ts'
import { cited } from './citation.ts'
import type { Facts } from './event.ts'
import { Refused } from './refusal.ts'
import type { Calculation, OpenDeadline } from './state.ts'

type Deadline = Pick<OpenDeadline, 'from' | 'lastDay' | 'dueAt' | 'why' | 'calculation'>

type Question = { rules: Rules; settings: Settings; timeLimit: TimeLimit; facts: Facts; at: string }

/**
 * When a time limit expires, and how it was computed. A time limit in days ends with its last day in the zone of the
 * regime (of the calendar, for working days); the starting day does not count. For a time limit “without undue delay”
 * the organisation's target is used, with a statement that the law sets none.
 */
export function deadlineOf({ rules, settings, timeLimit, facts, at }: Question): Deadline {
  const { title } = timeLimit
  const lines = cited(rules, timeLimit.basis)
  const zone =
    timeLimit.kind === 'working-days'
      ? rules.calendar(timeLimit.calendar).timeZone
      : rules.regime.timeZone
  const day = dayFrom(timeLimit, facts) ?? localDateAt(at, zone)
  const until = (
    lastDay: string,
    how: string,
    calculation: Omit<Calculation, 'zone'>,
  ): Deadline => ({
    from: day,
    lastDay,
    dueAt: startOfDay(addDays(lastDay, 1), zone),
    why: `“${title}” counts from ${day} and is in time until the end of ${lastDay} (${zone}): ${how} ${lines}`,
    calculation: { zone, ...calculation },
  })
  switch (timeLimit.kind) {
    case 'none':
      return {
        from: day,
        why: `“${title}” waits without an end date. ${lines}`,
        calculation: { zone, rule: 'endless' },
      }
    case 'date':
      return until(day, 'the day that was recorded.', { rule: 'recorded-day' })
    case 'undue': {
      const from = timeLimit.from === undefined ? at : startOfDay(day, zone)
      const policy = rules.policy(timeLimit.target.policy)
      const hours = Number(policyValue(policy, settings)) * (policy.unit === 'days' ? 24 : 1)
      const dueAt = new Date(Date.parse(from) + hours * 3_600_000).toISOString()
      return {
        from,
        dueAt,
        why: `“${title}” must come without undue delay; the law states no number; the organisation’s target is ${hours} hours, until ${dueAt}. ${lines}`,
        calculation: { zone, rule: 'target', count: hours },
      }
    }
    case 'calendar': {
      const count = amountOf(timeLimit.amount, rules, settings)
      const last = timeLimit.unit === 'day' ? addDays(day, count) : addMonths(day, count)
      const short = timeLimit.unit === 'month' && last.slice(8) !== day.slice(8)
      const { ends, late } = endOf(last, timeLimit, rules)
      const what = timeLimit.unit === 'day' ? 'calendar day' : 'month'
      return until(
        ends,
        `${pluralised(count, what)} after it${short ? ', on the last day of a month that is too short' : ''}${late}.`,
        {
          rule: timeLimit.unit === 'day' ? 'days' : 'months',
          count,
          ...(ends !== last && { dayOff: last }),
          ...(short && { shortMonth: true }),
        },
      )
    }
    case 'working-days': {
      const count = amountOf(timeLimit.amount, rules, settings)
      const calendar = rules.calendar(timeLimit.calendar)
      const last = addWorkingDays(calendar, day, count)
      if (!last.ok) throw new Refused('no-deadline', last.reason, { basis: timeLimit.basis })
      return until(
        last.date,
        `${pluralised(count, 'working day')} after it by the calendar “${calendar.title}”.`,
        { rule: 'working-days', count },
      )
    }
  }
}

/** Where a period may not end on a day off it ends with the next day that is worked. */
function endOf(
  last: string,
  { rollForwardCalendar: rolls }: Extract<TimeLimit, { kind: 'calendar' }>,
  rules: Rules,
): { ends: string; late: string } {
  if (rolls === undefined) return { ends: last, late: '' }
  const calendar = rules.calendar(rolls)
  const ends = nextWorkingDay(calendar, last)
  const late = `, and since ${last} is a day off by the calendar “${calendar.title}” with the next that is none`
  return { ends, late: ends === last ? '' : late }
}

function dayFrom(timeLimit: TimeLimit, facts: Facts): string | undefined {
  const value = timeLimit.from === undefined ? undefined : facts[timeLimit.from]
  return typeof value === 'string' ? value : undefined
}

function amountOf(amount: number | { policy: string }, rules: Rules, settings: Settings): number {
  if (typeof amount === 'number') return amount
  return Number(policyValue(rules.policy(amount.policy), settings))
}

function pluralised(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
