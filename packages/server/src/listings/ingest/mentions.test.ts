import { randomUUID } from 'node:crypto'
import type { Assessment } from '@touchstone/contract'
import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { asOperator, newOrganisation, tenantContext } from '../../../test/builders.ts'
import { onOneEngine } from '../../../test/engines.ts'
import { openStore, type Transaction } from '../../platform/db/index.ts'
import { starterPackNames } from '../../brands/visibility/index.ts'
import { replaceMentions } from './mentions.ts'

const names = starterPackNames()
const body = (verdict: string, ...brands: [string, number][]) =>
  ({
    listing: '1',
    verdict,
    probability: 0.5,
    signals: [],
    engine: 'test',
    brands: brands.map(([id, confidence]) => ({ id, confidence })),
  }) as Assessment

async function mentions(handle: Transaction): Promise<unknown> {
  const { rows } = await sql`
    select m.brand_id as brand, m.confidence, m.verdict, l.verdict as newest, m.marketplace
    from listing_mentions m join listings l on l.id = m.listing_id order by 1`.execute(handle)
  return rows
}

onOneEngine((engine) => {
  test('the mentions of a listing are those of an assessment of its newest version, each brand once', async () => {
    const store = await openStore(await engine.newStore())
    try {
      const { id } = await newOrganisation(store, 'market')
      const listing = randomUUID()
      await asOperator(store, async (handle) => {
        await sql`
          insert into listings (id, organisation_id, marketplace, external_id, version, content_hash)
          values (${listing}::uuid, ${id}::uuid, 'bazaar', '1', 2, '')`.execute(handle)
      })
      const replace = (version: number, assessment: Assessment): Promise<unknown> =>
        store.transact(tenantContext(id), async (handle) => {
          const judged = {
            listingId: listing,
            version,
            language: 'en',
            price: undefined,
            body: assessment,
            considersPortfolio: false,
          }
          await replaceMentions(handle, id, [judged], names)
          return mentions(handle)
        })
      const same = { verdict: 'review', newest: 'review', marketplace: 'bazaar' }
      const both = [
        { brand: 'gucci', confidence: 0.95, ...same },
        { brand: 'prada', confidence: 0.6, ...same },
      ]
      expect(await replace(2, body('review', ['gucci', 0.95], ['prada', 0.6]))).toEqual(both)
      expect(await replace(1, body('clear', ['mars', 1]))).toEqual(both)
      const twice = body('block', ['gucci', 0.9], ['gucci', 0.9])
      expect(await replace(2, twice)).toEqual([
        { ...same, brand: 'gucci', confidence: 0.9, verdict: 'block', newest: 'block' },
      ])
      expect(await replace(2, body('clear'))).toEqual([])
    } finally {
      await store.close()
    }
  })
})
