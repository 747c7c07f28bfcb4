import { expect, test } from 'vitest'
import { maxMisses, MissedCodes } from './missed-codes.ts'

function networkOf(number: number): Buffer {
  const network = Buffer.alloc(16)
  network.writeUInt32BE(number)
  return network
}

test('a network is exhausted after its misses, and stays so while many others ask', () => {
  const misses = new MissedCodes()
  for (let miss = 1; miss < maxMisses; miss++) misses.add(networkOf(0))
  expect(misses.isExhausted(networkOf(0))).toBe(false)
  misses.add(networkOf(0))
  expect(misses.isExhausted(networkOf(0))).toBe(true)
  for (let other = 1; other < 100_000; other++) misses.add(networkOf(other))
  expect(misses.isExhausted(networkOf(0))).toBe(true)
})

test('a network that goes on asking is not forgotten before those that stopped', () => {
  const misses = new MissedCodes()
  for (let miss = 0; miss < maxMisses; miss++) misses.add(networkOf(0))
  for (let other = 1; other <= 150_000; other++) {
    misses.add(networkOf(other))
    if (other % 50_000 === 0) misses.add(networkOf(0))
  }
  expect(misses.isExhausted(networkOf(0))).toBe(true)
})
