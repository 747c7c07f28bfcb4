import { addDays, dayOf, daysInMonth, weekdayOf, type LocalDate } from './local-date.ts'
import type { WorkingCalendar } from './model.ts'

type DayRule = WorkingCalendar['days'][number]

/** The last day of a period, or a sentence with the reason for which it cannot be computed. */
export type CountedDay = { ok: true; date: LocalDate } | { ok: false; reason: string }

/** True if the day is a working day; it must be within the calendar's period. */
export function isWorkingDay(calendar: WorkingCalendar, date: LocalDate): boolean {
  if (calendar.days.some((rule) => rule.rule === 'worked' && rule.date === date)) return true
  if (calendar.weekend.includes(weekdayOf(date))) return false
  return holidayOn(calendar, date) === undefined
}

/** The name of the holiday that is kept on a day. */
export function holidayOn(calendar: WorkingCalendar, date: LocalDate): string | undefined {
  return calendar.days.find((rule) => isObservedOn(rule, date, calendar.weekend))?.name
}

/**
 * Counts working days, starting after the given day; the period ends with the last of them. Days beyond the calendar
 * are not guessed.
 */
export function addWorkingDays(
  calendar: WorkingCalendar,
  date: LocalDate,
  count: number,
): CountedDay {
  let at = date
  for (let left = count; left > 0;) {
    at = addDays(at, 1)
    if (at < calendar.from || at > calendar.to) {
      return {
        ok: false,
        reason: `The calendar “${calendar.title}” covers the days from ${calendar.from} to ${calendar.to}, not ${at}: update it.`,
      }
    }
    if (isWorkingDay(calendar, at)) left--
  }
  return { ok: true, date: at }
}

/** The day itself if it is a working day, otherwise the next one; a day beyond the calendar is returned unchanged. */
export function nextWorkingDay(calendar: WorkingCalendar, date: LocalDate): LocalDate {
  let at = date
  while (at >= calendar.from && at <= calendar.to && !isWorkingDay(calendar, at))
    at = addDays(at, 1)
  return at
}

function isObservedOn(rule: DayRule, date: LocalDate, weekend: readonly number[]): boolean {
  if (rule.rule === 'worked') return false
  if (rule.rule === 'date') return rule.date === date
  const year = Number(date.slice(0, 4))
  if (rule.rule === 'nth-weekday') return nthWeekday(rule, year) === date
  // A day that moves may be kept in the year before or after its own.
  return [year - 1, year, year + 1].some(
    (ruleYear) => ruleYear >= (rule.since ?? 0) && yearly(rule, ruleYear, weekend) === date,
  )
}

function yearly(
  { month, day, moves }: Extract<DayRule, { rule: 'yearly' }>,
  year: number,
  weekend: readonly number[],
): LocalDate {
  const date = dayOf(year, month, day)
  const free = (candidate: LocalDate): boolean => weekend.includes(weekdayOf(candidate))
  if (moves === undefined || !free(date)) return date
  if (moves === 'nearest-weekday' && !free(addDays(date, -1))) return addDays(date, -1)
  let next = date
  while (free(next)) next = addDays(next, 1)
  return next
}

function nthWeekday(
  { month, weekday, nth }: Extract<DayRule, { rule: 'nth-weekday' }>,
  year: number,
): LocalDate {
  if (nth === -1) {
    const last = dayOf(year, month, daysInMonth(year, month))
    return addDays(last, -((weekdayOf(last) - weekday + 7) % 7))
  }
  const first = dayOf(year, month, 1)
  return addDays(first, ((weekday - weekdayOf(first) + 7) % 7) + (nth - 1) * 7)
}
