import type { PlainKey, Text } from '../../messages/index.ts'

type Words = Pick<Text, 't' | 'word' | 'number' | 'money'>

/** Names that these fields also have elsewhere on the page. */
const nameOf: Readonly<Record<string, PlainKey>> = {
  price: 'listing.price',
  quantity: 'listing.quantity',
  reviews: 'reviews.title',
  seller: 'listing.seller',
  images: 'listing.pictures',
  variants: 'variants.title',
  condition: 'listing.condition',
  unitsSold: 'listing.sold',
  url: 'listing.address',
  marketplace: 'listing.marketplace',
  shipsFrom: 'listing.ships-from',
}

/** Name of a listing's field; its key if these pages have no message for it. */
export function fieldWord({ t, word }: Words, field: string): string {
  const key = nameOf[field]
  return key === undefined ? (word(`field.${field}`) ?? field) : t(key)
}

/** A field's value as readable text, so that versions can be compared. */
export function valueText(text: Words, value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number') return text.number(value)
  if (Array.isArray(value)) return value.map((one) => valueText(text, one)).join('\n')
  if (typeof value !== 'object') return JSON.stringify(value)
  const { amount, currency } = value as { amount?: unknown; currency?: unknown }
  if (typeof amount === 'string' && typeof currency === 'string')
    return text.money(amount, currency)
  return Object.entries(value)
    .map(([name, part]) => `${fieldWord(text, name)}: ${valueText(text, part)}`)
    .join(' · ')
}
