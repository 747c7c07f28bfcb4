import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { asOperator } from '../../../test/builders.ts'
import { ownerOf, unbindOwner } from '../../../test/database-owner.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { openStore } from '../../platform/db/index.ts'
import { checkLinks } from './check-links.ts'
import { LinkedStore, listingsOf } from './test/links-fixture.ts'

onOneEngine((engine) => {
  let linked: LinkedStore
  let organisationId: string

  beforeAll(async () => {
    linked = new LinkedStore(await openStore(await engine.newStore()))
    organisationId = await linked.organisation('market')
    const ring = (name: string, phone: string, accounts: number) =>
      Array.from({ length: accounts }, (_, at) =>
        listingsOf(`${name}-${at}`, {
          count: 2,
          contact: `WhatsApp ${phone}`,
          words: [`${name}${at}`],
        }),
      ).flat()
    // Enough accounts for a model, two networks and a hub.
    await linked.send(organisationId, [
      ...ring('one', '0812 3456 7001', 3),
      ...ring('two', '0812 3456 7002', 2),
      ...ring('hub', '0812 3456 7003', 40),
    ])
    await linked.settle()
    await unbindOwner(linked.store, [
      'identifier_occurrences',
      'link_hubs',
      'network_memberships',
      'seller_identifiers',
      'seller_links',
      'seller_networks',
    ])
  })
  afterAll(() => linked?.close())

  const check = () => checkLinks({ store: linked.store, sealer: linked.sealer, organisationId })
  test('what was linked is sound', async () => {
    expect(await check()).toMatchObject({ accounts: 45, listings: 90, waiting: 0, differences: [] })
  })

  test('changes that wait to be linked are told, and nothing is compared', async () => {
    await linked.send(organisationId, listingsOf('late', { count: 1 }))
    expect(await check()).toMatchObject({ waiting: 1, differences: [] })
    await linked.settle()
    expect(await check()).toMatchObject({ accounts: 46, waiting: 0, differences: [] })
  })

  test('what people decided of hubs is linked with', async () => {
    const { rows } = await asOperator(linked.store, (handle) =>
      sql<{ count: number }>`
        with decided as (
          insert into link_hub_decisions (id, organisation_id, kind, digest, type, decision)
          select gen_random_uuid(), organisation_id, 'decision', digest, type, 'restored'
          from link_hubs where organisation_id = ${organisationId}::uuid returning 1
        ), noted as (
          insert into link_changes (organisation_id) values (${organisationId}::uuid)
        )
        select count(*)::int4 as count from decided`.execute(handle),
    )
    expect(rows).toEqual([{ count: 1 }])
    await linked.settle()
    expect(await check()).toMatchObject({ networks: 3, differences: [] })
    await asOperator(linked.store, (handle) =>
      sql`
        with gone as (
          delete from link_hub_decisions where organisation_id = ${organisationId}::uuid
        )
        insert into link_changes (organisation_id) values (${organisationId}::uuid)`.execute(
        handle,
      ),
    )
    await linked.settle()
    expect(await check()).toMatchObject({ networks: 2, differences: [] })
  })

  const one = '(select account_a from seller_links where linked order by account_a limit 1)'
  // Each leaves the faults of the ones before.
  test.each([
    [
      'an identifier somewhere else',
      `update identifier_occurrences set span_start = span_start + 1
        where (listing_id, place) = (
          select listing_id, place from identifier_occurrences order by listing_id, place limit 1)`,
      /^listing \S+: its identifiers differ from those in its text$/,
    ],
    [
      'another value of an identifier',
      `update seller_identifiers set sealed = (
          select sealed from seller_identifiers order by id desc limit 1)
        where id = (select id from seller_identifiers order by id limit 1)`,
      /^identifier \S+: its value is not the one that it is known by$/,
    ],
    [
      'a membership that ended',
      `update network_memberships set until_at = now() where until_at is null
        and seller_account_id = (
          select seller_account_id from network_memberships where until_at is null
          order by 1 limit 1)`,
      /^account \S+: is in another network than its links say$/,
    ],
    [
      'a network of another probability',
      'update seller_networks set probability = 0.123 where number = 1',
      /^network \S+: differs from what its links say$/,
    ],
    [
      'a hub on fewer accounts',
      'update link_hubs set accounts = accounts - 1',
      /^hub \S+ \S+: is missing or differs$/,
    ],
    [
      'a digest of another link',
      `update seller_links set digest = decode(repeat('00', 16), 'hex') where account_a = ${one}`,
      /^link \S+ \S+: its digest is of other content$/,
    ],
    [
      'a link that weighs something else',
      `update seller_links set weight = weight + 1 where account_a = ${one}`,
      /^link \S+ \S+: differs from what its listings say$/,
    ],
    [
      'a link that is gone',
      `delete from seller_links where account_a = ${one}`,
      /^link \S+ \S+: is missing$/,
    ],
  ])('%s is told', async (_what, corruption, difference) => {
    await ownerOf(linked.store)(corruption)
    const { differences } = await check()
    expect(differences).toContainEqual(expect.stringMatching(difference))
  })
})
