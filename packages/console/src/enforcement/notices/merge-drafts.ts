import type { Draft, DraftItem } from './draft.ts'

export type PlainPart = Exclude<keyof Draft, 'items'>
type ListingPart = `listing ${string}`
/** The unit of merging: a field, or one listing with everything about it. */
export type DraftPart = PlainPart | ListingPart

type Parts = Map<DraftPart, unknown>

/**
 * Merges two versions of a draft. A change made on one side only is applied; a part changed on both sides is a
 * conflict and keeps the value of `mine`.
 */
export function mergeDrafts(
  base: Draft,
  mine: Draft,
  theirs: Draft,
): { draft: Draft; apart: DraftPart[] } {
  const before = partsOf(base)
  const ownParts = partsOf(mine)
  const other = partsOf(theirs)
  const merged: Parts = new Map()
  const apart: DraftPart[] = []
  for (const part of new Set([...ownParts.keys(), ...other.keys()])) {
    const isMine = !isSame(ownParts.get(part), before.get(part))
    const isTheirs = !isSame(other.get(part), before.get(part))
    if (isMine && isTheirs && !isSame(ownParts.get(part), other.get(part))) apart.push(part)
    merged.set(part, isMine ? ownParts.get(part) : other.get(part))
  }
  return { draft: draftFrom(merged), apart }
}

/** Copies the named parts of another draft. */
export function taking(draft: Draft, other: Draft, parts: readonly DraftPart[]): Draft {
  const draftParts = partsOf(draft)
  const from = partsOf(other)
  for (const part of parts) draftParts.set(part, from.get(part))
  return draftFrom(draftParts)
}

export function isOfListing(part: DraftPart): part is ListingPart {
  return part.startsWith('listing ')
}

/** The listing that a part belongs to. */
export function listingOf(part: ListingPart): string {
  return part.slice('listing '.length)
}

function partsOf({ items, ...plain }: Draft): Parts {
  return new Map<DraftPart, unknown>([
    ...Object.entries(plain as Record<PlainPart, unknown>).map(
      ([name, value]) => [name as PlainPart, value] as const,
    ),
    ...items.map((item) => [`listing ${item.listing}`, item] as const),
  ])
}

/** Each part keeps the type it had in the original draft. */
function draftFrom(parts: Parts): Draft {
  const present = [...parts].filter(([, value]) => value !== undefined)
  const items = present.flatMap(([part, value]) => (isOfListing(part) ? [value as DraftItem] : []))
  const plain = present.filter(([part]) => !isOfListing(part))
  return { ...(Object.fromEntries(plain) as Omit<Draft, 'items'>), items }
}

function isSame(one: unknown, other: unknown): boolean {
  return plainText(one) === plainText(other)
}

/** Surrounding spaces, empty fields and the order of keys do not count as changes. */
function plainText(part: unknown): string | undefined {
  return JSON.stringify(part, (_key, value: unknown) => {
    if (typeof value === 'string') return value.trim() || undefined
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
