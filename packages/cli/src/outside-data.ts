/** Data in this version that follows something outside it, and that is wrong once the outside has changed. */
export type OutsideData = {
  name: string
  /** Files, folders and npm packages that hold it; paths from the root of the repository. */
  held: readonly string[]
  /** A role. */
  owner: string
  /** The day on which it was last compared with its source, `YYYY-MM-DD`. */
  reviewed: string
  /** The day from which it counts as late. */
  nextReview: string
  /** What may be wrong while it is late, as a sentence. */
  risk: string
}

const recognition = 'maintainers of recognition'
const jurisdiction = 'maintainers of jurisdiction'
const vocabulary = 'packages/recognition/vocabulary'

/** A review compares an entry with the source that its files name, then sets both days. */
export const outsideData: readonly OutsideData[] = [
  {
    name: 'regimes',
    held: ['packages/jurisdiction/src/regimes'],
    owner: jurisdiction,
    reviewed: '2026-11-25',
    nextReview: '2027-05-25',
    risk: 'Deadlines and duties may follow superseded law.',
  },
  {
    name: 'holidays',
    held: ['packages/jurisdiction/src/calendar/calendars'],
    owner: jurisdiction,
    reviewed: '2026-11-27',
    nextReview: '2027-11-27',
    risk: 'A deadline in working days may fall on another day.',
  },
  {
    name: 'referral templates',
    held: ['packages/jurisdiction/src/referral-templates/templates'],
    owner: jurisdiction,
    reviewed: '2026-11-29',
    nextReview: '2027-05-29',
    risk: 'A dossier may lack something that its addressee requires.',
  },
  {
    name: 'turnover thresholds',
    held: ['packages/jurisdiction/src/turnover/thresholds.json'],
    owner: jurisdiction,
    reviewed: '2026-11-26',
    nextReview: '2027-05-26',
    risk: 'A case may appear above or below the threshold of a law that has changed.',
  },
  {
    name: 'transparency values',
    held: ['packages/jurisdiction/src/statement/enumerations.json'],
    owner: jurisdiction,
    reviewed: '2026-11-26',
    nextReview: '2027-05-26',
    risk: 'The Transparency Database may refuse statements of reasons.',
  },
  {
    name: 'lexicons',
    held: ['packages/recognition/lexicon', `${vocabulary}/markers.json`],
    owner: recognition,
    reviewed: '2026-11-30',
    nextReview: '2027-02-28',
    risk: 'Sellers may use words that the engine does not know.',
  },
  {
    name: 'brand packs',
    held: [
      'packages/recognition/packs/starter',
      `${vocabulary}/product-types.json`,
      `${vocabulary}/price-tiers.json`,
    ],
    owner: recognition,
    reviewed: '2026-11-25',
    nextReview: '2027-05-25',
    risk: 'Brands, aliases and usual prices may be out of date.',
  },
  {
    name: 'names and words',
    held: [
      `${vocabulary}/brand-names-latin.json`,
      `${vocabulary}/brand-names-zh.json`,
      `${vocabulary}/misspelling-exceptions.json`,
      `${vocabulary}/title-words-zh.json`,
    ],
    owner: recognition,
    reviewed: '2026-11-25',
    nextReview: '2027-11-25',
    risk: 'New names may be taken for misspellings of a brand.',
  },
  {
    name: 'exchange rates',
    held: [`${vocabulary}/exchange-rates.json`],
    owner: recognition,
    reviewed: '2025-06-30',
    nextReview: '2026-06-30',
    risk: 'Prices in other currencies than that of the usual price may be compared wrongly.',
  },
  {
    name: 'GS1 identifiers',
    held: [`${vocabulary}/application-identifiers.json`],
    owner: recognition,
    reviewed: '2026-12-01',
    nextReview: '2027-06-01',
    risk: 'Codes with new GS1 application identifiers may not be read.',
  },
  {
    name: 'confusables',
    held: ['opencc-js', 'unhomoglyph'],
    owner: recognition,
    reviewed: '2026-11-25',
    nextReview: '2027-11-25',
    risk: 'Newly used look-alike characters may not be folded.',
  },
  {
    name: 'public suffixes',
    held: ['tldts'],
    owner: 'maintainers of linkage',
    reviewed: '2026-12-01',
    nextReview: '2027-06-01',
    risk: 'Shops on a new hosting domain may appear to be one site.',
  },
  {
    name: 'number formats',
    held: ['libphonenumber-js', 'stdnum'],
    owner: 'maintainers of linkage',
    reviewed: '2026-12-01',
    nextReview: '2027-06-01',
    risk: 'New telephone or registration numbers may not be recognised.',
  },
  {
    name: 'world outlines',
    held: ['packages/console/src/goods/codes/world-outlines.json'],
    owner: 'maintainers of the console',
    reviewed: '2026-12-01',
    nextReview: '2028-12-01',
    risk: 'The map of scans may show superseded borders.',
  },
]
