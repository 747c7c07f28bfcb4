import type { Draft, DraftItem } from './draft.ts'

export type PlainPart = Exclude<keyof Draft, 'items'>
type ListingPart = `listing ${string}`
/** What of a draft is taken as a whole from one writer or the other: of a listing all that is said of it. */
export type DraftPart = PlainPart | ListingPart

type Parts = Map<DraftPart, unknown>

/**
 * What two people made of one draft: what one of them alone has changed stands as it was changed. What both changed,
 * each otherwise, is told apart; there it says what stands in `mine`.
 */
export function mergeDrafts(
  base: Draft,
  mine: Draft,
  theirs: Draft,
): { draft: Draft; apart: DraftPart[] } {
  const before = partsOf(base)
  const own = partsOf(mine)
  const other = partsOf(theirs)
  const taken: Parts = new Map()
  const apart: DraftPart[] = []
  for (const part of new Set([...own.keys(), ...other.keys()])) {
    const isMine = !isSame(own.get(part), before.get(part))
    const isTheirs = !isSame(other.get(part), before.get(part))
    if (isMine && isTheirs && !isSame(own.get(part), other.get(part))) apart.push(part)
    taken.set(part, isMine ? own.get(part) : other.get(part))
  }
  return { draft: draftFrom(taken), apart }
}

/** A draft with some of its parts as they stand in another. */
export function taking(draft: Draft, other: Draft, parts: readonly DraftPart[]): Draft {
  const taken = partsOf(draft)
  const from = partsOf(other)
  for (const part of parts) taken.set(part, from.get(part))
  return draftFrom(taken)
}

export function isOfListing(part: DraftPart): part is ListingPart {
  return part.startsWith('listing ')
}

/** The listing about which a part is. */
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

/** Every part has the type that its name had in the draft from which it came. */
function draftFrom(parts: Parts): Draft {
  const there = [...parts].filter(([, value]) => value !== undefined)
  const items = there.flatMap(([part, value]) => (isOfListing(part) ? [value as DraftItem] : []))
  const plain = there.filter(([part]) => !isOfListing(part))
  return { ...(Object.fromEntries(plain) as Omit<Draft, 'items'>), items }
}

function isSame(one: unknown, other: unknown): boolean {
  return plainText(one) === plainText(other)
}

/** Spaces around words, empty fields and the order of keys are nothing that somebody wrote. */
function plainText(part: unknown): string | undefined {
  return JSON.stringify(part, (_key, value: unknown) => {
    if (typeof value === 'string') return value.trim() || undefined
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
    return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
  })
}
