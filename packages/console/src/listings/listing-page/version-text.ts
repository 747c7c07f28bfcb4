import type { PlainKey, Text } from '../../messages/index.ts'

type Words = Pick<Text, 't' | 'word' | 'number' | 'money'>

/** Fields that have a name elsewhere on the page go by that here too. */
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

/** What a field of a listing is called; its own name where these pages have no word for it. */
export function fieldWord({ t, word }: Words, field: string): string {
  const key = nameOf[field]
  return key === undefined ? (word(`field.${field}`) ?? field) : t(key)
}

/** A field's value as people read it, so that two versions can be compared by it. */
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
