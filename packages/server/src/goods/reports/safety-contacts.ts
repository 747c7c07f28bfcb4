import type { SafetyContactView } from '@touchstone/contract'

const unread = { verified: false } as const

/** National contacts for unsafe goods, by country. `EU` stands for its members that have none here. */
export const safetyContacts: readonly SafetyContactView[] = [
  {
    country: 'AU',
    name: 'Product Safety Australia (ACCC)',
    url: 'https://www.productsafety.gov.au/contact-us/for-consumers/report-an-unsafe-product',
    source: 'https://www.productsafety.gov.au/',
    ...unread,
  },
  {
    country: 'CA',
    name: 'Health Canada',
    url: 'https://www.canada.ca/en/health-canada/services/consumer-product-safety.html',
    source: 'https://www.canada.ca/en/health-canada.html',
    ...unread,
  },
  {
    country: 'CN',
    name: '12315 (国家市场监督管理总局)',
    url: 'https://www.12315.cn/',
    source: 'https://www.samr.gov.cn/',
    ...unread,
  },
  {
    country: 'DE',
    name: 'BAuA, Produktsicherheitsportal',
    url: 'https://www.produktsicherheitsportal.de/',
    source: 'https://www.baua.de/',
    ...unread,
  },
  {
    country: 'EU',
    name: 'Consumer Safety Gateway (European Commission)',
    url: 'https://webgate.ec.europa.eu/consumer-safety-gateway/',
    source: 'https://ec.europa.eu/safety-gate/',
    ...unread,
  },
  {
    country: 'FR',
    name: 'SignalConso (DGCCRF)',
    url: 'https://signal.conso.gouv.fr/',
    source: 'https://www.economie.gouv.fr/dgccrf',
    ...unread,
  },
  {
    country: 'GB',
    name: 'Citizens Advice consumer service',
    url: 'https://www.citizensadvice.org.uk/consumer/get-more-help/if-you-need-more-help-about-a-consumer-issue/',
    source: 'https://www.gov.uk/guidance/product-recalls-and-alerts',
    ...unread,
  },
  {
    country: 'ID',
    name: 'HaloBPOM (Badan Pengawas Obat dan Makanan)',
    url: 'https://www.pom.go.id/',
    source: 'https://www.pom.go.id/',
    ...unread,
  },
  {
    country: 'JP',
    name: '消費者庁 (Consumer Affairs Agency)',
    url: 'https://www.caa.go.jp/',
    source: 'https://www.caa.go.jp/',
    ...unread,
  },
  {
    country: 'NL',
    name: 'NVWA',
    url: 'https://www.nvwa.nl/',
    source: 'https://www.nvwa.nl/',
    ...unread,
  },
  {
    country: 'US',
    name: 'SaferProducts.gov (CPSC)',
    url: 'https://www.saferproducts.gov/',
    source: 'https://www.cpsc.gov/',
    ...unread,
  },
]

const union = new Set(
  'AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK'.split(' '),
)

/** The authority to which danger to health belongs; none where there is no danger. */
export function safetyContactOf({
  danger,
  country,
}: {
  danger: number
  country: string | null
}): SafetyContactView | null {
  if (danger === 0 || country === null) return null
  const listedAs = (name: string): SafetyContactView | undefined =>
    safetyContacts.find((contact) => contact.country === name)
  return listedAs(country) ?? (union.has(country) ? listedAs('EU') : undefined) ?? null
}
