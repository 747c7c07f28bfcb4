import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import {
  PendingDecisions,
  undoMilliseconds,
  type Batch,
  type Refusal,
} from './pending-decisions.ts'

let sent: { batch: Batch; keepalive: boolean }[]
let withdrawn: string[][]
/** Listings that the server refuses, or a network error. */
let refused: ReadonlyMap<string, Refusal> | Error
let desk: PendingDecisions

beforeEach(() => {
  vi.useFakeTimers()
  sent = []
  withdrawn = []
  refused = new Map()
  let count = 0
  desk = new PendingDecisions({
    newKey: () => `key ${++count}`,
    send: async (batch, { keepalive }) => {
      sent.push({ batch, keepalive })
      if (refused instanceof Error) throw refused
      const faults = refused
      const taken = batch.listings.filter(({ id }) => !faults.has(id))
      const kept = new Map(taken.map(({ id }) => [id, `${batch.verdict} on ${id}`]))
      return { kept, refused: faults }
    },
    withdraw: async (decisions) => {
      withdrawn.push([...decisions])
      if (refused instanceof Error) throw refused
      return refused
    },
  })
})
afterEach(() => vi.useRealTimers())

const gone = { pointer: '/id', message: 'there is no such listing' }
const one = (id: string) => [{ id, version: 1 }]
const said = () =>
  Object.fromEntries([...desk.state().said].map(([id, standing]) => [id, standing?.verdict]))
const pass = (milliseconds = undoMilliseconds) => vi.advanceTimersByTimeAsync(milliseconds)

test('a decision shows at once and is sent when it can no longer be undone', async () => {
  desk.decide({ listings: one('a'), verdict: 'counterfeit' })
  expect(said()).toEqual({ a: 'counterfeit' })
  await pass(undoMilliseconds - 1)
  expect(sent).toEqual([])
  await pass(1)
  expect(sent).toMatchObject([
    { batch: { verdict: 'counterfeit', key: 'key 1' }, keepalive: false },
  ])
  expect(desk.state()).toMatchObject({ waiting: [], failures: [] })
  expect(desk.state().said.get('a')).toEqual({ verdict: 'counterfeit', id: 'counterfeit on a' })
})

test('the last decision is undone first, and is never sent', async () => {
  desk.decide({ listings: one('a'), verdict: 'genuine' })
  desk.decide({ listings: one('a'), verdict: 'counterfeit' })
  expect(desk.undo()).toBe(true)
  expect(said()).toEqual({ a: 'genuine' })
  expect(desk.undo()).toBe(true)
  expect(said()).toEqual({ a: undefined })
  expect(desk.undo()).toBe(false)
  await pass(2 * undoMilliseconds)
  expect(sent).toEqual([])
})

test('the previous decision applies again once the later one is undone', () => {
  const storedDecision = { verdict: 'unclear', id: 'd' } as const
  desk.decide({ listings: [{ id: 'a', version: 1, standing: storedDecision }], verdict: 'genuine' })
  desk.undo()
  expect(desk.state().said.get('a')).toEqual(storedDecision)
})

test('decisions sent together are undone together, the last first', async () => {
  desk.decide({ listings: one('a'), verdict: 'genuine' })
  desk.decide({ listings: [...one('b'), ...one('c')], verdict: 'unclear' })
  await pass()
  expect(desk.undo()).toBe(true)
  expect(said()).toEqual({ a: 'genuine', b: undefined, c: undefined })
  await pass(0)
  expect(withdrawn).toEqual([['unclear on b', 'unclear on c']])
  expect(desk.state().withdrawn).toBe(2)
  await pass()
  expect(desk.state().withdrawn).toBe(0)
  expect(desk.undo()).toBe(true)
  expect(desk.undo()).toBe(false)
})

test('a decision on its way is undone before an earlier one, once the server has it', async () => {
  desk.decide({ listings: one('a'), verdict: 'genuine' })
  await pass()
  desk.decide({ listings: one('b'), verdict: 'unclear' })
  const sending = desk.flush()
  expect(desk.undo()).toBe(true)
  expect(withdrawn).toEqual([])
  await sending
  await pass(0)
  expect(withdrawn).toEqual([['unclear on b']])
  expect(said()).toEqual({ a: 'genuine', b: undefined })
  expect(desk.undo()).toBe(true)
  expect(desk.undo()).toBe(false)
})

test('an undone decision that never arrives is reported as not sent', async () => {
  refused = new TypeError('no network')
  desk.decide({ listings: one('a'), verdict: 'genuine' })
  const sending = desk.flush()
  expect(desk.undo()).toBe(true)
  await sending
  expect([said(), withdrawn]).toEqual([{ a: undefined }, []])
  expect(desk.state().failures).toMatchObject([{ what: 'decide', count: 1 }])
  expect(desk.undo()).toBe(false)
})

test('a withdrawal that failed is reported and retried', async () => {
  const kept = { id: 'a', decision: 'd', verdict: 'genuine' } as const
  refused = new TypeError('no network')
  desk.withdraw([kept])
  expect(said()).toEqual({ a: undefined })
  await pass(0)
  expect(said()).toEqual({ a: 'genuine' })
  refused = new Map()
  desk.retry(desk.state().failures[0]!)
  await pass(0)
  expect(said()).toEqual({ a: undefined })
  expect(desk.state().failures).toEqual([])
})

test('a decision that only another person may withdraw stays, and the page explains that', async () => {
  const why = { pointer: '/decisions/0', message: 'only its author may' }
  refused = new Map([['d', why]])
  desk.withdraw([
    { id: 'a', decision: 'd', verdict: 'genuine', title: 'A bag' },
    { id: 'b', decision: 'e', verdict: 'genuine' },
  ])
  await pass(0)
  expect(said()).toEqual({ a: 'genuine', b: undefined })
  expect(desk.state().withdrawn).toBe(1)
  expect(desk.state().failures).toMatchObject([
    { what: 'withdraw', count: 1, refused: [{ id: 'a', title: 'A bag', why }] },
  ])
  refused = new Map()
  desk.retry(desk.state().failures[0]!)
  await pass(0)
  expect(withdrawn).toEqual([['d', 'e'], ['d']])
  expect(said()).toEqual({ a: undefined, b: undefined })
})

test('pending decisions are sent once when the page is left', async () => {
  desk.decide({ listings: [...one('a'), ...one('b')], verdict: 'unclear' })
  await desk.flush({ keepalive: true })
  await pass()
  expect(sent).toMatchObject([{ keepalive: true }])
})

test('what could not be sent is withdrawn, reported, and sent again under its key', async () => {
  refused = new TypeError('no network')
  desk.decide({ listings: one('a'), verdict: 'genuine' })
  await pass()
  expect(said()).toEqual({ a: undefined })
  const [failure] = desk.state().failures
  refused = new Map()
  desk.retry(failure!)
  await pass(0)
  expect(sent.map(({ batch }) => batch.key)).toEqual(['key 1', 'key 1'])
  expect(desk.state()).toMatchObject({ waiting: [], failures: [] })
  expect(said()).toEqual({ a: 'genuine' })
})

test('refused listings show no decision, are reported with the reason, and are retried alone', async () => {
  refused = new Map([['b', gone]])
  const storedDecision = { verdict: 'unclear', id: 'before' } as const
  const shoe = { id: 'b', version: 1, title: 'A shoe', standing: storedDecision }
  desk.decide({ listings: [...one('a'), shoe], verdict: 'genuine', reason: 'price' })
  await pass()
  expect(said()).toEqual({ a: 'genuine', b: 'unclear' })
  const { failures } = desk.state()
  expect(failures).toMatchObject([
    { what: 'decide', count: 1, refused: [{ id: 'b', title: 'A shoe', why: gone }] },
  ])
  refused = new Map()
  desk.retry(failures[0]!)
  await pass(0)
  // Under a new key, since the server would repeat its response to a known one.
  expect(sent.map(({ batch }) => [batch.key, batch.listings.length, batch.reason])).toEqual([
    ['key 1', 2, 'price'],
    ['key 2', 1, 'price'],
  ])
  expect(said()).toEqual({ a: 'genuine', b: 'genuine' })
  expect(desk.state().failures).toEqual([])
})

test('a listing missing from the response is reported without a reason', async () => {
  const pending = new PendingDecisions({
    newKey: () => 'key',
    send: async () => ({ kept: new Map(), refused: new Map() }),
    withdraw: async () => new Map(),
  })
  pending.decide({ listings: one('a'), verdict: 'counterfeit' })
  await pending.flush()
  expect(pending.state().failures).toMatchObject([{ refused: [{ id: 'a', why: undefined }] }])
})

test('a decision awaiting approval is shown, and not withdrawn like a decision', async () => {
  const pending = new PendingDecisions({
    newKey: () => 'key',
    send: async () => ({ kept: new Map([['a', undefined]]), refused: new Map() }),
    withdraw: () => Promise.reject(new Error('nothing to take back')),
  })
  pending.decide({ listings: one('a'), verdict: 'counterfeit' })
  await pending.flush()
  expect(pending.state().said.get('a')).toEqual({ verdict: 'counterfeit' })
  expect(pending.undo()).toBe(false)
})

test('a decision made while an earlier one is on its way stays', async () => {
  desk.decide({ listings: one('a'), verdict: 'genuine' })
  const flushing = desk.flush()
  desk.decide({ listings: one('a'), verdict: 'counterfeit' })
  await flushing
  expect(said()).toEqual({ a: 'counterfeit' })
})
