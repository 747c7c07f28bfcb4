import { randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Assessment } from '@touchstone/contract'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { asOperator, tenantContext } from '../../test/builders.ts'
import { onBothEngines } from '../../test/engines.ts'
import { openStore, type Handle } from '../platform/db/index.ts'
import { starterNames } from '../sharing/index.ts'
import { replaceMentions } from './mentions.ts'

const all = join(import.meta.dirname, '../platform/db/migrations')
const older = mkdtempSync(join(tmpdir(), 'touchstone-older-'))
const files = readdirSync(all).sort()
const claims = files.findIndex((file) => file.endsWith('_claims.sql'))
for (const file of files.slice(0, claims)) cpSync(join(all, file), join(older, file))
afterAll(() => rmSync(older, { recursive: true }))

const names = starterNames()
const listing = '00000000-0000-4000-8000-000000000001'
const body = (verdict: string, ...brands: [string, number][]) =>
  ({
    ...{ listing: '1', verdict, probability: 0.5, signals: [], engine: 'test' },
    brands: brands.map(([id, confidence]) => ({ id, confidence })),
  }) as Assessment

async function mentions(handle: Handle): Promise<unknown> {
  const { rows } = await sql`
    select m.brand_id as brand, m.confidence, m.verdict, l.verdict as newest, m.marketplace
    from listing_mentions m join listings l on l.id = m.listing_id order by 1`.execute(handle)
  return rows
}

onBothEngines((engine) => {
  test('a store of before is brought up to date: its newest assessments say what is in sight', async () => {
    const config = await engine.newStore('empty')
    let store = await openStore(config, { migrations: older })
    const id = randomUUID()
    await asOperator(store, async (handle) => {
      // As rows: what writes the log today needs tables that were not there yet.
      await sql`
        insert into organisations (id, slug, name, kind)
        values (${id}::uuid, 'market', 'Market', 'marketplace')`.execute(handle)
      await sql`
        insert into listings (id, organisation_id, marketplace, external_id, version, content_hash)
        values (${listing}::uuid, ${id}::uuid, 'bazaar', '1', 2, '')`.execute(handle)
      for (const version of [1, 2]) {
        await sql`
          insert into listing_versions (listing_id, version, organisation_id, changed, content)
          values (${listing}::uuid, ${version}::int, ${id}::uuid, '[]', '{}')`.execute(handle)
      }
      const kept: [number, string, Assessment][] = [
        [1, 'old', body('block', ['mars', 0.99])],
        [2, 'old', body('clear', ['apple', 0.99])],
        [
          2,
          'new',
          { ...body('review', ['gucci', 0.95], ['prada', 0.6]), reason: 'a\0b\ud800\\u0000' },
        ],
      ]
      for (const [index, [version, name, said]] of kept.entries()) {
        await sql`
          insert into assessments (id, organisation_id, listing_id, version, engine, judged_hash,
            verdict, probability, body, at)
          values (gen_random_uuid(), ${id}::uuid, ${listing}::uuid, ${version}::int, ${name}, '',
            ${said.verdict}, 0.5, ${JSON.stringify(said)}::json,
            now() + ${index}::int * interval '1 second')`.execute(handle)
      }
    })
    await store.close()
    store = await openStore(config)
    try {
      const same = { verdict: 'review', newest: 'review', marketplace: 'bazaar' }
      expect(await asOperator(store, mentions)).toEqual([
        { brand: 'gucci', confidence: 0.95, ...same },
        { brand: 'prada', confidence: 0.6, ...same },
      ])
      const tell = (version: number, said: Assessment): Promise<unknown> =>
        store.transact(tenantContext(id), async (handle) => {
          const judged = { listingId: listing, version, language: 'en', body: said }
          await replaceMentions(handle, id, [judged], names)
          return mentions(handle)
        })
      const twice = body('block', ['gucci', 0.9], ['gucci', 0.9])
      expect(await tell(1, body('clear', ['mars', 1]))).toHaveLength(2)
      expect(await tell(2, twice)).toEqual([
        {
          brand: 'gucci',
          confidence: 0.9,
          verdict: 'block',
          newest: 'block',
          marketplace: 'bazaar',
        },
      ])
      expect(await tell(2, body('clear'))).toEqual([])
    } finally {
      await store.close()
    }
  }, 60_000)
})
