import { expect, test } from 'vitest'
import { SerialQueue } from './serial-queue.ts'

test('tasks run one after the other in their order, whatever became of the one before', async () => {
  const queue = new SerialQueue()
  const said: string[] = []
  const first = Promise.withResolvers<string>()
  const results = Promise.allSettled([
    queue.run(async () => said.push(await first.promise)),
    queue.run(() => {
      said.push('second')
      throw new Error('second failed')
    }),
    queue.run(async () => said.push('third')),
  ])
  let isSettled = false
  const settled = queue.settled().then(() => {
    isSettled = true
  })
  await new Promise(setImmediate)
  expect([said, isSettled]).toEqual([[], false])
  first.resolve('first')
  await settled
  expect(said).toEqual(['first', 'second', 'third'])
  expect(await results).toMatchObject([
    { value: 1 },
    { reason: { message: 'second failed' } },
    { value: 3 },
  ])
})
