import { sql } from 'kysely'
import type { Context, Store } from '../../src/platform/db/index.ts'
import { asOperator } from '../builders.ts'
import { ofNobody, rowsWhere } from './rows.ts'

/** A table with the rights of the role under which requests run. */
export type Granted = {
  name: string
  columns: string[]
  readable: string[]
  insertable: string[]
  updatable: string[]
  mayDelete: boolean
  /** Columns that reference another table’s row than an organisation, with that table. */
  references: { column: string; table: string }[]
  key: string[]
}

/** Every table of the migrated store, with the rights of the application’s role. */
export async function grantedTables(store: Store): Promise<Granted[]> {
  const { rows } = await asOperator(store, (handle) => {
    const columnsWhere = (condition: string) => sql`array(
      select a.attname::text from pg_attribute a
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and ${sql.raw(condition)}
      order by a.attnum)`
    const may = (what: string): string =>
      `has_column_privilege('touchstone_app', c.oid, a.attnum, '${what}')`
    return sql<Granted>`
      select c.relname as name, ${columnsWhere('true')} as columns,
        ${columnsWhere(may('select'))} as readable,
        ${columnsWhere(`a.attidentity = '' and ${may('insert')}`)} as insertable,
        ${columnsWhere(may('update'))} as updatable,
        has_table_privilege('touchstone_app', c.oid, 'delete') as "mayDelete",
        coalesce((
          select json_agg(json_build_object('column', a.attname, 'table', f.confrelid::regclass::text)
            order by a.attname)
          from pg_constraint f join pg_attribute a on a.attrelid = c.oid and a.attnum = any (f.conkey)
          where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> 'organisations'::regclass
        ), '[]') as "references",
        array(
          select a.attname::text from pg_index i
          join pg_attribute a on a.attrelid = c.oid and a.attnum = any (i.indkey)
          where i.indrelid = c.oid and i.indisprimary
        ) as key
      from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        and c.relname <> 'schema_migrations'
      order by c.relname`.execute(handle)
  })
  return rows.filter(({ name }) => !(name in ofNobody))
}

/** A row as text, of the columns that requests may read, be they none. */
export function rowText({ readable }: Granted): string {
  if (readable.length === 0) return `''`
  return `concat_ws('|', ${readable.map((column) => `t.${column}::text`).join(', ')})`
}

/** The stored rows of some organisations in a table, each as `rowText` and as JSON. */
export async function storedRowsOf(
  store: Store,
  table: Granted,
  organisationIds: readonly string[],
): Promise<{ text: string; json: string }[]> {
  return asOperator(store, async (handle) => {
    const condition = organisationIds.map((id) => rowsWhere(table, id)).join(' or ')
    const { rows } = await sql
      .raw<{ text: string; json: string }>(
        `select ${rowText(table)} as text, row_to_json(t)::text as json
         from ${table.name} t where ${condition} order by 1`,
      )
      .execute(handle)
    return rows
  })
}

class Undone extends Error {}

/**
 * Runs one statement, checked only by the database, and undoes it. Returns the text of the affected rows, or the
 * reason for the refusal.
 */
export async function attempt(
  store: Store,
  context: Context,
  statement: string,
): Promise<{ reached: string[] } | { refused: string }> {
  let reached: string[] = []
  try {
    await store.transact(context, async (handle) => {
      const { rows } = await sql.raw<{ text?: string }>(statement).execute(handle)
      reached = rows.flatMap(({ text }) => text ?? [])
      throw new Undone()
    })
  } catch (error) {
    if (!(error instanceof Undone)) return { refused: reasonOf(error) }
  }
  return { reached }
}

function reasonOf(error: unknown): string {
  const { message, cause } = error as Error
  return cause instanceof Error ? `${message}: ${cause.message}` : message
}

/** An insert of a row that was read as JSON, with some of its columns changed. */
export function insertOf(
  { name, insertable }: Granted,
  json: string,
  changes: Record<string, string | number | null> = {},
): string {
  const row = JSON.stringify({ ...(JSON.parse(json) as object), ...changes })
  const columns = insertable.join(', ')
  return `insert into ${name} (${columns})
    select ${columns} from json_populate_record(null::${name}, '${row.replaceAll("'", "''")}'::json)`
}
