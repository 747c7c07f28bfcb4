import type { Listing } from '@touchstone/contract'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  asOperator,
  newKey,
  newOrganisation,
  newStandingClaim,
  operator,
} from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { revokeClaim } from '../../brands/claims/index.ts'
import type { ListingIngest } from '../../listings/ingest/index.ts'
import { openStore } from '../../platform/db/index.ts'
import { bag, Installation } from './test/portfolio-fixture.ts'

const by = (id: string) => ({ seller: { id, name: 'Lumira' } })

type Sent = { id: string; level: number | null; signals: string }

onOneEngine((engine) => {
  let installation: Installation
  let house = ''
  let sender: Parameters<ListingIngest['ingest']>[0]

  const send = async (listings: readonly Listing[]) => {
    await installation.intake.ingest(sender, listings, {})
    await installation.settle()
  }
  const probabilities = async () => {
    const { rows } = await asOperator(installation.store, (handle) =>
      sql<{ seller: string; probability: number }>`
        select a.seller_id as seller, p.probability
        from seller_portfolios p join seller_accounts a on a.id = p.seller_account_id
        where p.organisation_id = ${house}::uuid`.execute(handle),
    )
    return new Map(rows.map(({ seller, probability }) => [seller, probability]))
  }
  const sent = async () => {
    const { rows } = await asOperator(installation.store, (handle) =>
      sql<Sent>`
        select external_id as id, portfolio_level as level, signals::text as signals from listings
        where organisation_id = ${house}::uuid order by external_id`.execute(handle),
    )
    return rows
  }

  beforeAll(async () => {
    installation = new Installation(await openStore(await engine.newStore()))
    house = (await newOrganisation(installation.store, 'house', { kind: 'rights-holder' })).id
    const { id } = await newKey(installation.store, 'house')
    sender = { kind: 'key', id, organisationId: house, scopes: [] }
  })
  afterAll(() => installation?.close())

  test('what an organisation sent counts by the claims it has now, not those when it was assessed', async () => {
    const early = (name: string): Listing[] => [
      bag(`${name} 1`, 'Gucci', { title: 'Gucci bag, 1:1 replica', quantity: 400, ...by(name) }),
      bag(`${name} 2`, 'Dior', by(name)),
    ]
    const late = (name: string): Listing[] => [
      bag(`${name} 3`, 'Gucci', { price: { amount: '4000', currency: 'USD' }, ...by(name) }),
      bag(`${name} 4`, 'Prada', by(name)),
    ]
    await send(early('before'))
    const unclaimed = await sent()
    const claim = await newStandingClaim(installation.store, 'house', 'gucci')
    await installation.settle()
    const claimed = await sent()
    expect(unclaimed[0]!.level).toBeNull()
    expect(claimed[0]!.level).toEqual(expect.any(Number))
    expect(claimed[0]!.signals).not.toBe(unclaimed[0]!.signals)
    expect(claimed[1]).toEqual(unclaimed[1])

    await send([...late('before'), ...early('after'), ...late('after')])
    const counted = await probabilities()
    expect(counted.get('before')).toEqual(expect.any(Number))
    expect(counted.get('before')).toBe(counted.get('after'))

    await asOperator(installation.store, (handle) =>
      revokeClaim({
        handle,
        actor: operator,
        input: { id: claim.id, decision: { reason: 'the entry was struck off' } },
      }),
    )
    await installation.settle()
    expect((await sent()).slice(4, 6)).toEqual(unclaimed)
    const { rows } = await asOperator(installation.store, (handle) =>
      sql`select from portfolio_brand_views`.execute(handle),
    )
    expect(rows).toEqual([])
  })
})
