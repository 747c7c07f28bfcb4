import { sql, type RawBuilder } from 'kysely'
import type { Transaction } from './transaction.ts'

export type TableColumns = { name: string; columns: readonly string[] }

type Table = TableColumns & {
  /** The other tables that its rows refer to. */
  needs: string[]
}

/**
 * Deletes the rows of all tables that meet the condition from `whereOf`, referring tables first; returns the counts
 * by table. Row-level security limits what can be deleted.
 */
export async function deleteRows(
  handle: Transaction,
  whereOf: (table: TableColumns) => RawBuilder<unknown> | undefined,
): Promise<Map<string, number>> {
  const deleted = new Map<string, number>()
  for (const table of leavesFirst(await tablesOf(handle))) {
    const where = whereOf(table)
    if (where === undefined) continue
    const { numAffectedRows = 0n } = await sql`
      delete from ${sql.table(table.name)} where ${where}`.execute(handle)
    deleted.set(table.name, Number(numAffectedRows))
  }
  return deleted
}

async function tablesOf(handle: Transaction): Promise<Table[]> {
  const { rows } = await sql<Table>`
    select c.relname as name,
      array(
        select attname::text from pg_attribute where attrelid = c.oid and not attisdropped
      ) as columns,
      array(
        select distinct f.confrelid::regclass::text from pg_constraint f
        where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid
      ) as needs
    from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
    order by c.relname`.execute(handle)
  return rows
}

/** Orders tables so that referring rows are deleted first. */
function leavesFirst(tables: readonly Table[]): Table[] {
  const ordered: Table[] = []
  let left = [...tables]
  while (left.length > 0) {
    const needed = new Set(left.flatMap(({ needs }) => needs))
    const free = left.filter(({ name }) => !needed.has(name))
    if (free.length === 0) throw new Error('tables refer to each other in a circle')
    ordered.push(...free)
    left = left.filter((table) => needed.has(table.name))
  }
  return ordered
}
