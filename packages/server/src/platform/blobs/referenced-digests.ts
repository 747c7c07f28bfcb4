import { sql, type RawBuilder } from 'kysely'
import type { Transaction } from '../db/index.ts'

/** Blobs that rows of organisations refer to, in hexadecimal, in all tables. */
export async function findReferencedDigests(
  handle: Transaction,
  which: RawBuilder<unknown>,
): Promise<string[]> {
  const { rows: tables } = await sql<{ name: string }>`
    select c.relname as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
      and (
        select count(*) from pg_attribute a
        where a.attrelid = c.oid and a.attname in ('sha256', 'organisation_id')
          and not a.attisdropped
      ) = 2`.execute(handle)
  const digests: string[] = []
  for (const { name } of tables) {
    const { rows } = await sql<{ digest: string }>`
      select encode(sha256, 'hex') as digest from ${sql.table(name)}
      where ${which} and sha256 is not null`.execute(handle)
    digests.push(...rows.map(({ digest }) => digest))
  }
  return digests
}
