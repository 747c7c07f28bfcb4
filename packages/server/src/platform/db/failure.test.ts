import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { asOperator, newOrganisation } from '../../../test/builders.ts'
import { postgresqlServer } from '../../../test/engines.ts'
import { newDatabase, postgresqlMissing } from '../../../test/postgresql-server.ts'
import { isDeadlock, referencingTableOf } from './failure.ts'
import { openStore, type Store } from './index.ts'

// The embedded store has one connection, so nothing waits for locks.
describe.skipIf(postgresqlMissing !== undefined)(
  'two transactions that wait for each other',
  () => {
    const server = postgresqlServer()
    let store: Store
    beforeAll(async () => {
      store = await openStore(await newDatabase(server()))
      await newOrganisation(store, 'first')
      await newOrganisation(store, 'second')
    })
    afterAll(() => store?.close())

    test('one continues, and the other is asked to retry', async () => {
      let arrived = 0
      const both = new Promise<void>((resolve) => {
        const timer = setInterval(() => {
          if (arrived < 2) return
          clearInterval(timer)
          resolve()
        }, 5)
      })
      const rename = (first: string, then: string) =>
        asOperator(store, async (handle) => {
          await sql`select from organisations where slug = ${first} for update`.execute(handle)
          arrived += 1
          await both
          await sql`select from organisations where slug = ${then} for update`.execute(handle)
        })
      const ends = await Promise.allSettled([rename('first', 'second'), rename('second', 'first')])
      const failed = ends.flatMap((end) =>
        end.status === 'rejected' ? [end.reason as unknown] : [],
      )
      expect(failed).toMatchObject([{ code: 'store-unavailable', retryable: true }])
      expect(isDeadlock(failed[0])).toBe(true)
      expect(referencingTableOf(failed[0])).toBeUndefined()
    })
  },
)
