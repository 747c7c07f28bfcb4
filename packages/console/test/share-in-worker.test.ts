import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { shareInWorker } from './share-in-worker.ts'

const events: string[] = []
const newShared = () => {
  let count = 0
  return shareInWorker(
    async () => {
      count += 1
      events.push(`start ${count}`)
      return count
    },
    async (started) => {
      events.push(`end ${started}`)
    },
  )
}

beforeEach(() => {
  events.length = 0
  vi.useFakeTimers()
})
afterEach(async () => {
  await vi.runAllTimersAsync()
  vi.useRealTimers()
})

test('one start serves files that follow one another', async () => {
  const shared = newShared()
  expect(await shared.borrow()).toBe(1)
  shared.giveBack()
  expect(await shared.borrow()).toBe(1)
  await vi.advanceTimersByTimeAsync(60_000)
  expect(events).toEqual(['start 1'])
  shared.giveBack()
})

test('it ends some time after the last file gave it back, and starts anew for another', async () => {
  const before = process.listenerCount('SIGTERM')
  const shared = newShared()
  await shared.borrow()
  expect(process.listenerCount('SIGTERM')).toBeGreaterThan(0)
  shared.giveBack()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(events).toEqual(['start 1', 'end 1'])
  expect(process.listenerCount('SIGTERM')).toBe(before)
  expect(await shared.borrow()).toBe(2)
  shared.giveBack()
})

test('what did not start is tried anew by the next file', async () => {
  let fails = true
  const shared = shareInWorker(
    async () => {
      if (fails) throw new Error('no port')
      return 'started'
    },
    async () => undefined,
  )
  await expect(shared.borrow()).rejects.toThrow('no port')
  fails = false
  expect(await shared.borrow()).toBe('started')
  shared.giveBack()
})
