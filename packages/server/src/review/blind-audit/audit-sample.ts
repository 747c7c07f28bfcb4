import { createHash } from 'node:crypto'
import { setImmediate as breathe } from 'node:timers/promises'
import { queueStrata, type BlindAuditSettings, type Stratum } from '@touchstone/contract'

/** All listings of a stratum from which an audit sample is drawn. */
export type SamplingFrame = { stratum: Stratum; ids: readonly string[] }

export type DrawnItem = {
  id: string
  stratum: Stratum
  /** Position among all drawn listings, whatever their stratum, starting at 0. */
  place: number
}

/**
 * How many listings each stratum gives. The queues share the size for flagged listings equally; what one cannot fill,
 * the others get, so that a rare queue is drawn as often as a large one.
 */
export function sizesByStratum(
  { clear, flagged, removed, unappealed }: BlindAuditSettings['sizes'],
  frames: readonly SamplingFrame[],
): Record<Stratum, number> {
  const sizes: Record<Stratum, number> = {
    clear,
    block: 0,
    review: 0,
    'impossible-price': 0,
    'ask-proof': 0,
    flagged,
    removed,
    unappealed,
  }
  const queues = queueStrata
    .map((stratum) => ({
      stratum,
      listings: frames.find((frame) => frame.stratum === stratum)?.ids.length ?? 0,
    }))
    .sort((a, b) => a.listings - b.listings)
  let left = flagged
  for (const [at, { stratum, listings }] of queues.entries()) {
    sizes[stratum] = Math.min(listings, Math.floor(left / (queues.length - at)))
    left -= sizes[stratum]
  }
  return sizes
}

const idsAtOnce = 5000

/**
 * Draws a simple random sample without replacement from each stratum: the listings with the smallest keys. The key is
 * SHA-256 of `seed:id`, so that anyone with seed and frame draws the same sample, with the tools of any system
 * (sampling with permanent random numbers: Ohlsson 1995, in Business Survey Methods, ch. 9). A listing's inclusion
 * probability is the size of its stratum's sample divided by its frame.
 */
export async function drawFromFrames(
  seed: string,
  frames: readonly SamplingFrame[],
  sizes: Readonly<Partial<Record<Stratum, number>>>,
): Promise<DrawnItem[]> {
  const drawn: { id: string; stratum: Stratum; key: string }[] = []
  for (const { stratum, ids } of frames) {
    const smallest = new Smallest(sizes[stratum] ?? 0)
    for (const [index, id] of ids.entries()) {
      smallest.listing(keyOf(seed, id), id)
      if (index % idsAtOnce === idsAtOnce - 1) await breathe()
    }
    drawn.push(...smallest.chosen.map((item) => ({ ...item, stratum })))
  }
  // Shuffled, so that the position in the audit sample tells a reader nothing.
  return drawn
    .sort((a, b) => (a.key < b.key ? -1 : 1))
    .map(({ id, stratum }, place) => ({ id, stratum, place }))
}

function keyOf(seed: string, id: string): string {
  return createHash('sha256').update(`${seed}:${id}`).digest('hex')
}

/** Keeps the listings with the smallest keys, in order. */
class Smallest {
  readonly chosen: { key: string; id: string }[] = []
  private readonly size: number

  constructor(size: number) {
    this.size = size
  }

  listing(key: string, id: string): void {
    const last = this.chosen.at(-1)
    if (this.chosen.length >= this.size && (last === undefined || key > last.key)) return
    let low = 0
    let high = this.chosen.length
    while (low < high) {
      const middle = (low + high) >> 1
      if ((this.chosen[middle]?.key ?? '') < key) low = middle + 1
      else high = middle
    }
    this.chosen.splice(low, 0, { key, id })
    if (this.chosen.length > this.size) this.chosen.pop()
  }
}

/** The frame as it is exported and as its digest is computed: one line per listing. */
export function frameLines(frames: readonly SamplingFrame[]): string {
  return frames.flatMap(({ stratum, ids }) => ids.map((id) => `${stratum} ${id}\n`)).join('')
}

export async function frameDigest(frames: readonly SamplingFrame[]): Promise<string> {
  const hash = createHash('sha256')
  for (const { stratum, ids } of frames) {
    for (let from = 0; from < ids.length; from += idsAtOnce) {
      hash.update(frameLines([{ stratum, ids: ids.slice(from, from + idsAtOnce) }]))
      await breathe()
    }
  }
  return hash.digest('hex')
}

const dayMilliseconds = 86_400_000

/** The Monday (UTC) of the last week that is over. */
export function lastCompletedWeek(now: number): string {
  const day = Math.floor(now / dayMilliseconds)
  // The first day of the epoch was a Thursday.
  const monday = day - ((day + 3) % 7)
  return dayOf(monday - 7)
}

/** From when to when listings belong to the week that begins on this day. */
export function weekBounds(week: string): { from: Date; to: Date } {
  const from = Date.parse(`${week}T00:00:00Z`)
  return { from: new Date(from), to: new Date(from + 7 * dayMilliseconds) }
}

export function isMonday(week: string): boolean {
  return new Date(`${week}T00:00:00Z`).getUTCDay() === 1
}

function dayOf(day: number): string {
  return new Date(day * dayMilliseconds).toISOString().slice(0, 10)
}
