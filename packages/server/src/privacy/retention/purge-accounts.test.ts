import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { asOperator } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { marker, plain, planted } from '../../../test/retention.ts'
import { RetentionFixture } from './test/retention-fixture.ts'

onOneEngine((engine) => {
  const market = RetentionFixture.on(engine)
  const seller = { id: `${marker}-shop`, name: `${marker} Bags`, country: 'PL' }
  const ref = { marketplace: 'bazaar', id: seller.id }

  const ingest = async (...listings: object[]): Promise<void> => {
    const { body } = await market.ask('listings/batch', listings)
    expect(body).toMatchObject({ failed: 0, taken: listings.length })
  }
  const accounts = async (): Promise<{ id: string; seller: string | null; country: unknown }[]> => {
    const { rows } = await asOperator(market.store, (handle) =>
      sql<{ id: string; seller: string | null; name: unknown; country: unknown }>`
        select id, seller_id as seller, name, country from seller_accounts
        where organisation_id = ${market.id}::uuid order by seller_id`.execute(handle),
    )
    return rows
  }
  const listed = async () => {
    const { rows } = await asOperator(market.store, (handle) =>
      sql<{ account: string | null; country: string | null }>`
        select seller_account_id as account, country from listings
        where organisation_id = ${market.id}::uuid`.execute(handle),
    )
    return rows
  }
  const ofSeller = (id: string) => plain(id, { marketplace: 'bazaar', seller })

  test('an account goes with its last listing, and not before', async () => {
    await ingest(ofSeller('a'), planted('flagged', { marketplace: 'bazaar', seller: { id: 'z' } }))
    expect(await accounts()).toHaveLength(2)
    expect(await market.purgeAfter(29)).toMatchObject({ deleted: 0, accounts: 0 })
    expect(await market.purgeAfter(31)).toMatchObject({ deleted: 1, redacted: 1, accounts: 2 })
    expect(await accounts()).toEqual([])
    // A flagged listing stays without its seller.
    expect(await listed()).toEqual([{ account: null, country: null }])
  })

  test('a legal hold keeps an account until it is released', async () => {
    await ingest(ofSeller('a'))
    const { body } = await market.admin.post('/api/v1/legal-holds', {
      scope: { kind: 'seller', seller: ref },
      reason: 'file 7',
    })
    expect(await market.purgeAfter(31)).toMatchObject({ deleted: 0, accounts: 0 })
    await market.admin.post(`/api/v1/legal-holds/${String(body['id'])}/actions`, {
      action: { type: 'release' },
    })
    expect(await market.purgeAfter(33)).toMatchObject({ deleted: 1, accounts: 1 })
  })

  test('an open case keeps an account whose listings are gone; a closed one does not', async () => {
    await ingest(ofSeller('a'))
    const [account] = await accounts()
    const opened = await market.admin.post('/api/v1/cases', {
      title: 'Bags',
      about: 'seller',
      sellerAccount: account!.id,
    })
    expect(opened).toMatchObject({ status: 201, body: { listings: 1 } })
    expect(await market.purgeAfter(31)).toMatchObject({ deleted: 1, accounts: 0 })
    const page = await market.admin.get(`/api/v1/seller-accounts/${account!.id}`)
    expect(page.body).toMatchObject({
      seller: seller.id,
      listings: { count: 0 },
      procedures: { cases: { open: 1 } },
    })
    await market.admin.post(`/api/v1/cases/${String(opened.body['id'])}/actions`, {
      action: { type: 'close', outcome: 'nothing-found' },
    })
    expect(await market.purgeAfter(31)).toMatchObject({ accounts: 1 })
    expect(await accounts()).toEqual([])
  })

  test('erasure leaves an account that names nobody, which access states and the purge deletes', async () => {
    await ingest(ofSeller('a'), planted('b', { marketplace: 'bazaar', seller }))
    const before = await market.admin.post('/api/v1/privacy/access-requests', { seller: ref })
    expect(before.body['account']).toMatchObject({ sellerId: seller.id, country: 'PL' })
    await market.admin.post('/api/v1/privacy/erasures', { seller: ref })
    expect(await accounts()).toMatchObject([{ seller: null, name: null, country: null }])
    expect(await listed()).toEqual([
      { account: null, country: null },
      { account: null, country: null },
    ])
    const after = await market.admin.post('/api/v1/privacy/access-requests', { seller: ref })
    expect(after.body['account']).toMatchObject({ sellerId: null, name: null })
    await ingest(ofSeller('c'))
    expect((await listed()).every(({ account }) => account === null)).toBe(true)
    expect(await market.purgeAfter(31)).toMatchObject({ accounts: 1 })
  })

  test('a corrected seller is the account of the corrected listing', async () => {
    await ingest(ofSeller('a'))
    const { body } = await market.admin.get('/api/v1/listings')
    const [listing] = body['items'] as { id: string }[]
    const changes = {
      seller: { id: 'right-one', country: 'DE' },
      price: { amount: '5', currency: 'EUR' },
    }
    await market.admin.post('/api/v1/privacy/rectifications', { listing: listing!.id, changes })
    const right = (await accounts()).find(({ seller }) => seller === 'right-one')
    expect(right).toBeDefined()
    expect(await listed()).toEqual([{ account: right!.id, country: 'DE' }])
  })
})
