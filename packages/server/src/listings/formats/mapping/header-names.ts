import type { ListingField } from '@touchstone/contract'
import { fieldNames } from './fields.ts'

/** A header without case, width, accents, spaces and punctuation: "Image-Link (URL)" → "imagelinkurl". */
export function nameKey(header: string): string {
  return header
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]/gu, '')
}

const fieldsByName = new Map<string, ListingField>()
for (const [field, names] of Object.entries(fieldNames)) {
  for (const name of names.split(/\s+/)) {
    const key = nameKey(name)
    if (!fieldsByName.has(key)) fieldsByName.set(key, field as ListingField)
  }
}

/** The field that a header names, with its certainty: 2 for an exact match, 1 for a match among other words. */
export function fieldOfName(header: string): { field: ListingField; sureness: 1 | 2 } | undefined {
  const key = nameKey(header)
  const exact = fieldsByName.get(key)
  if (exact !== undefined) return { field: exact, sureness: 2 }
  // "Price (EUR)", "g:title", "listing.price" and "Titel des Artikels" name the field among other words.
  const parts = header.split(/[^\p{L}\p{N}\p{M}]+/u).filter((part) => part !== '')
  // "seller-sku" is the seller's number of an item, and no seller.
  if (parts.some((part) => part.toLowerCase() === 'sku')) return { field: 'id', sureness: 1 }
  const tries = [parts.slice(0, -1).join(''), parts.slice(1).join(''), parts[0], parts.at(-1)]
  for (const part of tries) {
    const field = part === undefined ? undefined : fieldsByName.get(nameKey(part))
    if (field !== undefined) return { field, sureness: 1 }
  }
  return undefined
}
