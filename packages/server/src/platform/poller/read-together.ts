import type { Context, Store, Transaction } from '../db/index.ts'
import { Grouping } from '../grouping/index.ts'

type Read<T> = (handle: Transaction) => Promise<T>

const context: Context = { as: 'operator', actor: { kind: 'operator', id: 'polls' } }

const groupings = new WeakMap<Store, Grouping<Read<unknown>, unknown>>()

/**
 * Reads as the operator, in one transaction with the other reads that begin at the same time: pollers ask with this
 * whether there is work, so that an idle server commits once or twice a second rather than once for each of them.
 */
export async function readTogether<T>(store: Store, read: Read<T>): Promise<T> {
  const known = groupings.get(store)
  const grouping =
    known ?? new Grouping({ work: (reads) => runReads(store, reads), most: 100, mostUnderway: 1 })
  if (known === undefined) groupings.set(store, grouping)
  return (await grouping.run('', read)) as T
}

async function runReads(store: Store, reads: readonly Read<unknown>[]): Promise<unknown[]> {
  try {
    return await store.transact(context, async (handle) => {
      const results: unknown[] = []
      for (const read of reads) results.push(await read(handle))
      return results
    })
  } catch {
    // The others must still learn what there is to do.
    return reads.map((read) => store.transact(context, read))
  }
}
