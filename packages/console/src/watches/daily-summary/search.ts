export type SummarySearch = { day?: string }

/** The day in UTC, if it is stated. */
export function readSummarySearch({ day }: Record<string, unknown>): SummarySearch {
  return typeof day === 'string' && isDay(day) ? { day } : {}
}

/** The day in UTC. */
export function dayOf(now: number): string {
  return new Date(now).toISOString().slice(0, 10)
}

/** So many days later. */
export function shifted(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** A moment that is of the same day in most time zones. */
export function noonOf(day: string): string {
  return `${day}T12:00:00Z`
}

function isDay(text: string): boolean {
  const isWritten = /^\d{4}-\d\d-\d\d$/.test(text)
  return isWritten && new Date(`${text}T00:00:00Z`).toJSON()?.slice(0, 10) === text
}
