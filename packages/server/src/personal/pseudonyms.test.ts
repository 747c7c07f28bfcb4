import { randomUUID } from 'node:crypto'
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import { asOperator, newOrganisation, tenantContext } from '../../test/builders.ts'
import { onBothEngines } from '../../test/engines.ts'
import { openStore } from '../platform/db/index.ts'
import { pseudonymOf, saltOf } from './pseudonyms.ts'

const all = join(import.meta.dirname, '../platform/db/migrations')
const older = mkdtempSync(join(tmpdir(), 'touchstone-older-'))
const files = readdirSync(all).sort()
const retention = files.findIndex((file) => file.endsWith('_retention.sql'))
for (const file of files.slice(0, retention)) cpSync(join(all, file), join(older, file))
afterAll(() => rmSync(older, { recursive: true }))

const listing = '00000000-0000-4000-8000-000000000001'

onBothEngines((engine) => {
  test('sellers of a store of before are named as the program names them', async () => {
    const config = await engine.newStore('empty')
    let store = await openStore(config, { migrations: older })
    const id = randomUUID()
    const sellers = ['shop-1', 'Лавка "№ 7"\n', '店', null]
    const seen = new Date('2026-01-02T03:04:05Z')
    await asOperator(store, async (handle) => {
      // As rows: what writes the log today needs tables that were not there yet.
      await sql`
        insert into organisations (id, slug, name, kind)
        values (${id}::uuid, 'market', 'Market', 'marketplace')`.execute(handle)
      await sql`
        insert into listings (id, organisation_id, marketplace, external_id, version, content_hash,
          last_seen_at)
        values (${listing}::uuid, ${id}::uuid, 'bazaar', '1', 4, '', ${seen}::timestamptz)`.execute(
        handle,
      )
      for (const [at, seller] of sellers.entries()) {
        const content = {
          id: '1',
          title: 'half \ud800 \0',
          ...(seller && { seller: { id: seller } }),
        }
        await sql`
          insert into listing_versions (listing_id, version, organisation_id, changed, content)
          values (${listing}::uuid, ${at + 1}::int, ${id}::uuid, '[]',
            ${JSON.stringify(content)}::json)`.execute(handle)
      }
    })
    await store.close()
    store = await openStore(config)
    try {
      await store.transact(tenantContext(id), async (handle) => {
        const salt = await saltOf(handle, id)
        const { rows } = await sql<{ hash: Buffer | null; at: Date }>`
          select v.seller_hash as hash, l.counted_from as at from listing_versions v
          join listings l on l.id = v.listing_id order by v.version`.execute(handle)
        expect(rows.map(({ hash }) => hash)).toEqual(
          sellers.map((one) => one && pseudonymOf(salt, { marketplace: 'bazaar', id: one })),
        )
        expect(rows[0]?.at).toEqual(seen)
      })
    } finally {
      await store.close()
    }
  }, 60_000)

  test('an organisation has one salt, however many ask for it first', async () => {
    const store = await openStore(await engine.newStore())
    try {
      const [one, other] = [
        (await newOrganisation(store, 'one')).id,
        (await newOrganisation(store, 'other')).id,
      ]
      const ask = (id: string) => store.transact(tenantContext(id), (handle) => saltOf(handle, id))
      const salts = await Promise.all([one, one, one, one, other].map(ask))
      expect(new Set(salts.slice(0, 4).map((salt) => salt.toString('hex'))).size).toBe(1)
      expect(salts[4]).not.toEqual(salts[0])
    } finally {
      await store.close()
    }
  })
})
