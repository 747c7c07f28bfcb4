import type { Listing } from '@touchstone/contract'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator, tenantContext } from '../../../test/builders.ts'
import { isEndurance, onOneEngine } from '../../../test/engines.ts'
import { deleteListings } from '../../listings/ingest/index.ts'
import { openStore } from '../../platform/db/index.ts'
import { redactAccount } from '../seller-accounts/index.ts'
import { graphAtOnce, LinkedStore, listingsOf, modelOf, storedGraph } from './test/links-fixture.ts'

const sellers = ['ana', 'budi', 'citra', 'dewi', 'eka', 'fajar']
const words = ['velmora', 'tosqua', 'karnel', 'ombrise', 'lentu', 'sarvo']
const anyListing = fc
  .record({
    seller: fc.constantFrom(...sellers),
    marketplace: fc.constantFrom('bazaar', 'bazaar', 'souk'),
    id: fc.integer({ min: 0, max: 3 }),
    title: fc.array(fc.constantFrom(...words), { minLength: 1, maxLength: 4 }),
    phone: fc.option(fc.integer({ min: 0, max: 3 }), { freq: 2 }),
    picture: fc.option(fc.integer({ min: 0, max: 4 }), { freq: 2 }),
  })
  .map(({ seller, marketplace, id, title, phone, picture }): Listing => ({
    id: `${seller}-${id}`,
    marketplace,
    title: title.join(' '),
    ...(phone !== null && { description: `WA 0812 3456 78${10 + phone}` }),
    ...(picture !== null && { images: [{ url: `https://pictures.example/${picture}.jpg` }] }),
    price: { amount: String(10 * title.length), currency: 'IDR' },
    seller: { id: seller, country: 'ID' },
  }))
const anyStep = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      type: fc.constant('send' as const),
      listings: fc.uniqueArray(anyListing, {
        minLength: 1,
        maxLength: 12,
        selector: ({ marketplace, id }) => `${marketplace} ${id}`,
      }),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ type: 'link' as const }) },
  { weight: 1, arbitrary: fc.record({ type: fc.constant('delete' as const), place: fc.nat(8) }) },
  { weight: 1, arbitrary: fc.constant({ type: 'restart' as const }) },
)

onOneEngine((engine) => {
  let linked: LinkedStore

  beforeAll(async () => {
    linked = new LinkedStore(await openStore(await engine.newStore()))
  })
  afterAll(() => linked?.close())

  const rows = async <T>(query: ReturnType<typeof sql<T>>): Promise<T[]> =>
    (await asOperator(linked.store, (handle) => query.execute(handle))).rows

  const deleteListing = async (organisation: string, place: number): Promise<void> => {
    const found = await rows(sql<{ id: string }>`
      select id from listings where organisation_id = ${organisation}::uuid
      order by external_id, marketplace offset ${place} limit 1`)
    await asOperator(linked.store, (handle) =>
      deleteListings(
        handle,
        found.map(({ id }) => id),
      ),
    )
  }
  const accountOf = async (organisation: string, seller: string): Promise<string> => {
    const [row] = await rows(sql<{ id: string }>`
      select id from seller_accounts
      where organisation_id = ${organisation}::uuid and seller_id = ${seller}`)
    return row!.id
  }

  let number = 0
  const newOrganisation = () => linked.organisation(`market-${++number}`)

  test('after any order of arrival, change, deletion and restart the links are those of one run over all listings', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(anyStep, { minLength: 1, maxLength: 8 }), async (steps) => {
        const organisation = await newOrganisation()
        let linker = linked.linker()
        try {
          for (const step of steps) {
            if (step.type === 'send') await linked.send(organisation, step.listings)
            else if (step.type === 'link') await linker.idle()
            else if (step.type === 'delete') await deleteListing(organisation, step.place)
            else {
              await linker.stop()
              linker = linked.linker()
            }
          }
          await linker.idle()
        } finally {
          await linker.stop()
        }
        expect(await storedGraph(linked.store, organisation)).toEqual(
          await graphAtOnce(linked.store, organisation),
        )
      }),
      { numRuns: isEndurance ? 100 : 10 },
    )
  })

  test('with 30 accounts a model is fitted and frozen, under which later listings have the links of one run', async () => {
    const organisation = await newOrganisation()
    const crowd = Array.from({ length: 30 }, (_, at) =>
      listingsOf(`crowd-${at}`, { words: [words[at % 6]!, `own${at}`] }),
    )
    await linked.send(organisation, crowd.flat())
    const model = await modelOf(linked.store, organisation)
    await linked.settle()
    const contact = 'WA 0812 3456 7890'
    await linked.send(organisation, listingsOf('later-1', { contact }))
    await linked.settle()
    await linked.send(organisation, listingsOf('later-2', { contact, words: ['other'] }))
    await linked.settle()
    const stored = await storedGraph(linked.store, organisation)
    expect(stored).toEqual(await graphAtOnce(linked.store, organisation, { model }))
    const pair = await Promise.all(
      ['later-1', 'later-2'].map((seller) => accountOf(organisation, seller)),
    )
    expect(stored.networks).toContainEqual(pair.toSorted())
    expect(
      await rows(sql`
        select version, state, accounts from link_models
        where organisation_id = ${organisation}::uuid`),
    ).toEqual([{ version: 1, state: 'live', accounts: 30 }])
  })

  test('a process that is killed at any step loses nothing and doubles nothing', async () => {
    const contact = 'tel 0812 3456 7811'
    const sent = ['a', 'b', 'c'].map((seller) => listingsOf(seller, { contact, words: [seller] }))
    for (const killedAt of ['read', 'linked', 'written']) {
      const organisation = await newOrganisation()
      for (const listings of sent) {
        await linked.send(organisation, listings)
        const steps: string[] = []
        const dying = linked.linker((step) => {
          steps.push(step)
          if (step === killedAt) throw new Error('killed')
        })
        await dying.idle().catch(() => undefined)
        expect(steps).toContain(killedAt)
        const next = linked.linker()
        await next.idle()
        await next.stop()
        await dying.stop()
      }
      expect(await storedGraph(linked.store, organisation)).toEqual(
        await graphAtOnce(linked.store, organisation),
      )
      const happened = await rows(sql<{ event: string; count: number }>`
        select event, count(*)::int4 as count from network_events
        where organisation_id = ${organisation}::uuid group by event`)
      expect(happened).toEqual([{ event: 'joined', count: 3 }])
      const told = await rows(sql<{ joined: string[] }>`
        select data -> 'joined' as joined from outbox_events
        where organisation_id = ${organisation}::uuid and type = 'network.changed'`)
      expect(told.flatMap(({ joined }) => joined)).toHaveLength(3)
    }
  })

  test('two processes that link at the same time write everything once', async () => {
    const organisation = await newOrganisation()
    const contact = 'tel 0812 3456 7812'
    await linked.send(
      organisation,
      ['a', 'b'].flatMap((seller) => listingsOf(seller, { contact })),
    )
    const linkers = [linked.linker(), linked.linker()]
    await Promise.all(linkers.map((linker) => linker.idle()))
    await linked.send(organisation, listingsOf('c', { contact }))
    await Promise.all(linkers.map((linker) => linker.idle()))
    await Promise.all(linkers.map((linker) => linker.stop()))
    await linked.settle()
    expect(await storedGraph(linked.store, organisation)).toEqual(
      await graphAtOnce(linked.store, organisation),
    )
    const members = await rows(sql<{ count: number }>`
      select count(*)::int4 as count from network_memberships
      where organisation_id = ${organisation}::uuid`)
    expect(members).toEqual([{ count: 3 }])
  })

  test('the same sellers at two organisations are linked at each, and told to neither of the other', async () => {
    const contact = 'tel 0812 3456 7813'
    const listings = ['a', 'b'].flatMap((seller) => listingsOf(seller, { contact }))
    const organisations = [await newOrganisation(), await newOrganisation()]
    for (const organisation of organisations) await linked.send(organisation, listings)
    await linked.settle()
    const [one, other] = organisations as [string, string]
    const seen = await linked.store.transact(tenantContext(one), async (handle) => {
      const tables = ['seller_links', 'seller_identifiers', 'network_memberships', 'link_hubs']
      const owners = tables.map(
        (table) => sql<{ id: string }>`select organisation_id as id from ${sql.table(table)}`,
      )
      return (await sql<{ id: string }>`${sql.join(owners, sql` union all `)}`.execute(handle)).rows
    })
    expect(new Set(seen.map(({ id }) => id))).toEqual(new Set([one]))
    const digests = await rows(sql<{ count: number }>`
      select count(distinct digest)::int4 as count from seller_identifiers
      where organisation_id in (${one}::uuid, ${other}::uuid)`)
    expect(digests).toEqual([{ count: 2 }])
  })

  test('no value is stored in clear, and none of a card at all', async () => {
    const organisation = await newOrganisation()
    const contact = 'tel 0812 3456 7814, bank card 4111 1111 1111 1111'
    await linked.send(
      organisation,
      ['a', 'b'].flatMap((seller) => listingsOf(seller, { contact })),
    )
    await linked.settle()
    const stored = await rows(sql<{ type: string; row: string; sealed: Buffer | null }>`
      select type, t::text as row, sealed from seller_identifiers t
      where organisation_id = ${organisation}::uuid order by type`)
    expect(stored.map(({ type, sealed }) => [type, sealed !== null])).toEqual([
      ['card', false],
      ['phone', true],
    ])
    const links = await rows(sql<{ row: string }>`
      select t::text as row from seller_links t where organisation_id = ${organisation}::uuid`)
    expect(links).toHaveLength(1)
    for (const { row } of [...stored, ...links]) {
      expect(row).not.toContain('81234567814')
      expect(row).not.toContain('4111')
    }
  })

  test('what an erased seller had goes at once, and does not come back', async () => {
    const organisation = await newOrganisation()
    const contact = 'tel 0812 3456 7815'
    await linked.send(
      organisation,
      ['a', 'b', 'c'].flatMap((seller) => listingsOf(seller, { contact, words: [seller] })),
    )
    await linked.settle()
    const account = await accountOf(organisation, 'a')
    const [row] = await rows(sql<{ hash: Buffer }>`
      select seller_hash as hash from seller_accounts where id = ${account}::uuid`)
    await linked.store.transact(tenantContext(organisation), (handle) =>
      redactAccount(handle, { organisationId: organisation, sellerHash: row!.hash }),
    )
    const named = () =>
      rows(sql`
        select account_a from seller_links where ${account}::uuid in (account_a, account_b)
        union all
        select identifier_id from identifier_occurrences where seller_account_id = ${account}::uuid`)
    expect(await named()).toEqual([])
    // Its listings are redacted later, and change until then.
    await linked.send(organisation, listingsOf('a', { contact, words: ['changed'] }))
    await asOperator(linked.store, (handle) =>
      redactAccount(handle, { organisationId: organisation, sellerHash: row!.hash }),
    )
    await linked.settle()
    expect(await named()).toEqual([])
    expect((await storedGraph(linked.store, organisation)).networks).toHaveLength(1)
  })
})
