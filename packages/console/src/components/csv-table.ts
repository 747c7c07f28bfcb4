/**
 * A table as CSV for spreadsheets (RFC 4180, UTF-8 with BOM). The only writer of CSV: every cell passes through it,
 * so that no third-party text runs as a formula.
 */
export function csvTable(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((cells) => cells.map(quoted).join(',')).join('\r\n')}\r\n`
}

function quoted(text: string): string {
  return `"${asText(text).replaceAll('"', '""')}"`
}

const formulaSigns: ReadonlySet<string> = new Set(['=', '+', '-', '@'])
// Characters that some programs skip before a formula: whitespace, control and format characters.
const passedOver = /[\s\p{Cc}\p{Cf}]/u

/** Adds an apostrophe where a spreadsheet would run the text (OWASP, CSV injection). */
function asText(text: string): string {
  const [first = ''] = text
  if (first === '\t' || first === '\r' || first === '\n') return `'${text}`
  // Some programs read full-width and other variants of these signs as the signs themselves.
  for (const sign of text.normalize('NFKC')) {
    if (!passedOver.test(sign)) return formulaSigns.has(sign) ? `'${text}` : text
  }
  return text
}
