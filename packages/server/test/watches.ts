import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Store } from '../src/platform/db/index.ts'
import { asOperator } from './builders.ts'

/** A due watch of an organisation as a row, without a run. The time now, rounded to milliseconds, may lie ahead. */
export async function newWatchRow(
  store: Store,
  organisationId: string,
  { brand = 'orla', site = 'https://shop.example' }: { brand?: string; site?: string } = {},
): Promise<{ id: string; organisationId: string }> {
  const id = randomUUID()
  await asOperator(store, (handle) =>
    sql`
      insert into watches (id, organisation_id, name, brand_id, connector, site, queries,
        interval_minutes, run_requests, run_bytes, run_seconds, day_requests, day_bytes, day_seconds,
        next_run_at)
      values (${id}::uuid, ${organisationId}::uuid, 'Watch', ${brand}, 'shop', ${site}, '{}', 1440,
        100, 1000000, 60, 1000, 10000000, 600, now() - interval '1 millisecond')`.execute(handle),
  )
  return { id, organisationId }
}
