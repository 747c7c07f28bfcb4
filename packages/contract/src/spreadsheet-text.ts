const formulaSigns: ReadonlySet<string> = new Set(['=', '+', '-', '@'])
// Characters that some programs skip before a formula: whitespace, control and format characters.
const passedOver = /[\s\p{Cc}\p{Cf}]/u

/** The text of a cell, with an apostrophe where a spreadsheet would run it as a formula (OWASP, CSV injection). */
export function spreadsheetText(text: string): string {
  const [first = ''] = text
  if (first === '\t' || first === '\r' || first === '\n') return `'${text}`
  // Some programs read full-width and other variants of these signs as the signs themselves.
  for (const sign of text.normalize('NFKC')) {
    if (!passedOver.test(sign)) return formulaSigns.has(sign) ? `'${text}` : text
  }
  return text
}
