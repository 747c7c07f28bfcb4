import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { DecisionDesk, undoMilliseconds, type Batch } from './desk.ts'

let sent: { batch: Batch; keepalive: boolean }[]
let answer: () => Promise<readonly string[]>
let desk: DecisionDesk

beforeEach(() => {
  vi.useFakeTimers()
  sent = []
  answer = async () => []
  let count = 0
  desk = new DecisionDesk({
    newKey: () => `key ${++count}`,
    send: (batch, { keepalive }) => {
      sent.push({ batch, keepalive })
      return answer()
    },
  })
})
afterEach(() => vi.useRealTimers())

const one = (id: string) => [{ id, version: 1 }]
const said = () => Object.fromEntries(desk.state().said)

test('a decision shows at once and is sent when it can no longer be undone', async () => {
  desk.decide({ offers: one('a'), verdict: 'counterfeit' })
  expect(said()).toEqual({ a: 'counterfeit' })
  await vi.advanceTimersByTimeAsync(undoMilliseconds - 1)
  expect(sent).toEqual([])
  await vi.advanceTimersByTimeAsync(1)
  expect(sent).toMatchObject([
    { batch: { verdict: 'counterfeit', key: 'key 1' }, keepalive: false },
  ])
  expect(desk.state()).toMatchObject({ waiting: [], failures: [] })
  expect(said()).toEqual({ a: 'counterfeit' })
})

test('the last decision is undone first, and is never sent', async () => {
  desk.decide({ offers: one('a'), verdict: 'genuine' })
  desk.decide({ offers: one('a'), verdict: 'counterfeit' })
  expect(desk.undo()).toBe(true)
  expect(said()).toEqual({ a: 'genuine' })
  expect(desk.undo()).toBe(true)
  expect(said()).toEqual({})
  expect(desk.undo()).toBe(false)
  await vi.advanceTimersByTimeAsync(2 * undoMilliseconds)
  expect(sent).toEqual([])
})

test('what waits is sent once when the page is left', async () => {
  desk.decide({ offers: [...one('a'), ...one('b')], verdict: 'unclear' })
  await desk.flush({ keepalive: true })
  await vi.advanceTimersByTimeAsync(undoMilliseconds)
  expect(sent).toMatchObject([{ keepalive: true }])
})

test('what could not be sent is taken back, told, and sent again under its key', async () => {
  answer = () => Promise.reject(new TypeError('no network'))
  desk.decide({ offers: one('a'), verdict: 'genuine' })
  await vi.advanceTimersByTimeAsync(undoMilliseconds)
  expect(said()).toEqual({})
  const [failure] = desk.state().failures
  answer = async () => []
  desk.retry(failure!)
  await vi.advanceTimersByTimeAsync(0)
  expect(sent.map(({ batch }) => batch.key)).toEqual(['key 1', 'key 1'])
  expect(desk.state()).toMatchObject({ waiting: [], failures: [] })
  expect(said()).toEqual({ a: 'genuine' })
})

test('offers that were refused show no decision', async () => {
  answer = async () => ['b']
  desk.decide({ offers: [...one('a'), ...one('b')], verdict: 'genuine' })
  await vi.advanceTimersByTimeAsync(undoMilliseconds)
  expect(said()).toEqual({ a: 'genuine' })
})
