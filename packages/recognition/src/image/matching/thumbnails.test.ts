import { expect, test } from 'vitest'
import { Thumbnails } from './thumbnails.ts'

test('thumbnails are found where they were put, and places are given again', () => {
  const thumbnails = new Thumbnails()
  const of = (tone: number) => new Uint8Array(1024).fill(tone)
  const places = Array.from({ length: 2100 }, (_, i) => thumbnails.add(of(i % 251)))
  expect(new Set(places).size).toBe(2100)
  for (const i of [0, 1023, 1024, 2099]) expect(thumbnails.get(places[i]!)).toEqual(of(i % 251))
  thumbnails.remove(places[1024]!)
  expect(thumbnails.add(of(255))).toBe(places[1024])
  expect(thumbnails.get(places[1024]!)).toEqual(of(255))
  expect(thumbnails.get(places[1025]!)).toEqual(of(1025 % 251))
})
