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
  /** Times at which devices began, well apart, beyond a purchase and a resale. */
  starts: number
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
  'starts',
] as const satisfies readonly (keyof CopyEvidence)[]

/** The shares of network positions that are wrong altogether, and of rough ones that lie outside their reach. */
const [wrongGuesses, wideGuesses] = [0.02, 0.05]
const fastestKmPerHour = 1000
const household = 2
export const family = 3
const dayMs = 86_400_000
/** Between the last scan at one place and the first at another, if the unit was sold on. */
const quietMs = 10 * dayMs
/** Those who hold a unit together begin within this time; who holds it next begins so much later. */
const [beginTogetherMs, handoverMs] = [30 * dayMs, 25 * dayMs]
/** Copies are bought one by one: so long after another, a device began for itself. */
const separateStartMs = 10 * dayMs

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
    starts: upTo(2, gapsOf(consumers, separateStartMs).length - 1),
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

/** Between which devices, in the order in which they began, so much time lies; each by the place of the later one. */
function gapsOf(devices: readonly DeviceRecord[], leastMs: number): number[] {
  const starts = devices.map(({ first }) => first.at).sort((a, b) => a - b)
  return [...starts.keys()]
    .slice(1)
    .filter((at) => (starts[at] ?? 0) - (starts[at - 1] ?? 0) >= leastMs)
}

/** Whether a unit that was sold on or given away once, if at all, explains everything. */
export function isHandedOver(history: ItemHistory): boolean {
  const places = placesOf(history)
  if (isOneNewHolder(places)) return true
  if (places.flatMap(({ devices }) => devices).length > family) return false
  return isOneMove(places) || isOneMove(places.filter(({ isCertain }) => isCertain))
}

/**
 * Two places with as many devices as a couple and one more person have, the second some time after the first. A place
 * that one guess names may be wrong.
 */
function isOneMove([one, other, more]: readonly Place[]): boolean {
  if (one === undefined || other === undefined || more !== undefined) return false
  const [a, b] = [spanOf(one), spanOf(other)]
  return Math.max(a.from, b.from) - Math.min(a.to, b.to) >= quietMs
}

/**
 * Devices of a household that began together at one place, and one that began there or elsewhere long after them. The
 * earlier holders may ask again: they know the link. Where one device was may be a wrong guess.
 */
function isOneNewHolder(places: readonly Place[]): boolean {
  const placed = places
    .flatMap((place) => place.devices.map((device) => ({ device, place })))
    .sort((a, b) => a.device.first.at - b.device.first.at)
  const handovers = gapsOf(
    placed.map(({ device }) => device),
    handoverMs,
  )
  const [at = placed.length] = handovers
  const [before, later] = [placed.slice(0, at), placed.slice(at)]
  if (handovers.length > 1 || before.length > family + 1 || later.length > 1) return false
  const settled = placed.filter((one) => !isStray(one))
  const elsewhere = placed.filter(
    (one) => isStray(one) && settled.every(({ place }) => place !== one.place),
  )
  return elsewhere.length <= 1 && isOneHousehold(before)
}

type Placed = { device: DeviceRecord; place: Place }

/** Whether the position of a device may be wrong. */
function isStray({ device: { best }, place }: Placed): boolean {
  return !place.isCertain || best.position === undefined || isRough(best.position)
}

function isOneHousehold(devices: readonly Placed[]): boolean {
  const [first, last] = [devices[0], devices.at(-1)]
  if (first === undefined || last === undefined) return true
  const places = new Set(devices.filter((one) => !isStray(one)).map(({ place }) => place))
  return places.size <= 1 && last.device.first.at - first.device.first.at <= beginTogetherMs
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
