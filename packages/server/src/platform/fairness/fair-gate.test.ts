import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { FairGate, type Pass } from './fair-gate.ts'
import { PartySlots } from './party-slots.ts'
import { ActiveRequests } from './active-requests.ts'

afterEach(() => void vi.useRealTimers())

const bulk = (party: string) => ({ party, urgency: 'bulk' }) as const
const single = (party: string) => ({ party, urgency: 'interactive' }) as const

/** A gate of one slot that stays behind requests. */
function behindRequests(holdMilliseconds: number): { gate: FairGate; present: ActiveRequests } {
  const present = new ActiveRequests()
  return {
    present,
    gate: new FairGate({ capacity: 1, partyCapacity: 1, holdMilliseconds, present }),
  }
}

async function begin(gate: FairGate, claimant: Parameters<FairGate['enter']>[0]): Promise<Pass> {
  const pass = await gate.enter(claimant)
  if (pass === undefined) throw new Error('it waited too long')
  return pass
}

test('one party leaves room for others', async () => {
  const gate = new FairGate({ capacity: 4, partyCapacity: 3 })
  const began: string[] = []
  for (let at = 0; at < 10; at++) void gate.enter(bulk('many')).then(() => began.push('many'))
  await sleep(1)
  expect(began).toHaveLength(3)
  await begin(gate, bulk('other'))
  expect(gate.waiting).toBe(7)
})

test('work in bulk stays behind a request that is being answered, and gets on all the same', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  const { gate, present } = behindRequests(30)
  const first = await begin(gate, bulk('many'))
  let began = 0
  const next = async (): Promise<void> => {
    const pass = await begin(gate, bulk('many'))
    began++
    pass.end()
    if (began < 20) void next()
  }
  void next()
  gate.expectRequests('one')
  const isOver = present.add('one')
  first.end()
  for (let statement = 0; statement < 4; statement++) {
    const pass = await begin(gate, single('one'))
    expect(began).toBe(0)
    pass.end()
    // The request returns for its next statement at once.
    await new Promise(setImmediate)
  }
  vi.advanceTimersByTime(30)
  await new Promise(setImmediate)
  expect(began).toBe(1)
  isOver()
  gate.letIn()
  await expect.poll(() => began).toBe(20)
})

test('a party with many requests at once delays no one', async () => {
  const { gate, present } = behindRequests(60_000)
  gate.expectRequests('flood')
  for (let at = 0; at < 20; at++) present.add('flood')
  ;(await begin(gate, bulk('other'))).end()
  ;(await begin(gate, bulk('other'))).end()
})

test('a request waits no longer than its patience, and its place is given to the next', async () => {
  const gate = new FairGate({ capacity: 1, partyCapacity: 1, patienceMilliseconds: 20 })
  const pass = await begin(gate, bulk('many'))
  expect(await gate.enter(single('one'))).toBeUndefined()
  const later = gate.enter(bulk('two'))
  pass.end()
  expect(await later).toBeDefined()
})

test('parts of one party get a limited number of slots, in order', async () => {
  const slots = new PartySlots(2)
  const began: number[] = []
  const open = Array.from({ length: 5 }, () => Promise.withResolvers<void>())
  const works = open.map(({ promise }, at) =>
    slots.run('a', () => {
      began.push(at)
      return promise
    }),
  )
  await slots.run('b', async () => void began.push(-1))
  expect(began).toEqual([0, 1, -1])
  open[1]!.resolve()
  await works[1]
  await expect.poll(() => began).toEqual([0, 1, -1, 2])
  for (const { resolve } of open) resolve()
  await Promise.all(works)
  expect(began).toEqual([0, 1, -1, 2, 3, 4])
})

test('bulk that is delayed for almost no load is admitted', async () => {
  for (let round = 0; round < 5; round++) {
    const { gate, present } = behindRequests(0.005)
    gate.expectRequests('one')
    present.add('one')
    for (let at = 0; at < 200; at++) (await begin(gate, bulk('many'))).end()
  }
})
