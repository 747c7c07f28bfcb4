/**
 * A table as CSV for a spreadsheet (RFC 4180, UTF-8 with its mark). The only writer of such files:
 * every cell passes through it, so that no text of a stranger is run as a formula.
 */
export function csvTable(rows: readonly (readonly string[])[]): string {
  return `\ufeff${rows.map((cells) => cells.map(quoted).join(',')).join('\r\n')}\r\n`
}

function quoted(text: string): string {
  return `"${asText(text).replaceAll('"', '""')}"`
}

const formulaSigns: ReadonlySet<string> = new Set(['=', '+', '-', '@'])
// Programs differ in what they pass over before a formula: blanks, line ends, marks without a width.
const passedOver = /[\s\p{Cc}\p{Cf}]/u

/** The text with an apostrophe before it where a spreadsheet would run it (OWASP, CSV injection). */
function asText(text: string): string {
  const [first = ''] = text
  if (first === '\t' || first === '\r' || first === '\n') return `'${text}`
  // Full-width, small and double forms are read as the signs that they stand for.
  for (const sign of text.normalize('NFKC')) {
    if (!passedOver.test(sign)) return formulaSigns.has(sign) ? `'${text}` : text
  }
  return text
}
