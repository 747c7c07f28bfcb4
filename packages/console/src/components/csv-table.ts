import { spreadsheetText } from '@touchstone/contract'

/**
 * A table as CSV for spreadsheets (RFC 4180, UTF-8 with BOM). No third-party text runs as a formula.
 */
export function csvTable(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((cells) => cells.map(quoted).join(',')).join('\r\n')}\r\n`
}

function quoted(text: string): string {
  return `"${spreadsheetText(text).replaceAll('"', '""')}"`
}
