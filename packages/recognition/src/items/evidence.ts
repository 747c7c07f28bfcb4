import type { DeviceRecord, ItemHistory } from './history.ts'
import { gapKm, isAt, isRough, placesOf, type Place } from './places.ts'

/** What speaks for copies, as numbers that the fitted weights count. */
export interface CopyEvidence {
  /** Certain places beyond the first. */
  places: number
  /** Of three devices or more, the share outside the place with the most: a display has nearly all in one. */
  scattered: number
  /** Places beyond the first with a device that scanned on several occasions: those of holders, not of visitors. */
  holdersApart: number
  /** Of three devices or more, the share that scanned on several occasions: visitors of a display scan once. */
  holders: number
  /** More devices that scanned on several occasions than a family has. */
  crowd: number
  /** Pairs of places that were in use at the same time. */
  overlaps: number
  /** Pairs of places between whose devices nothing travels fast enough. */
  impossible: number
  /** Places of consumers far from where a shop held or sold the unit later. */
  beforeSale: number
  /** Places known by one network's guess, beyond as many as wrong guesses explain. */
  guessedPlaces: number
}

export const evidenceNames = [
  'places',
  'scattered',
  'holdersApart',
  'holders',
  'crowd',
  'overlaps',
  'impossible',
  'beforeSale',
  'guessedPlaces',
] as const satisfies readonly (keyof CopyEvidence)[]

/** The shares of network positions that are wrong altogether, and of rough ones that lie outside their reach. */
const [wrongGuesses, wideGuesses] = [0.02, 0.05]
const fastestKmPerHour = 1000
const household = 2
export const family = 3
const handoverMs = 10 * 86_400_000

/** What the history of a code shows. Countries and planned markets are no part of it. */
export function evidenceOf(history: ItemHistory): CopyEvidence {
  const places = placesOf(history)
  const certain = places.filter(({ isCertain }) => isCertain)
  const consumers = history.devices.filter(({ source }) => source === 'consumer')
  const located = places.reduce((sum, { devices }) => sum + devices.length, 0)
  const most = Math.max(0, ...places.map(({ devices }) => devices.length))
  const holders = consumers.filter(isHolder).length
  const expected = consumers.reduce((sum, { visits, best }) => {
    const isWide = best.position !== undefined && isRough(best.position)
    return sum + visits * (isWide ? wrongGuesses + wideGuesses : wrongGuesses)
  }, 0)
  const ofHolders = certain.filter(({ devices }) => devices.some(isHolder))
  return {
    places: upTo(3, certain.length - 1),
    scattered: located > household ? 1 - most / located : 0,
    holdersApart: upTo(2, ofHolders.length - 1),
    holders: consumers.length > household ? holders / consumers.length : 0,
    crowd: Math.log1p(upTo(Infinity, holders - family)),
    overlaps: upTo(2, pairsOf(certain, isOverlapping)),
    impossible: upTo(2, pairsOf(certain, isUnreachable)),
    beforeSale: upTo(2, soldElsewhereLater(certain, history)),
    guessedPlaces: upTo(
      1,
      places.length - Math.max(1, certain.length) - expected - Math.sqrt(expected),
    ),
  }
}

function upTo(most: number, value: number): number {
  return Math.min(most, Math.max(0, value))
}

function isHolder({ visits }: DeviceRecord): boolean {
  return visits > 1
}

function pairsOf(places: readonly Place[], is: (one: Place, other: Place) => boolean): number {
  return places.reduce(
    (pairs, one, at) => pairs + places.slice(at + 1).filter((other) => is(one, other)).length,
    0,
  )
}

/**
 * Whether a unit that was sold on or given away once explains everything: two places with as many devices as a couple
 * and one more person have, the second some time after the first. A place that one guess names may be wrong.
 */
export function isHandedOver(history: ItemHistory): boolean {
  const places = placesOf(history)
  if (places.flatMap(({ devices }) => devices).length > family) return false
  return isOneMove(places) || isOneMove(places.filter(({ isCertain }) => isCertain))
}

function isOneMove([one, other, more]: readonly Place[]): boolean {
  if (one === undefined || other === undefined || more !== undefined) return false
  const [a, b] = [spanOf(one), spanOf(other)]
  return Math.max(a.from, b.from) - Math.min(a.to, b.to) >= handoverMs
}

function spanOf({ devices }: Place): { from: number; to: number } {
  return {
    from: Math.min(...devices.map(({ first }) => first.at)),
    to: Math.max(...devices.map(({ last }) => last.at)),
  }
}

function isOverlapping(one: Place, other: Place): boolean {
  const [a, b] = [spanOf(one), spanOf(other)]
  return a.from < b.to && b.from < a.to
}

function isUnreachable(place: Place, other: Place): boolean {
  return place.devices.some((one) =>
    other.devices.some((two) =>
      [one.first, one.last].some((a) =>
        [two.first, two.last].some((b) => {
          if (a.position === undefined || b.position === undefined) return false
          const hours = Math.abs(a.at - b.at) / 3_600_000
          return gapKm(a.position, b.position) > fastestKmPerHour * hours
        }),
      ),
    ),
  )
}

/**
 * Certain places of consumers that the unit had before a shop far away held or sold it. A unit that was returned in
 * between may be anywhere since.
 */
function soldElsewhereLater(
  places: readonly Place[],
  { presences, returnedAt = -Infinity }: ItemHistory,
): number {
  return places.filter(({ centres, devices }) =>
    presences.some(
      ({ at, position }) =>
        position !== undefined &&
        !isAt(centres, position) &&
        devices.some(({ first }) => first.at < at && (first.at >= returnedAt || returnedAt > at)),
    ),
  ).length
}
