import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newKey, newOrganisation } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { deleteListings, type ListingIngest } from '../../listings/ingest/index.ts'
import { openStore, type Transaction } from '../../platform/db/index.ts'
import { bag, Installation } from './test/portfolio-fixture.ts'

onOneEngine((engine) => {
  let installation: Installation
  let sender: Parameters<ListingIngest['ingest']>[0]

  beforeAll(async () => {
    installation = new Installation(await openStore(await engine.newStore()))
    const { id: organisationId } = await newOrganisation(installation.store, 'market')
    const { id } = await newKey(installation.store, 'market')
    sender = { kind: 'key', id, organisationId, scopes: [] }
  })
  afterAll(() => installation?.close())

  const send = async (seller: string, ids: readonly string[]) => {
    const brands = ['Prada', 'Gucci', 'Dior']
    await installation.intake.ingest(
      sender,
      ids.map((id, at) => bag(`${seller}-${id}`, brands[at % 3]!, { seller: { id: seller } })),
      {},
    )
  }
  const numbers = async (query: ReturnType<typeof sql<{ number: number }>>) => {
    const { rows } = await asOperator(installation.store, (handle) => query.execute(handle))
    return rows.map(({ number }) => number)
  }
  const countNotes = (seller: string) =>
    numbers(sql`
      select count(*)::int4 as number
      from portfolio_changes c join seller_accounts a on a.id = c.seller_account_id
      where a.seller_id = ${seller}`)
  /** Listings of the seller's portfolio. */
  const counted = (seller: string) =>
    numbers(sql`
      select p.listings as number
      from seller_portfolios p join seller_accounts a on a.id = p.seller_account_id
      where a.seller_id = ${seller}`)

  /** A transaction that has done its work and is not committed before `end`. */
  async function leaveOpen(
    work: (handle: Transaction) => Promise<unknown>,
  ): Promise<() => Promise<void>> {
    const done = Promise.withResolvers<void>()
    const ending = Promise.withResolvers<void>()
    const transaction = asOperator(installation.store, async (handle) => {
      await work(handle)
      done.resolve()
      await ending.promise
    })
    await Promise.race([done.promise, transaction])
    return async () => {
      ending.resolve()
      await transaction
    }
  }

  test('an account is noted once, however many batches change it, until its portfolio is computed', async () => {
    await send('often', ['1', '2', '3'])
    await send('often', ['4', '5', '6'])
    await send('often', ['7', '8', '9'])
    expect(await countNotes('often')).toEqual([1])
    await installation.settle()
    expect(await countNotes('often')).toEqual([0])
    expect(await counted('often')).toEqual([9])
    await send('often', ['10'])
    expect(await countNotes('often')).toEqual([1])
  })

  // The embedded store runs one transaction at a time.
  if (engine.name !== 'postgresql') return

  test('a change that is committed while its account’s portfolio is about to be computed counts', async () => {
    await send('changed', ['1', '2', '3', '4', '5', '6'])
    const end = await leaveOpen(async (handle) => {
      const { rows } = await sql<{ id: string }>`
        select id from listings where external_id = 'changed-1'`.execute(handle)
      await deleteListings(
        handle,
        rows.map(({ id }) => id),
      )
    })
    const settled = installation.settle()
    const waiting = expect
      .poll(() =>
        numbers(sql`
          select count(*)::int4 as number from pg_locks join pg_stat_activity using (pid)
          where not granted and datname = current_database()`),
      )
      .not.toEqual([0])
    await Promise.race([settled, waiting])
    await end()
    await settled
    expect(await counted('changed')).toEqual([5])
  })

  test('an account whose note is being removed is noted again, without waiting', async () => {
    await send('removed', ['1', '2', '3'])
    const end = await leaveOpen((handle) => sql`delete from portfolio_changes`.execute(handle))
    await send('removed', ['4', '5', '6'])
    await end()
    expect(await countNotes('removed')).toEqual([1])
    await installation.settle()
    expect(await counted('removed')).toEqual([6])
  })
})
