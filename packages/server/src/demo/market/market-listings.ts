import type { SampleListing } from '../sample/index.ts'

/** Places for goods; at any time nearly all of them are taken. */
export const placeCount = 5000
export const sellerCount = 400

/** What the market shows in one place at one time. */
export type MarketListing = {
  id: string
  place: number
  seller: number
  /** Text, brand and story. */
  sample: SampleListing
  amount: string
  currency: string
  quantity: number
  changedAt: Date
}

const minute = 60_000
const day = 24 * 60 * minute
const epoch = Date.UTC(2026, 0, 1)
const millisecondsOf = { shortest: 10 * minute, longest: 60 * day }

/**
 * The market's goods as a function of place and time, so that it changes without being stored. Each place shows one
 * listing after another. Most hardly change, a few every hour; those of a tenth of the sellers are mostly fakes, which
 * are sold from the same few accounts and are soon gone.
 */
export class MarketListings {
  private readonly fakes: readonly SampleListing[]
  private readonly honest: readonly SampleListing[]

  constructor(samples: readonly SampleListing[]) {
    const priced = samples.filter(({ listing }) => listing.price !== undefined)
    this.fakes = priced.filter(({ story }) => story.kind === 'fake')
    this.honest = priced.filter(({ story }) => story.kind === 'honest')
  }

  /** The listing that a place shows, or nothing between two of them. */
  at(place: number, now: Date): MarketListing | undefined {
    const { generation, since } = this.turnOf(place, now)
    return since === undefined ? undefined : this.listing(place, generation, since, now)
  }

  /** Finds a listing by its ID: `gone` if it was shown once. */
  find(id: string, now: Date): MarketListing | 'gone' | undefined {
    const [, placeText = '', generationText = ''] = /^(\d{1,4})-(\d{1,6})$/.exec(id) ?? []
    const [place, wanted] = [Number(placeText), Number(generationText)]
    if (placeText === '' || place >= placeCount || id !== `${place}-${wanted}`) return undefined
    const { generation, since } = this.turnOf(place, now)
    if (wanted > generation) return undefined
    if (wanted < generation || since === undefined) return 'gone'
    return this.listing(place, generation, since, now)
  }

  ofSeller(seller: number, now: Date): MarketListing[] {
    return this.all(now).filter((listing) => listing.seller === seller)
  }

  /** Listings whose title or brand contains all of the words, the newest first; at most 100. */
  search(words: string, now: Date): MarketListing[] {
    const wanted = words
      .toLowerCase()
      .split(/\s+/)
      .filter((word) => word !== '')
    const matches = ({ sample }: MarketListing): boolean => {
      const text = `${sample.listing.title} ${sample.listing.brand ?? ''}`.toLowerCase()
      return wanted.every((word) => text.includes(word))
    }
    return this.all(now)
      .filter(matches)
      .toSorted((one, other) => other.changedAt.getTime() - one.changedAt.getTime())
      .slice(0, 100)
  }

  all(now: Date): MarketListing[] {
    return Array.from({ length: placeCount }, (_, place) => this.at(place, now) ?? []).flat()
  }

  /** `since`: when the current listing appeared; undefined if it is sold and the place empty. */
  private turnOf(place: number, now: Date): { generation: number; since: number | undefined } {
    const sells = sellsFakes(sellerOf(place))
    const turn = (sells ? 4 : 30) * day * (0.5 + 2 * chance(place, 'turn'))
    const elapsed = now.getTime() - epoch + turn * chance(place, 'phase')
    const generation = Math.floor(elapsed / turn)
    const since = now.getTime() - (elapsed - generation * turn)
    const shown = turn * (0.9 + 0.1 * chance(place, 'shown', generation))
    return { generation, since: now.getTime() - since < shown ? since : undefined }
  }

  private listing(place: number, generation: number, since: number, now: Date): MarketListing {
    const seller = sellerOf(place)
    const isFake = chance(place, 'fake', generation) < (sellsFakes(seller) ? 0.7 : 0.005)
    const pool = isFake ? this.fakes : this.honest
    const sample = pool[Math.floor(chance(place, 'goods', generation) * pool.length)]
    if (sample?.listing.price === undefined) throw new Error('the sample has no priced listing')
    const { version, changedAt } = versionOf(place, now.getTime(), since)
    const { amount, currency } = sample.listing.price
    const decimals = amount.split('.')[1]?.length ?? 0
    const factor = 0.9 + 0.2 * chance(place, 'price', generation, version)
    return {
      id: `${place}-${generation}`,
      place,
      seller,
      sample,
      amount: (Number(amount) * factor).toFixed(decimals),
      currency,
      quantity: 1 + Math.floor(20 * chance(place, 'quantity', generation, version)),
      changedAt: new Date(changedAt),
    }
  }
}

/** The last change before `now`: one in each of the place's intervals, at an irregular moment. */
function versionOf(
  place: number,
  now: number,
  since: number,
): { version: number; changedAt: number } {
  const { shortest, longest } = millisecondsOf
  const interval = shortest * (longest / shortest) ** Math.sqrt(chance(place, 'interval'))
  const current = Math.floor((now - epoch) / interval)
  const momentOf = (version: number): number =>
    epoch + (version + chance(place, 'moment', version)) * interval
  const version = momentOf(current) <= now ? current : current - 1
  const changedAt = momentOf(version)
  return changedAt < since ? { version: -1, changedAt: since } : { version, changedAt }
}

/** Few sellers have most of the places. */
function sellerOf(place: number): number {
  return Math.floor(sellerCount * chance(place, 'seller') ** 2)
}

function sellsFakes(seller: number): boolean {
  return seller % 10 === 7
}

/** From 0 to below 1, always the same for the same parts (FNV-1a, then the finalizer of MurmurHash3). */
function chance(...parts: readonly (number | string)[]): number {
  let hash = 0x811c9dc5
  for (const letter of parts.join(' ')) {
    hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}
