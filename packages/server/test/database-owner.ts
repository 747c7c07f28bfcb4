import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { Client } from 'pg'
import type { StoreConfig } from '../src/platform/config/index.ts'
import type { Store } from '../src/platform/db/index.ts'

/** Runs one statement; times and numbers are those of the driver. */
export type Query = (text: string, values?: unknown[]) => Promise<Record<string, unknown>[]>

/** Runs statements as the owner of the database while the program has the store open; its triggers apply. */
export function ownerOf(store: Store): Query {
  return async (text, values) => (await store.runQueueSql(text, values)).rows
}

/** Removes the restrictions on the owner of an open store in these tables. */
export async function unbindOwner(store: Store, tables: readonly string[]): Promise<void> {
  const query = ownerOf(store)
  for (const table of tables) {
    await query(`alter table ${table} disable trigger user`)
    await query(`alter table ${table} no force row level security`)
  }
}

/**
 * Works in a store beside the program, as the owner of the database, without triggers and row-level security of these
 * tables. The embedded store must not be open.
 */
export async function asDatabaseOwner(
  config: StoreConfig,
  tables: readonly string[],
  work: (query: Query) => Promise<void>,
): Promise<void> {
  const unbound = async (query: Query): Promise<void> => {
    for (const table of tables) {
      await query(`alter table ${table} disable trigger user`)
      await query(`alter table ${table} no force row level security`)
    }
    await work(query)
  }
  if (config.engine === 'embedded') {
    const database = await PGlite.create({ dataDir: join(config.dataDir, 'store') })
    try {
      await unbound(async (text, values) => {
        const { rows } = await database.query<Record<string, unknown>>(text, values)
        return rows
      })
    } finally {
      await database.close()
    }
    return
  }
  const client = new Client({ connectionString: config.ownerUrl.reveal() })
  await client.connect()
  try {
    await unbound(async (text, values) => {
      const { rows } = await client.query<Record<string, unknown>>(text, values)
      return rows
    })
  } finally {
    await client.end()
  }
}
