/**
 * The address of the console that shows what was read, for its user to send. What follows # stays in the browser. The
 * function is sent into pages by its text, so it uses nothing from outside.
 */
export function pageLink(origin: string, page: object): string {
  const bytes = new TextEncoder().encode(JSON.stringify(page))
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  const inAddresses = text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '')
  return `${origin}/watches/tips#page=${inAddresses}`
}
