import { expect, test } from 'vitest'
import { Grouping } from './grouping.ts'

type Input = { name: string; value: number }

function grouping(most = 10, mostUnderway = 1) {
  const groups: number[][] = []
  const open: (() => void)[] = []
  const tested = new Grouping<Input, number>({
    most,
    mostUnderway,
    nameOf: ({ name }) => name,
    work: async (inputs) => {
      groups.push(inputs.map(({ value }) => value))
      await new Promise<void>((resolve) => open.push(resolve))
      if (inputs.some(({ value }) => value < 0)) throw new Error('negative')
      return inputs.map(({ value }) => value * 2)
    },
  })
  const finish = async (): Promise<void> => {
    await expect.poll(() => open.length).toBeGreaterThan(0)
    open.shift()?.()
  }
  return { tested, groups, finish }
}

const input = (value: number, name = String(value)): Input => ({ name, value })

test('inputs of one moment are one group, and those that come meanwhile the next', async () => {
  const { tested, groups, finish } = grouping()
  const first = [tested.run('a', input(1)), tested.run('a', input(2))]
  await expect.poll(() => groups.length).toBe(1)
  const second = [tested.run('a', input(3)), tested.run('a', input(4))]
  await finish()
  await finish()
  expect(await Promise.all([...first, ...second])).toEqual([2, 4, 6, 8])
  expect(groups).toEqual([
    [1, 2],
    [3, 4],
  ])
})

test('inputs of the same name come one after the other, in their order', async () => {
  const { tested, groups, finish } = grouping()
  const all = [input(1, 'x'), input(2, 'y'), input(3, 'x'), input(4, 'x')].map((one) =>
    tested.run('a', one),
  )
  for (let times = 0; times < 3; times++) await finish()
  await Promise.all(all)
  expect(groups).toEqual([[1, 2], [3], [4]])
})

test('a group has no more than the most, and other names do not wait for it', async () => {
  const { tested, groups, finish } = grouping(2)
  const all = [1, 2, 3].map((value) => tested.run('a', input(value)))
  const other = tested.run('b', input(9))
  await expect.poll(() => groups.length).toBe(2)
  for (let times = 0; times < 3; times++) await finish()
  await Promise.all([...all, other])
  expect(groups).toEqual([[1, 2], [9], [3]])
})

test('the error of a group is that of each of its inputs, and the next group works', async () => {
  const { tested, finish } = grouping()
  const failed = Promise.allSettled([tested.run('a', input(-1)), tested.run('a', input(2))])
  await finish()
  expect((await failed).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  const next = tested.run('a', input(5))
  await finish()
  expect(await next).toBe(10)
})
