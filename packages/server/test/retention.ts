import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Listing } from '@touchstone/contract'
import type { FastifyInstance } from 'fastify'
import { sql } from 'kysely'
import { blobsIn } from '../src/platform/blobs/index.ts'
import type { Store } from '../src/platform/db/index.ts'
import { purgeOrganisation, type PurgeCounts } from '../src/privacy/retention/index.ts'
import { asOperator, operatorContext } from './builders.ts'

/** Appears wherever a listing may contain personal data, and nowhere else. */
export const marker = 'Qzplant'

/** A listing that the engine does not clear, full of personal data. */
export function planted(id: string, more: Partial<Listing> = {}): Listing {
  return {
    id,
    title: `Gucci bag 1:1 replica by ${marker} Bags`,
    description: `Ask ${marker}_88 on WeChat, or mail ${marker}@lumira.example. Best copy of Gucci.`,
    price: { amount: '40', currency: 'USD' },
    seller: {
      id: `${marker}-shop`,
      name: `${marker} Bags`,
      joinedAt: '2026-11-01T00:00:00Z',
      identifiers: [{ type: 'wechat', value: `${marker}_88` }],
    },
    reviews: [{ text: `${marker} sent me a fake, it is a replica`, rating: 1 }],
    sources: [{ kind: 'report', by: marker }],
    warehouse: `${marker}, Hafenweg 3`,
    ...more,
  }
}

/** A plain listing that the engine clears. */
export function plain(id: string, more: Partial<Listing> = {}): Listing {
  return { id, title: `Wooden bowl ${id}`, ...more }
}

export type TestResponse = { status: number; body: Record<string, unknown> }

/** Asks as a machine with this key. */
export async function sendRequest(
  app: FastifyInstance,
  key: string,
  url: string,
  payload: unknown,
  headers: Record<string, string> = {},
): Promise<TestResponse> {
  const response = await app.inject({
    method: 'POST',
    url: `/api/v1/${url}`,
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
    payload: JSON.stringify(payload),
  })
  return { status: response.statusCode, body: response.json<Record<string, unknown>>() }
}

/** Purges an organisation as if this many days had passed. */
export function purgeAfter(
  store: Store,
  organisationId: string,
  days: number,
): Promise<PurgeCounts> {
  const now = Date.now() + days * 86_400_000
  const blobs = blobsIn(join(tmpdir(), `touchstone-blobs-${process.pid}`))
  return purgeOrganisation({ store, blobs, context: operatorContext, now }, organisationId)
}

/** The tables in which any row contains these words, in any case. */
export async function tablesWith(store: Store, words: string): Promise<string[]> {
  return asOperator(store, async (handle) => {
    const { rows } = await sql<{ name: string }>`
      select table_name as name from information_schema.tables
      where table_schema = 'public' and table_name <> 'schema_migrations'
      order by table_name`.execute(handle)
    const tables: string[] = []
    for (const { name } of rows) {
      const hits = await sql`
        select from ${sql.table(name)} t where t::text ilike ${`%${words}%`} limit 1`.execute(
        handle,
      )
      if (hits.rows.length > 0) tables.push(name)
    }
    return tables
  })
}

/** The ids of an organisation's listings that are still stored. */
export async function storedListings(store: Store, organisationId: string): Promise<string[]> {
  return asOperator(store, async (handle) => {
    const { rows } = await sql<{ id: string }>`
      select external_id as id from listings where organisation_id = ${organisationId}::uuid
      order by external_id`.execute(handle)
    return rows.map(({ id }) => id)
  })
}
