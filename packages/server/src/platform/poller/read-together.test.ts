import { afterAll, beforeAll, expect, test } from 'vitest'
import { sql } from 'kysely'
import { onBothEngines } from '../../../test/engines.ts'
import { openStore, type Store, type Transaction } from '../db/index.ts'
import { readTogether, startPoller } from './index.ts'

onBothEngines((engine) => {
  let store: Store
  beforeAll(async () => {
    store = await openStore(await engine.newStore())
  })
  afterAll(() => store?.close())

  const one = async (handle: Transaction): Promise<number | undefined> => {
    const { rows } = await sql<{ one: number }>`select 1 as one`.execute(handle)
    return rows[0]?.one
  }

  function counting(): { store: Store; count: () => number } {
    let transactions = 0
    const transact: Store['transact'] = (context, work) => {
      transactions++
      return store.transact(context, work)
    }
    return { store: { ...store, transact }, count: () => transactions }
  }

  test('reads that begin at the same time share a transaction', async () => {
    const counted = counting()
    const reads = Array.from({ length: 8 }, () => readTogether(counted.store, one))
    expect(await Promise.all(reads)).toEqual(Array(8).fill(1))
    expect(counted.count()).toBe(1)
    expect(await readTogether(counted.store, one)).toBe(1)
    expect(counted.count()).toBe(2)
  })

  test('a read that fails does not disturb the others', async () => {
    const failing = (handle: Transaction): Promise<unknown> => sql`select 1/0`.execute(handle)
    const results = await Promise.allSettled([
      readTogether(store, one),
      readTogether(store, failing),
      readTogether(store, async () => {
        throw new Error('replaced')
      }),
      readTogether(store, one),
    ])
    expect(results).toMatchObject([
      { status: 'fulfilled', value: 1 },
      { status: 'rejected', reason: { message: expect.stringContaining('division by zero') } },
      { status: 'rejected', reason: { message: 'replaced' } },
      { status: 'fulfilled', value: 1 },
    ])
  })

  test('pollers of one interval poll at the same moments', async () => {
    const counted = counting()
    let polls = 0
    const pollers = Array.from({ length: 5 }, () =>
      startPoller({
        everyMs: 100,
        poll: async () => {
          await readTogether(counted.store, one)
          polls++
        },
      }),
    )
    await expect.poll(() => polls).toBeGreaterThan(100)
    await Promise.all(pollers.map((poller) => poller.stop()))
    expect(counted.count()).toBeLessThan(polls / 2)
  })
})
