import type { ScanPositionInput } from '@touchstone/contract'
import { isFix, type Position } from '@touchstone/recognition/items'

const kmOfDegree = 111.2
const cellKm = 20
/** From the middle of a cell to its corner. */
const cellAccuracyKm = 14.2

/** The position as it is stored: the middle of a cell of 20 km, unless its holder chose to be exact. */
export function storedPosition({ exact, isFix: stated, ...place }: ScanPositionInput): Position {
  const { lat, lon, accuracyKm } = place
  const position = { ...place, isFix: stated ?? isFix(place) }
  if (exact) return position
  const step = cellKm / kmOfDegree
  const middle = clamp(round(lat, step), 90)
  const width = Math.min(360, step / Math.max(0.001, Math.cos((middle * Math.PI) / 180)))
  return {
    lat: middle,
    lon: clamp(round(lon, width), 180),
    accuracyKm: Math.max(accuracyKm, cellAccuracyKm),
    isFix: position.isFix,
  }
}

/** The middle of the step in which a number lies. */
function round(value: number, step: number): number {
  return Number(((Math.floor(value / step) + 0.5) * step).toFixed(4))
}

function clamp(value: number, most: number): number {
  return Math.min(most, Math.max(-most, value))
}
