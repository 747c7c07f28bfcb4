import {
  addDays,
  addMonths,
  addWorkingDays,
  localDateAt,
  nextWorkingDay,
  startOfDay,
} from '../calendar/index.ts'
import { policyValue, type Clock, type Rules, type Settings } from '../regime/index.ts'
import { cited } from './citation.ts'
import type { Facts } from './event.ts'
import { Refused } from './refusal.ts'
import type { OpenDeadline } from './state.ts'

type Deadline = Pick<OpenDeadline, 'from' | 'lastDay' | 'dueAt' | 'why'>

type Question = { rules: Rules; settings: Settings; clock: Clock; facts: Facts; at: string }

/**
 * When a clock passes, and how that was counted. A clock that counts days runs to the end of its last
 * day in the zone of the regime (of the calendar, for working days): the day from which it counts is not
 * one of them. A clock without undue delay runs to the house's target, and says that the law has none.
 */
export function deadlineOf({ rules, settings, clock, facts, at }: Question): Deadline {
  const { title } = clock
  const lines = cited(rules, clock.basis)
  const zone =
    clock.kind === 'working-days' ? rules.calendar(clock.calendar).timeZone : rules.regime.timeZone
  const day = dayFrom(clock, facts) ?? localDateAt(at, zone)
  const until = (lastDay: string, how: string): Deadline => ({
    from: day,
    lastDay,
    dueAt: startOfDay(addDays(lastDay, 1), zone),
    why: `“${title}” counts from ${day} and is in time until the end of ${lastDay} (${zone}): ${how} ${lines}`,
  })
  switch (clock.kind) {
    case 'none':
      return { from: day, why: `“${title}” waits without an end date. ${lines}` }
    case 'date':
      return until(day, 'the day that was recorded.')
    case 'undue': {
      const from = clock.from === undefined ? at : startOfDay(day, zone)
      const policy = rules.policy(clock.target.policy)
      const hours = Number(policyValue(policy, settings)) * (policy.unit === 'days' ? 24 : 1)
      const dueAt = new Date(Date.parse(from) + hours * 3_600_000).toISOString()
      return {
        from,
        dueAt,
        why: `“${title}” must come without undue delay; the law states no number; the organisation’s target is ${hours} hours, until ${dueAt}. ${lines}`,
      }
    }
    case 'calendar': {
      const count = amountOf(clock.amount, rules, settings)
      const last = clock.unit === 'day' ? addDays(day, count) : addMonths(day, count)
      const short = clock.unit === 'month' && last.slice(8) !== day.slice(8)
      const { ends, late } = endOf(last, clock, rules)
      const what = clock.unit === 'day' ? 'calendar day' : 'month'
      return until(
        ends,
        `${counted(count, what)} after it${short ? ', on the last day of a month that is too short' : ''}${late}.`,
      )
    }
    case 'working-days': {
      const count = amountOf(clock.amount, rules, settings)
      const calendar = rules.calendar(clock.calendar)
      const last = addWorkingDays(calendar, day, count)
      if (!last.ok) throw new Refused('no-deadline', last.reason, { basis: clock.basis })
      return until(
        last.date,
        `${counted(count, 'working day')} after it by the calendar “${calendar.title}”.`,
      )
    }
  }
}

/** Where a period may not end on a day off it ends with the next day that is worked. */
function endOf(
  last: string,
  { rolls }: Extract<Clock, { kind: 'calendar' }>,
  rules: Rules,
): { ends: string; late: string } {
  if (rolls === undefined) return { ends: last, late: '' }
  const calendar = rules.calendar(rolls)
  const ends = nextWorkingDay(calendar, last)
  const late = `, and since ${last} is a day off by the calendar “${calendar.title}” with the next that is none`
  return { ends, late: ends === last ? '' : late }
}

function dayFrom(clock: Clock, facts: Facts): string | undefined {
  const value = clock.from === undefined ? undefined : facts[clock.from]
  return typeof value === 'string' ? value : undefined
}

function amountOf(amount: number | { policy: string }, rules: Rules, settings: Settings): number {
  if (typeof amount === 'number') return amount
  return Number(policyValue(rules.policy(amount.policy), settings))
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
