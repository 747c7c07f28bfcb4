import type { Listing } from '@touchstone/contract'
import type { TermPlace } from '@touchstone/recognition'
import { withoutPersonalFields } from '../../privacy/pseudonymisation/index.ts'

const around = 80

export type Excerpt = { field: string; before: string; place: string; after: string }

/**
 * The words around a position in a listing, without personal data. Nothing if the position lies in text that is left
 * out entirely, such as a buyer's words. Masking keeps the length of every text, so that positions remain valid.
 */
export function excerptOf(listing: Listing, place: TermPlace): Excerpt | undefined {
  const text = textOf(withoutPersonalFields(listing), place.field)
  if (text === undefined) return undefined
  const { start, end } = place
  return {
    field: place.field,
    before: text.slice(Math.max(0, start - around), start).toWellFormed(),
    place: text.slice(start, end).toWellFormed(),
    after: text.slice(end, end + around).toWellFormed(),
  }
}

function textOf(listing: Listing, field: string): string | undefined {
  switch (field) {
    case 'title':
    case 'brand':
    case 'category':
    case 'description':
      return listing[field]
    default: {
      const variant = /^variants\/(\d+)\/name$/.exec(field)
      if (variant) return listing.variants?.[Number(variant[1])]?.name
      const value = field.startsWith('attributes/')
        ? listing.attributes?.[field.slice('attributes/'.length)]
        : undefined
      return value === undefined ? undefined : String(value)
    }
  }
}
