import { sql } from 'kysely'
import type { Store } from '../src/platform/db/index.ts'
import { asOperator } from './builders.ts'

/** Every row of every table but the record of migrations, as the database itself writes it. */
export async function rowsByTable(store: Store): Promise<Record<string, string[]>> {
  return asOperator(store, async (handle) => {
    const { rows: tables } = await sql<{ name: string }>`
      select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
        and relname <> 'schema_migrations' order by relname collate "C"`.execute(handle)
    const collected: Record<string, string[]> = {}
    for (const { name } of tables) {
      const { rows } = await sql<{ row: string }>`
        select t::text as row from ${sql.table(name)} t order by t::text collate "C"`.execute(
        handle,
      )
      collected[name] = rows.map(({ row }) => row)
    }
    return collected
  })
}
