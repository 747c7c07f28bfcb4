import type { Timeline } from '../queries.ts'

export type Place = { lat: number; lon: number; accuracyKm: number; count: number }

/** Scans by their place, to a tenth of a degree; the largest uncertainty counts. */
export function placesOf(scans: Timeline['scans']): Place[] {
  const places = new Map<string, Place>()
  for (const { position } of scans) {
    if (position === null) continue
    const { lat, lon, accuracyKm } = position
    const key = `${lat.toFixed(1)} ${lon.toFixed(1)}`
    const place = places.get(key)
    places.set(key, {
      lat: place?.lat ?? lat,
      lon: place?.lon ?? lon,
      accuracyKm: Math.max(place?.accuracyKm ?? 0, accuracyKm),
      count: (place?.count ?? 0) + 1,
    })
  }
  return [...places.values()]
}
