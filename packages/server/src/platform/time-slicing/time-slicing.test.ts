import { setImmediate as nextTurn } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { runToEnd, runInSlices } from './index.ts'

function* counting(to: number, millisecondsEach: number): Generator<void, number, void> {
  for (let n = 0; n < to; n++) {
    const until = performance.now() + millisecondsEach
    while (performance.now() < until);
    yield
  }
  return to
}

test('others get their turn while it is under way, and its result comes at the end', async () => {
  let turns = 0
  let over = false
  const work = runInSlices(counting(60, 2)).finally(() => (over = true))
  while (!over) {
    await nextTurn()
    turns++
  }
  expect(await work).toBe(60)
  // 120 ms of work in turns of 5 ms, of which a step may take the last one over.
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
