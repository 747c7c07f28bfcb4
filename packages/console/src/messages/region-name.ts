// A list names dozens of regions, and creating the names of a language costs more than looking one up.
const namesByLocale = new Map<string, Intl.DisplayNames>()

// Offices for rights whose codes name no country, and where their rights are valid.
const statesByOffice = new Map([
  ['EM', ['EU']],
  ['BX', ['BE', 'NL', 'LU']],
])

/**
 * Name, in the reader's language, of a country or of the territory of an office for rights (EM, BX); an unknown code is
 * returned unchanged.
 */
export function regionName(locale: string, code: string): string {
  const names = namesByLocale.get(locale) ?? new Intl.DisplayNames(locale, { type: 'region' })
  namesByLocale.set(locale, names)
  try {
    const states = (statesByOffice.get(code) ?? [code]).map((one) => names.of(one) ?? one)
    return new Intl.ListFormat(locale).format(states)
  } catch {
    return code
  }
}
