/** How many pictures were held against a reference, and how many of them it matched. */
export interface MatchCounts {
  matched: number
  asked: number
}

export interface Flood {
  /** Whether it matched more than chance and its past explain: it is to be quarantined and shown. */
  flooded: boolean
  /** How many were to be expected, and up to how many its past explains. */
  expected: number
  most: number
  /** The same for a person. */
  sentence: string
}

export interface FloodLimits {
  /** What is taken as seen before anything was: a reference matches so many of so many pictures. */
  usual?: MatchCounts
  /** Fewer matches are no flood, however few were to be expected. */
  least?: number
  /** How often a reference that only goes on as before may be called a flood. */
  chance?: number
}

/** As many as one wrong match in 1,000 pictures, known no better than from 2,000 of them. */
const USUAL: MatchCounts = { matched: 2, asked: 2000 }
const LEAST = 20
const CHANCE = 1e-6

/**
 * Whether a reference suddenly matches far more than its past lets expect. A template of a marketplace, a
 * stock photo or a plain picture that somebody banked does so, and would speak against everybody who shows
 * it. What it matched from now on is set against what it matched before: from a rate that is known no better
 * than by those counts (Gamma), a count follows a negative binomial law.
 *
 * A quarantined reference is no evidence until a person let it go. Count each seller's pictures once, however
 * many listings show them, so that one seller who uploads a thousand is no flood.
 *
 * @param now the counts of a short while, such as a day
 * @param before those of all the time before it
 */
export function floodOf(now: MatchCounts, before: MatchCounts, limits: FloodLimits = {}): Flood {
  const { usual = USUAL, least = LEAST, chance = CHANCE } = limits
  for (const { matched, asked } of [now, before, usual])
    if (!(matched >= 0 && asked >= matched)) throw new RangeError('more matched than were asked')
  const shape = usual.matched + before.matched
  const seen = usual.asked + before.asked
  const expected = (now.asked * shape) / seen
  const most = Math.max(least, mostOf(shape, now.asked / (now.asked + seen), chance))
  const flooded = now.matched > most
  return { flooded, expected, most, sentence: sentenceOf(now, before, most) }
}

/** The least count that a negative binomial law goes beyond with less than this chance. */
function mostOf(shape: number, share: number, chance: number): number {
  if (!(shape > 0) || share <= 0) return 0
  let log = shape * Math.log(1 - share)
  let most = 0
  const mean = (shape * share) / (1 - share)
  // Beyond the mean what is left of the law shrinks at least as fast as a geometric row.
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
