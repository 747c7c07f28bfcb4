/** Decodes a workbook's escapes for characters that XML cannot contain: `_x000D_`. */
export function unescapeCell(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 16)),
  )
}

/** "BC12" → 54, the column from 0; undefined if invalid. */
export function columnOf(reference: string): number | undefined {
  const letters = /^([A-Z]{1,3})[0-9]+$/.exec(reference)?.[1]
  if (letters === undefined) return undefined
  let column = 0
  for (const letter of letters) column = column * 26 + letter.charCodeAt(0) - 64
  return column - 1
}

const dayMilliseconds = 86_400_000
// Day 1 is 1 January 1900, and the nonexistent 29 February 1900 counts too.
const epoch1900 = Date.UTC(1899, 11, 30)
const epoch1904 = Date.UTC(1904, 0, 1)

/**
 * "2026-11-25", or "2026-11-25T08:30:00" with a time of day, from a serial number. Workbooks have no time zone.
 * Undefined outside the years 1900 to 9999.
 */
export function dateOf(serial: number, since1904: boolean): string | undefined {
  if (!(serial >= 1 && serial < 2_958_466)) return undefined
  // Before March 1900 the count is one day behind.
  const shift = !since1904 && serial < 60 ? 1 : 0
  const milliseconds = Math.round((serial + shift) * 86_400) * 1000
  const date = new Date((since1904 ? epoch1904 : epoch1900) + milliseconds)
  if (Number.isNaN(date.getTime()) || date.getUTCFullYear() > 9999) return undefined
  const text = date.toISOString()
  return milliseconds % dayMilliseconds === 0 ? text.slice(0, 10) : text.slice(0, 19)
}
