// A list names dozens of regions, and creating the names of a language costs more than looking one up.
const namesByLocale = new Map<string, Intl.DisplayNames>()

/** Name of a country or territory in the reader's language; an unknown code is returned unchanged. */
export function regionName(locale: string, code: string): string {
  const names = namesByLocale.get(locale) ?? new Intl.DisplayNames(locale, { type: 'region' })
  namesByLocale.set(locale, names)
  try {
    return names.of(code) ?? code
  } catch {
    return code
  }
}
