import { expect, test } from 'vitest'
import { SerialQueue } from './serial-queue.ts'

test('tasks run one after the other in their order, whatever became of the one before', async () => {
  const queue = new SerialQueue()
  const order: string[] = []
  const first = Promise.withResolvers<string>()
  const results = Promise.allSettled([
    queue.run(async () => order.push(await first.promise)),
    queue.run(() => {
      order.push('second')
      throw new Error('second failed')
    }),
    queue.run(async () => order.push('third')),
  ])
  let isSettled = false
  const settled = queue.settled().then(() => {
    isSettled = true
  })
  await new Promise(setImmediate)
  expect([order, isSettled]).toEqual([[], false])
  first.resolve('first')
  await settled
  expect(order).toEqual(['first', 'second', 'third'])
  expect(await results).toMatchObject([
    { value: 1 },
    { reason: { message: 'second failed' } },
    { value: 3 },
  ])
})
