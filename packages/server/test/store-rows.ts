import { sql } from 'kysely'
import type { Store } from '../src/platform/db/index.ts'
import { asOperator } from './builders.ts'

/** The stored columns of every table but the record of migrations, without numbers of transactions: each store counts its own. */
export async function columnsByTable(store: Store): Promise<Record<string, string[]>> {
  return asOperator(store, async (handle) => {
    const { rows } = await sql<{ name: string; columns: string[] }>`
      select c.relname as name, array_agg(a.attname::text order by a.attnum) as columns
      from pg_class c join pg_attribute a on a.attrelid = c.oid
      where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
        and not c.relispartition and c.relname <> 'schema_migrations'
        and a.attnum > 0 and not a.attisdropped and a.atttypid <> 'xid8'::regtype
      group by 1`.execute(handle)
    return Object.fromEntries(rows.map(({ name, columns }) => [name, columns]))
  })
}

/**
 * Every row of every table but the record of migrations, as the database itself writes it; or of these tables in these
 * columns.
 */
export async function rowsByTable(
  store: Store,
  given?: Record<string, readonly string[]>,
): Promise<Record<string, string[]>> {
  const columns = given ?? (await columnsByTable(store))
  return asOperator(store, async (handle) => {
    const { rows: tables } = await sql<{ name: string }>`
      select relname as name from pg_class
      where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and not relispartition
        and relname <> 'schema_migrations' order by relname collate "C"`.execute(handle)
    const collected: Record<string, string[]> = {}
    for (const { name } of tables) {
      const own = columns[name]
      if (own === undefined) continue
      const row = sql`row(${sql.join(own.map((column) => sql.ref(`t.${column}`)))})`
      const { rows } = await sql<{ row: string }>`
        select ${row}::text as row from ${sql.table(name)} t order by ${row}::text collate "C"`.execute(
        handle,
      )
      collected[name] = rows.map(({ row }) => row)
    }
    return collected
  })
}
