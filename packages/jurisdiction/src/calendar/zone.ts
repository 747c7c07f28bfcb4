import { addDays, type LocalDate } from './local-date.ts'

const dayMs = 86_400_000
// Creating a formatter costs a hundred times one formatting; the set of zones does not change.
const formatters = new Map<string, Intl.DateTimeFormat>()

/** True for a time zone of the IANA database that this machine knows: `Europe/Brussels`. */
export function isTimeZone(name: string): boolean {
  try {
    formatterOf(name)
    return true
  } catch {
    return false
  }
}

/** The day that people in the zone have at an instant, given as an ISO 8601 date and time. */
export function localDateAt(instant: string, zone: string): LocalDate {
  return dateAt(Date.parse(instant), zone)
}

/**
 * The instant at which a day begins in a zone. Where the clocks jump over midnight it is the first
 * instant of that day all the same; where a zone left a whole day out, the beginning of the next.
 */
export function startOfDay(date: LocalDate, zone: string): string {
  const midnight = Date.parse(`${date}T00:00:00Z`)
  // The offset of a zone before and after any change that could touch this midnight.
  const candidates = [-dayMs, dayMs]
    .map((shift) => midnight - offsetAt(midnight + shift, zone))
    .filter((ms) => dateAt(ms, zone) === date)
  if (candidates.length === 0) return startOfDay(addDays(date, 1), zone)
  return new Date(Math.min(...candidates)).toISOString()
}

function dateAt(ms: number, zone: string): LocalDate {
  return new Date(ms + offsetAt(ms, zone)).toISOString().slice(0, 10)
}

function offsetAt(ms: number, zone: string): number {
  const part: Record<string, number> = {}
  for (const { type, value } of formatterOf(zone).formatToParts(ms)) part[type] = Number(value)
  const { year = 0, month = 1, day = 1, hour = 0, minute = 0, second = 0 } = part
  const wall = Date.UTC(year, month - 1, day, hour, minute, second)
  return wall - Math.floor(ms / 1000) * 1000
}

function formatterOf(zone: string): Intl.DateTimeFormat {
  const known = formatters.get(zone)
  if (known) return known
  const formatter = new Intl.DateTimeFormat('en-u-ca-gregory-hc-h23', {
    timeZone: zone,
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  formatters.set(zone, formatter)
  return formatter
}
