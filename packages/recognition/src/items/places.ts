import { isFix, type DeviceRecord, type ItemHistory, type Position } from './history.ts'

/** Devices that were, as far as their positions tell, at one place. */
export interface Place {
  centres: Position[]
  devices: DeviceRecord[]
  /** Known by more than a network's guess. */
  isCertain: boolean
}

const earthRadiusKm = 6371

/** The shortest way over the earth. */
function distanceKm(a: Position, b: Position): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180
  const [north, east] = [radians(b.lat - a.lat), radians(b.lon - a.lon)]
  const square =
    Math.sin(north / 2) ** 2 +
    Math.cos(radians(a.lat)) * Math.cos(radians(b.lat)) * Math.sin(east / 2) ** 2
  return 2 * earthRadiusKm * Math.asin(Math.min(1, Math.sqrt(square)))
}

/**
 * How far the true place may be from a stated one, as wide as a city at least. Positions guessed from networks err by
 * more than in proportion: their stated accuracy is a middle value, with a long tail where it is rough.
 */
function reachKm({ accuracyKm }: Position): number {
  return 40 + 1.5 * accuracyKm + accuracyKm ** 2 / 100
}

/** How far apart two positions are at least. */
export function gapKm(a: Position, b: Position): number {
  return Math.max(0, distanceKm(a, b) - reachKm(a) - reachKm(b))
}

const byAccuracy = (a: DeviceRecord, b: DeviceRecord): number =>
  (a.best.position?.accuracyKm ?? Infinity) - (b.best.position?.accuracyKm ?? Infinity)

/**
 * Groups the devices of consumers by place, those with the most accurate positions first. Who travels with the unit was
 * at several places, which are then one.
 */
export function placesOf({ devices }: ItemHistory): Place[] {
  const places: Place[] = []
  for (const device of devices.filter(({ source }) => source === 'consumer').toSorted(byAccuracy)) {
    const { best, first, last } = device
    const others = [first, last]
      .flatMap(({ position }) => position ?? [])
      .filter((one) => !isRough(one))
    const positions = best.position === undefined ? [] : [best.position, ...others]
    const known = places.find(({ centres }) => positions.some((one) => isAt(centres, one)))
    const place = known ?? { centres: [], devices: [], isCertain: false }
    if (known === undefined && positions.length > 0) places.push(place)
    for (const position of positions)
      if (!isAt(place.centres, position)) place.centres.push(position)
    place.devices.push(device)
  }
  for (const place of places) place.isCertain = isCertain(place.devices)
  return places
}

export function isAt(centres: readonly Position[], position: Position): boolean {
  return centres.some((centre) => gapKm(centre, position) === 0)
}

/**
 * One network's guess may be wrong by a continent. A satellite's fix is not, nor are two guesses of one place, or three
 * rough ones.
 */
function isCertain(devices: readonly DeviceRecord[]): boolean {
  const weight = devices.reduce(
    (sum, { visits, best }) => sum + visits * weightOf(best.position),
    0,
  )
  return weight >= 2
}

function weightOf(position: Position | undefined): number {
  if (position === undefined) return 0
  if (isFix(position)) return 2
  return isRough(position) ? 0.7 : 1
}

/** A guess at the size of a region, as for mobile networks. */
export function isRough({ accuracyKm }: Position): boolean {
  return accuracyKm > 100
}
