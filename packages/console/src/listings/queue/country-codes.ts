/** The most common countries of listings (ISO 3166-1 alpha-2); the address accepts any other. */
export const countryCodes: readonly string[] =
  'CN HK TW ID SG MY TH VN PH JP KR IN PK BD LK TR AE SA EG MA NG ZA RU UA PL DE FR IT ES PT NL BE LU GB IE AT CH CZ SK HU RO BG GR SE NO DK FI EE LV LT US CA MX BR AR CL CO PE AU NZ IL KZ'.split(
    ' ',
  )
