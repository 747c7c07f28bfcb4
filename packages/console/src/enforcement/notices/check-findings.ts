import type { NoticeCheckView } from '@touchstone/contract'

export type Sentence = {
  code: string
  message: string
  item: number | null
  isWarning: boolean
}

/** The form field of each finding, by code. */
const places = {
  ground: ['no-ground', 'grey-market', 'wrong-right'],
  right: [
    'claim',
    'power',
    'no-right',
    'self-declared',
    'bad-extract',
    'not-yet-valid',
    'expired',
    'stale',
  ],
  territory: ['territory'],
  classes: ['goods'],
  items: [
    'no-items',
    'listing',
    'evidence',
    'not-sealed',
    'gone',
    'duplicate',
    'repeated',
    'cleared',
    'state',
    'location',
    'goods-fact',
  ],
  words: ['reasons', 'wording'],
  recipients: ['no-recipient', 'inside', 'no-marketplace'],
  template: ['template'],
  signatory: ['no-signatory', 'signatory'],
  contact: ['name'],
  'good-faith': ['good-faith'],
  counsel: ['counsel', 'law-not-carried'],
} as const satisfies Record<string, readonly string[]>

export type PlaceOfForm = keyof typeof places
const known = new Map(
  Object.entries(places).flatMap(([place, codes]) =>
    codes.map((code): [string, PlaceOfForm] => [code, place as PlaceOfForm]),
  ),
)

/** The findings of a check, blocking ones first. */
export function findingsOf(check: NoticeCheckView | undefined): Sentence[] {
  if (check === undefined) return []
  return [
    ...check.refusals.map((one) => ({ ...one, isWarning: false })),
    ...check.warnings.map((one) => ({ ...one, isWarning: true })),
  ]
}

/**
 * The findings to show at a form field. A finding about one of several listings belongs to that listing; without
 * `item`, those about all are returned. Codes that this version does not know fall to `else`.
 */
export function findingsByField(
  sentences: readonly Sentence[],
  place: PlaceOfForm | 'else',
  { items, item }: { items: number; item?: number },
): Sentence[] {
  return sentences.filter((sentence) => {
    const findingPlace = known.get(sentence.code)
    if (findingPlace === undefined) return place === 'else'
    if (findingPlace !== place) return false
    const isOfOne = sentence.item !== null && (items > 1 || findingPlace === 'items')
    const takesItems = findingPlace === 'items' || findingPlace === 'words'
    if (item !== undefined) return isOfOne && sentence.item === item
    return !(takesItems && isOfOne)
  })
}
