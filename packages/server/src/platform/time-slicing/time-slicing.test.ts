import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, onTestFinished, test, vi } from 'vitest'
import { presentRequests } from '../fairness/index.ts'
import { runToEnd, runInSlices } from './index.ts'

function* counting(to: number, millisecondsEach: number): Generator<void, number, void> {
  for (let n = 0; n < to; n++) {
    const until = performance.now() + millisecondsEach
    while (performance.now() < until);
    yield
  }
  return to
}

test('others get their turn while it is running, and its result is returned at the end', async () => {
  let turns = 0
  let over = false
  const work = runInSlices(counting(60, 2)).finally(() => (over = true))
  while (!over) {
    await nextTurn()
    turns++
  }
  expect(await work).toBe(60)
  // 120 ms of work in slices of 5 ms; the last step of a slice may exceed it.
  expect(turns).toBeGreaterThan(15)
})

test('without turns it gives the same', () => {
  expect(runToEnd(counting(3, 0))).toBe(3)
})

test('an error in a step is that of the whole', async () => {
  const failing = function* (): Generator<void, number, void> {
    yield
    throw new Error('does not go')
  }
  await expect(runInSlices(failing())).rejects.toThrow('does not go')
  expect(() => runToEnd(failing())).toThrow('does not go')
})

test('of several works one has a slice in each turn', async () => {
  let turn = 0
  let over = false
  const turns: number[] = []
  const noting = function* (): Generator<void, void, void> {
    const steps = counting(4, 3)
    while (steps.next().done !== true) {
      turns.push(turn)
      yield
    }
  }
  const works = Promise.all(Array.from({ length: 5 }, () => runInSlices(noting())))
  void works.finally(() => (over = true))
  while (!over) {
    await nextTurn()
    turn++
  }
  expect(turns).toHaveLength(20)
  expect(new Set(turns).size).toBe(20)
})

test('what can wait stays behind a request that is being answered, and gets on all the same', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] })
  onTestFinished(() => void vi.useRealTimers())
  const end = presentRequests.add('one')
  let steps = 0
  const noting = function* (): Generator<void, void, void> {
    for (; steps < 40; steps++) yield* counting(1, 3)
  }
  const works = Promise.all([runInSlices(noting(), 'bulk'), runInSlices(noting())])
  expect(await runInSlices(counting(1, 3), 'interactive')).toBe(1)
  await nextTurn()
  expect(steps).toBe(0)
  vi.advanceTimersByTime(10)
  await expect.poll(() => steps, { interval: 1 }).toBeGreaterThan(0)
  expect(steps).toBeLessThan(40)
  end()
  vi.advanceTimersByTime(10)
  await works
  expect(steps).toBeGreaterThanOrEqual(40)
})
