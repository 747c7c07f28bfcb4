const most = 8760

/** Hours as they are written: null where nothing is, undefined for what is no number of hours. */
export function hoursIn(text: string): number | null | undefined {
  const written = text.trim()
  if (written === '') return null
  const hours = Number(written)
  return Number.isInteger(hours) && hours >= 1 && hours <= most ? hours : undefined
}
