import { expect, test } from 'vitest'
import { reserve } from './reserve.ts'

const perRun = { requests: 10, bytes: 1000, processorSeconds: 5, cost: null }
const perDay = { requests: 15, bytes: 9000, processorSeconds: 50, cost: 2 }
const nothing = { requests: 0, bytes: 0, processorSeconds: 0, fees: 0, cost: 0 }

test('a run gets its own budget where the day leaves enough, and the least limit of cost', () => {
  const reserved = reserve(perRun, [{ budget: perDay, charged: nothing }])
  expect(reserved).toEqual({ ...perRun, cost: 2 })
  expect(reserve(perRun, [{ budget: { ...perDay, cost: null }, charged: nothing }])).toEqual(perRun)
})

test('it gets less where any day leaves less', () => {
  const own = { budget: perDay, charged: { ...nothing, requests: 8 } }
  const organisation = {
    budget: { ...perDay, bytes: 1200 },
    charged: { ...nothing, bytes: 900, cost: 1.5 },
  }
  expect(reserve(perRun, [own, organisation])).toEqual({
    requests: 7,
    bytes: 300,
    processorSeconds: 5,
    cost: 0.5,
  })
})

test.each([
  { requests: 15 },
  { bytes: 9000 },
  { processorSeconds: 50 },
  { cost: 2 },
  { requests: 99 },
])('it does not begin where %o of a day is spent', (spent) => {
  const charged = { ...nothing, ...spent }
  expect(reserve(perRun, [{ budget: perDay, charged }])).toBeUndefined()
})
