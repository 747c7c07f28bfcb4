/** The name of a country or territory in the reader’s language; a code that names none stands as it is. */
export function regionName(locale: string, code: string): string {
  return new Intl.DisplayNames(locale, { type: 'region', fallback: 'code' }).of(code) ?? code
}
