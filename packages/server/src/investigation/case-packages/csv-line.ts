import { spreadsheetText } from '@touchstone/contract'

/** A line of a table (RFC 4180). No third-party text runs as a formula. */
export function csvLine(values: readonly (string | number | undefined)[]): string {
  return `${values.map(cell).join(',')}\r\n`
}

function cell(value: string | number | undefined): string {
  if (typeof value === 'number') return String(value)
  const text = spreadsheetText(value ?? '')
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
