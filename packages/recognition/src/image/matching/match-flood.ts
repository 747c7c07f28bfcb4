/** How many pictures were held against a reference, and how many of them it matched. */
export interface MatchCounts {
  matched: number
  asked: number
}

export interface Flood {
  /** Whether it matched more than chance and its past explain: it should be quarantined and reported. */
  flooded: boolean
  /** The expected number, and the maximum that its past explains. */
  expected: number
  most: number
  /** The same for a person. */
  sentence: string
}

export interface FloodLimits {
  /** Prior counts, assumed before anything was seen: a reference matches this many of this many pictures. */
  usual?: MatchCounts
  /** Fewer matches are no flood, however few were expected. */
  least?: number
  /** How often a reference that merely continues as before may be called a flood. */
  chance?: number
}

/** As many as one wrong match in 1,000 pictures, known no better than from 2,000 of them. */
const USUAL: MatchCounts = { matched: 2, asked: 2000 }
const MIN_MATCHES = 20
const CHANCE = 1e-6

/**
 * Whether a reference suddenly matches far more than its past suggests. A marketplace's template, a stock photo or a
 * plain picture in a bank does so, and would be evidence against everyone who shows it. New matches are compared with
 * earlier ones: if a rate is only known from those counts (Gamma), a count has a negative binomial distribution.
 * A quarantined reference is no evidence until a person releases it. Count each seller's pictures once, however many
 * listings show them, so that one seller who uploads a thousand is no flood.
 *
 * @param now the counts of a short period, such as a day
 * @param before those of the whole period before it
 */
export function floodOf(now: MatchCounts, before: MatchCounts, limits: FloodLimits = {}): Flood {
  const { usual = USUAL, least = MIN_MATCHES, chance = CHANCE } = limits
  for (const { matched, asked } of [now, before, usual])
    if (!(matched >= 0 && asked >= matched)) throw new RangeError('more matched than were asked')
  const shape = usual.matched + before.matched
  const total = usual.asked + before.asked
  const expected = (now.asked * shape) / total
  const most = Math.max(least, mostOf(shape, now.asked / (now.asked + total), chance))
  const flooded = now.matched > most
  return { flooded, expected, most, sentence: sentenceOf(now, before, most) }
}

/** The least count that a negative binomial law goes beyond with less than this chance. */
function mostOf(shape: number, share: number, chance: number): number {
  if (!(shape > 0) || share <= 0) return 0
  let log = shape * Math.log(1 - share)
  let most = 0
  const mean = (shape * share) / (1 - share)
  // Beyond the mean the tail shrinks at least as fast as a geometric series.
  for (;;) {
    const ratio = ((shape + most) * share) / (most + 1)
    const rest = ratio < 1 ? Math.exp(log) * (ratio / (1 - ratio)) : Infinity
    if (most >= mean && rest < chance) return most
    log += Math.log(ratio)
    most++
  }
}

function sentenceOf(now: MatchCounts, before: MatchCounts, most: number): string {
  const number = (value: number): string => value.toLocaleString('en')
  return (
    `it matched ${number(now.matched)} of ${number(now.asked)} pictures; ` +
    `after ${number(before.matched)} of ${number(before.asked)} before, up to ${number(most)} are no surprise`
  )
}
