import { expect, test } from 'vitest'
import { createBatchLoader } from './batch-loader.ts'

const always = new AbortController().signal

function recording(maxIds: number) {
  const requests: (readonly string[])[] = []
  const gates: PromiseWithResolvers<void>[] = []
  const load = createBatchLoader(async (ids) => {
    requests.push(ids)
    const gate = Promise.withResolvers<void>()
    gates.push(gate)
    await gate.promise
    return new Map(ids.filter((id) => id !== 'hidden').map((id) => [id, id.toUpperCase()]))
  }, maxIds)
  const answer = async (at: number): Promise<void> => {
    await expect.poll(() => gates[at]).toBeDefined()
    gates[at]!.resolve()
  }
  return { requests, load, answer, gates }
}

test('asks once for all that is wanted at the same time, each once', async () => {
  const { requests, load, answer } = recording(100)
  const found = Promise.all(['a', 'b', 'a', 'hidden'].map((id) => load(id, always)))
  await answer(0)
  expect(await found).toEqual(['A', 'B', 'A', undefined])
  expect(requests).toEqual([['a', 'b', 'hidden']])
})

test('asks for no more than fits in one request, one request after the other', async () => {
  const { requests, load, answer } = recording(2)
  const found = Promise.all(['a', 'b', 'c'].map((id) => load(id, always)))
  await answer(0)
  await answer(1)
  expect(await found).toEqual(['A', 'B', 'C'])
  expect(requests).toEqual([['a', 'b'], ['c']])
})

test('does not ask for what has gone by meanwhile', async () => {
  const { requests, load, answer } = recording(100)
  const first = load('a', always)
  await expect.poll(() => requests).toHaveLength(1)
  const aborted = new AbortController()
  const passed = load('b', aborted.signal)
  const seen = load('c', always)
  aborted.abort()
  await expect(passed).rejects.toThrow('aborted')
  await answer(0)
  await answer(1)
  expect(await Promise.all([first, seen])).toEqual(['A', 'C'])
  expect(requests).toEqual([['a'], ['c']])
})

test('asks again after a failure', async () => {
  const { requests, load, answer, gates } = recording(100)
  const failed = load('a', always)
  await expect.poll(() => gates).toHaveLength(1)
  gates[0]!.reject(new Error('lost'))
  await expect(failed).rejects.toThrow('lost')
  const again = load('a', always)
  await answer(1)
  expect(await again).toBe('A')
  expect(requests).toHaveLength(2)
})
