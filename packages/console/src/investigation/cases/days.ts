/** The date in so many days, in the reader's time zone. */
export function later(days: number): string {
  const day = new Date()
  day.setDate(day.getDate() + days)
  return localDay(day)
}

/** Formats a date for a date field, in the reader's time zone. */
export function localDay(day: Date): string {
  const [month, date] = [day.getMonth() + 1, day.getDate()].map((part) =>
    String(part).padStart(2, '0'),
  )
  return `${day.getFullYear()}-${month}-${date}`
}

/** End of a day in the reader's time zone; undefined for an invalid date. */
export function endOf(day: string): string | undefined {
  const end = new Date(`${day}T23:59:59`)
  return Number.isNaN(end.getTime()) ? undefined : end.toISOString()
}
