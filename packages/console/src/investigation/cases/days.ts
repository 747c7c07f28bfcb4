/** The day so many days from now, where the reader is. */
export function later(days: number): string {
  const day = new Date()
  day.setDate(day.getDate() + days)
  return localDay(day)
}

/** As fields for days write one: the day where the reader is. */
export function localDay(day: Date): string {
  const [month, date] = [day.getMonth() + 1, day.getDate()].map((part) =>
    String(part).padStart(2, '0'),
  )
  return `${day.getFullYear()}-${month}-${date}`
}

/** The end of a day where the reader is; undefined for what is no day. */
export function endOf(day: string): string | undefined {
  const end = new Date(`${day}T23:59:59`)
  return Number.isNaN(end.getTime()) ? undefined : end.toISOString()
}
