import type { CheckInput } from '@touchstone/contract'

/** Degrees of latitude in 20 km. */
const step = 0.18

/** Where this device is, within a square of about 20 km: the exact position stays here. */
export async function approximatePlace(): Promise<NonNullable<CheckInput['position']>> {
  const { coords } = await new Promise<GeolocationPosition>((resolve, reject) => {
    navigator.geolocation.getCurrentPosition(resolve, reject, {
      maximumAge: 600_000,
      timeout: 20_000,
    })
  })
  const accuracyKm = coords.accuracy / 1000
  const lat = middleOf(coords.latitude, step, 90)
  const width = step / Math.max(0.01, Math.cos((lat * Math.PI) / 180))
  const lon = middleOf(coords.longitude, width, 180)
  return { lat, lon, accuracyKm: Math.max(14.2, accuracyKm), isFix: accuracyKm < 5, exact: false }
}

function middleOf(value: number, width: number, most: number): number {
  const middle = (Math.floor(value / width) + 0.5) * width
  return Math.min(most, Math.max(-most, Number(middle.toFixed(4))))
}
