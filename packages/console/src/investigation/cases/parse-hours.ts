const maxHours = 8760

/** Parses a number of hours: null if empty, undefined if invalid. */
export function hoursIn(text: string): number | null | undefined {
  const written = text.trim()
  if (written === '') return null
  const hours = Number(written)
  return Number.isInteger(hours) && hours >= 1 && hours <= maxHours ? hours : undefined
}
