/** Member states of the EU, as offices name them; an EU right is valid in all of them. */
const union = [
  'AT',
  'BE',
  'BG',
  'CY',
  'CZ',
  'DE',
  'DK',
  'EE',
  'ES',
  'FI',
  'FR',
  'GR',
  'HR',
  'HU',
  'IE',
  'IT',
  'LT',
  'LU',
  'LV',
  'MT',
  'NL',
  'PL',
  'PT',
  'RO',
  'SE',
  'SI',
  'SK',
]
const groups: Readonly<Record<string, readonly string[]>> = {
  EM: union,
  EU: union,
  BX: ['BE', 'NL', 'LU'],
}

/** The countries covered by codes of countries and offices. */
export function countriesOf(codes: readonly string[]): string[] {
  return [...new Set(codes.flatMap((code) => groups[code] ?? [code]))].sort()
}
