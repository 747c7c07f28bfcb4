/**
 * A day of the calendar as `YYYY-MM-DD`, without an hour or a zone. Two of them compare as strings.
 */
export type LocalDate = string

const dayMs = 86_400_000

/** True for a day that exists: `2027-02-28`, not `2027-02-29`. */
export function isLocalDate(text: string): boolean {
  return /^\d{4}-\d\d-\d\d$/.test(text) && !text.startsWith('0000') && written(parse(text)) === text
}

/** The date this many days later; earlier if `days` is negative. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return written(parse(date) + days * dayMs)
}

/**
 * The same day of the month this many months later, or the last day if that month is too short: 31 August and six
 * months give 28 or 29 February.
 */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const [year = 0, month = 0, day = 0] = date.split('-').map(Number)
  const count = year * 12 + (month - 1) + months
  const [toYear, toMonth] = [Math.floor(count / 12), count % 12]
  return dayOf(toYear, toMonth + 1, Math.min(day, daysInMonth(toYear, toMonth + 1)))
}

/** Number of days from the first to the second date; negative if the second is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return Math.round((parse(to) - parse(from)) / dayMs)
}

/** 1 for Monday to 7 for Sunday, as ISO 8601 counts. */
export function weekdayOf(date: LocalDate): number {
  return new Date(parse(date)).getUTCDay() || 7
}

/** The date of year, month from 1 and day from 1. */
export function dayOf(year: number, month: number, day: number): LocalDate {
  const two = (part: number): string => String(part).padStart(2, '0')
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`
}

/** How many days the month has, counted from 1. */
export function daysInMonth(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate()
}

function parse(date: LocalDate): number {
  return Date.parse(`${date}T00:00:00Z`)
}

function written(ms: number): LocalDate {
  return Number.isNaN(ms) ? '' : new Date(ms).toISOString().slice(0, 10)
}
