import type { Listing } from '#contract'

/** Readings that are kept in a generation; two are kept. */
const GENERATION = 1 << 14
/** A generation of readings that are of use more seldom than this costs more than it saves. */
const USE_AT_LEAST = 0.25
/** For so many listings nothing is kept then. */
const PAUSE = 8 * GENERATION
/** Longer words are kept of no listing, so that memory stays small. */
const MAX_LENGTH = 1000
const SEEN_BITS = 16
/** A title is told from others by so many of its characters before it is compared. */
const SAMPLE = 16
/** If more than this share of titles was seen before, the first reading of each is kept already. */
const OFTEN = 0.1
const PACE = 1 / 256

interface EarlierFind<T> {
  brand: string | undefined
  category: string | undefined
  description: string | undefined
  found: T
}

/**
 * Keeps what was found in the words of recent listings, since sellers offer the same goods at many prices. Where no
 * words repeat, nothing is kept. Listings with words beyond title, brand, category and description are left out.
 */
export class RepeatedWords<T> {
  private young = new Map<string, EarlierFind<T>>()
  private old = new Map<string, EarlierFind<T>>()
  private readonly seen = new Int32Array(1 << SEEN_BITS)
  /** The share of titles that were seen before, of late. */
  private share = 0
  /** How often readings of this generation, or the one before, were of use. */
  private uses = 0
  /** For how many listings nothing is kept. */
  private paused = 0

  /** What was found in these words before, or now. */
  recall(listing: Listing, find: () => T): T {
    if (!hasPlainWords(listing)) return find()
    if (this.paused > 0) {
      this.paused--
      return find()
    }
    const { title } = listing
    const isRepeated = this.note(title)
    const known = isRepeated ? this.earlierOf(listing) : undefined
    if (known !== undefined) return known.found
    const found = find()
    if (isRepeated || this.share > OFTEN) {
      const { brand, category, description } = listing
      this.remember(title, { brand, category, description, found })
    }
    return found
  }

  /** Notes a title; whether it, or one like it, was noted before. */
  private note(title: string): boolean {
    const hash = hashOf(title)
    const slot = hash >>> (32 - SEEN_BITS)
    const isRepeated = this.seen[slot] === (hash | 0)
    this.seen[slot] = hash
    this.share += ((isRepeated ? 1 : 0) - this.share) * PACE
    return isRepeated
  }

  private earlierOf(listing: Listing): EarlierFind<T> | undefined {
    const { title } = listing
    const young = this.young.get(title)
    const known = young ?? this.old.get(title)
    if (
      known === undefined ||
      known.brand !== listing.brand ||
      known.category !== listing.category ||
      known.description !== listing.description
    )
      return undefined
    this.uses++
    if (young === undefined) this.remember(title, known)
    return known
  }

  private remember(title: string, earlier: EarlierFind<T>): void {
    if (this.young.size >= GENERATION) {
      const isOfUse = this.uses >= USE_AT_LEAST * GENERATION
      this.old = isOfUse ? this.young : new Map<string, EarlierFind<T>>()
      this.young = new Map()
      this.uses = 0
      if (!isOfUse) this.paused = PAUSE
    }
    this.young.set(title, earlier)
  }
}

function hasPlainWords(listing: Listing): boolean {
  const { title, description = '', attributes, variants, reviews, images } = listing
  return (
    title.length + description.length <= MAX_LENGTH &&
    attributes === undefined &&
    variants === undefined &&
    reviews === undefined &&
    images === undefined
  )
}

function hashOf(text: string): number {
  const step = Math.max(1, Math.floor(text.length / SAMPLE))
  let hash = text.length
  for (let at = 0; at < text.length; at += step)
    hash = Math.imul(hash ^ text.charCodeAt(at), 0x9e3779b1)
  return (hash ^ (hash >>> 15)) >>> 0
}
