import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, newOrganisation, tenantContext } from '../../../test/builders.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { ensureAccounts } from './ensure-accounts.ts'
import type { SightedSeller } from './types.ts'

onBothEngines((engine) => {
  let store: Store
  let organisation = ''

  beforeAll(async () => {
    store = await openStore(await engine.newStore())
    organisation = (await newOrganisation(store, 'market')).id
  })
  afterAll(() => store?.close())

  const sighted = (seller: SightedSeller['seller'], sellerHash = randomBytes(32)) => ({
    sellerHash,
    marketplace: 'bazaar',
    seller,
  })
  const ensure = (sellers: readonly SightedSeller[]) =>
    store.transact(tenantContext(organisation), (handle) =>
      ensureAccounts(handle, organisation, sellers),
    )
  const kept = async (hash: Buffer) => {
    const { rows } = await asOperator(store, (handle) =>
      sql<{ id: string; seller: string; name: string | null; lastSeenAt: Date }>`
        select id, seller_id as seller, name, last_seen_at as "lastSeenAt" from seller_accounts
        where seller_hash = ${hash}::bytea`.execute(handle),
    )
    return rows
  }
  const age = (hash: Buffer) =>
    asOperator(store, (handle) =>
      sql`update seller_accounts set last_seen_at = now() - interval '2 days'
        where seller_hash = ${hash}::bytea`.execute(handle),
    )

  test('batches of the same sellers at once create each account once', async () => {
    const sellers = Array.from({ length: 40 }, (_, at) => sighted({ id: `s-${at}` }))
    const made = await Promise.all(
      [sellers, sellers.toReversed(), sellers, sellers.toReversed()].map(ensure),
    )
    const ids = made.map((accounts) => JSON.stringify([...accounts].sort()))
    expect(new Set(ids).size).toBe(1)
    expect(made[0]?.size).toBe(40)
    for (const { sellerHash } of sellers.slice(0, 3)) expect(await kept(sellerHash)).toHaveLength(1)
  })

  test('a seller of several rows is one account, under the name that came last', async () => {
    const hash = randomBytes(32)
    await ensure([sighted({ id: 's', name: 'Old' }, hash), sighted({ id: 's', name: 'New' }, hash)])
    expect(await kept(hash)).toMatchObject([{ seller: 's', name: 'New' }])
    await ensure([sighted({ id: 's' }, hash)])
    expect(await kept(hash)).toMatchObject([{ name: 'New' }])
    await ensure([sighted({ id: 's', name: 'Newer' }, hash)])
    expect(await kept(hash)).toMatchObject([{ name: 'Newer' }])
  })

  test('a sighting is written where the last one is over a minute old', async () => {
    const hash = randomBytes(32)
    await ensure([sighted({ id: 's' }, hash)])
    const [first] = await kept(hash)
    await ensure([sighted({ id: 's' }, hash)])
    expect(await kept(hash)).toEqual([first])
    await age(hash)
    await ensure([sighted({ id: 's' }, hash)])
    const [later] = await kept(hash)
    expect(later!.lastSeenAt.getTime()).toBeGreaterThanOrEqual(first!.lastSeenAt.getTime())
  })

  test('what the store cannot hold as text is replaced, and stays another seller', async () => {
    const ids = ['a\0b', 'a\u{d800}b', 'x'.repeat(3000), '\0']
    const sellers = ids.map((id) => sighted({ id, name: id, joinedAt: '0000-01-01T00:00:00Z' }))
    const accounts = await ensure(sellers)
    expect(new Set(accounts.values()).size).toBe(ids.length)
    for (const { sellerHash } of sellers) expect(await kept(sellerHash)).toHaveLength(1)
  })

  test('an organisation neither sees nor creates accounts of another', async () => {
    const hash = randomBytes(32)
    await ensure([sighted({ id: 's' }, hash)])
    const other = (await newOrganisation(store, 'other')).id
    const count = await store.transact(tenantContext(other), async (handle) => {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from seller_accounts`.execute(handle)
      return rows[0]?.count
    })
    expect(count).toBe(0)
    await expect(
      store.transact(tenantContext(other), (handle) =>
        ensureAccounts(handle, organisation, [sighted({ id: 't' })]),
      ),
    ).rejects.toThrow(/row-level security/)
  })
})
