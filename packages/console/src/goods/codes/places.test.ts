import { expect, test } from 'vitest'
import { placesOf } from './places.ts'

const scan = (lat: number, lon: number, accuracyKm = 1) => ({
  at: '2026-11-20T10:00:00.000Z',
  source: 'consumer' as const,
  device: 1,
  position: { lat, lon, accuracyKm },
  country: null,
})

test('scans of one place are one place, with the largest uncertainty', () => {
  const nowhere = { ...scan(0, 0), position: null, country: 'FR' }
  expect(
    placesOf([scan(48.81, 2.31), scan(48.82, 2.33, 20), scan(35.67, 139.63), nowhere]),
  ).toEqual([
    { lat: 48.81, lon: 2.31, accuracyKm: 20, count: 2 },
    { lat: 35.67, lon: 139.63, accuracyKm: 1, count: 1 },
  ])
})
