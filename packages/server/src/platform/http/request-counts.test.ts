import { expect, test, vi } from 'vitest'
import { RequestCounts } from './request-counts.ts'

test('counts each caller anew in each window, whatever the machine’s clock shows', () => {
  let now = 1000
  const counts = new RequestCounts(() => now)
  const count = (key: string) => {
    let counted: unknown
    counts.incr(key, (_error, result) => (counted = result), 60_000)
    return counted
  }
  expect(count('a')).toEqual({ current: 1, ttl: 60_000 })
  now += 20_000
  expect(count('a')).toEqual({ current: 2, ttl: 40_000 })
  expect(count('b')).toEqual({ current: 1, ttl: 60_000 })
  now += 40_000
  expect(count('a')).toEqual({ current: 1, ttl: 60_000 })
})

test('a clock of the machine that is set back opens no window for longer', () => {
  vi.useFakeTimers({ now: 9 * 3_600_000, toFake: ['Date'] })
  try {
    const counts = new RequestCounts()
    const ttlOf = () => {
      let ttl = 0
      counts.incr('a', (_error, result) => (ttl = result?.ttl ?? 0), 60_000)
      return ttl
    }
    ttlOf()
    vi.setSystemTime(0)
    expect(ttlOf()).toBeLessThanOrEqual(60_000)
  } finally {
    vi.useRealTimers()
  }
})

test('forgets the caller that was heard of longest ago where there are too many', () => {
  const counts = new RequestCounts(() => 0)
  const currentOf = (key: string) => {
    let current = 0
    counts.incr(key, (_error, result) => (current = result?.current ?? 0), 60_000)
    return current
  }
  currentOf('first')
  for (let at = 0; at < 20_000; at++) currentOf(`caller ${at}`)
  expect(currentOf('first')).toBe(1)
  expect(currentOf('caller 19999')).toBe(2)
})
