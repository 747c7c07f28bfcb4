import { createHash } from 'node:crypto'
import { escapeIdentifier, type ClientBase } from 'pg'
import { roles } from './context.ts'

export type Column = { name: string; type: string; identity: boolean }
export type Table = {
  name: string
  columns: Column[]
  key: string[]
  /** The tables that its rows refer to. */
  references: string[]
}

export type Tally = { rows: number; sha256: string }

/** Settings under which every value has one text, and the role that sees all rows. */
export const portableSettings = [
  `set local role ${roles.operator}`,
  `set local timezone = 'UTC'`,
  `set local datestyle = 'ISO'`,
  `set local intervalstyle = 'iso_8601'`,
  `set local extra_float_digits = 1`,
  `set local bytea_output = 'hex'`,
].join('; ')

const pageRows = 500
/** For a table with documents of some megabytes each. */
const pageDocuments = 1

/**
 * All tables of the store except the record of migrations, with their stored columns; referring tables come later.
 * Numbers of transactions are none of them: another server counts its own, and restored rows get that of the restore.
 * Partitions are not listed: their rows go through the partitioned table.
 */
export async function listTables(client: ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select c.relname as name,
       (select json_agg(json_build_object(
            'name', a.attname,
            'type', format_type(a.atttypid, a.atttypmod),
            'identity', a.attidentity <> '') order by a.attnum)
          from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
            and a.attgenerated = '' and a.atttypid <> 'xid8'::regtype) as columns,
       (select json_agg(quote_ident(a.attname)
            || case when a.attcollation <> 0 then ' collate "C"' else '' end order by k.place)
          from pg_index i, unnest(i.indkey) with ordinality as k (attnum, place), pg_attribute a
          where i.indrelid = c.oid and i.indisprimary
            and a.attrelid = c.oid and a.attnum = k.attnum) as key,
       (select coalesce(json_agg(distinct r.relname), '[]')
          from pg_constraint f join pg_class r on r.oid = f.confrelid
          where f.conrelid = c.oid and f.contype = 'f') as "references"
     from pg_class c
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
       and not c.relispartition and c.relname <> 'schema_migrations'
     order by c.relname collate "C"`,
  )
  return inOrderOfReferences(rows)
}

/** Of several possible next tables, and in a cycle of references, the first by name. */
function inOrderOfReferences(tables: readonly Table[]): Table[] {
  const left = new Map(tables.map((table) => [table.name, table]))
  const sorted: Table[] = []
  const isReady = ({ name, references }: Table): boolean =>
    references.every((other) => other === name || !left.has(other))
  for (;;) {
    const waiting = [...left.values()]
    const next = waiting.find(isReady) ?? waiting[0]
    if (next === undefined) return sorted
    left.delete(next.name)
    sorted.push(next)
  }
}

/**
 * Reads a table by page in the order of its key, independent of collations. A row is a JSON array with the text of each
 * column or null, as `JSON.stringify` would write it, and the same on both engines.
 */
export async function* readRows(client: ClientBase, table: Table): AsyncGenerator<string[]> {
  const values = table.columns.map(({ name }) => `${escapeIdentifier(name)}::text`).join(', ')
  await client.query(
    `declare touchstone_rows no scroll cursor for
     select array_to_json(array[${values}])::text as row from ${escapeIdentifier(table.name)}
     order by ${table.key.join(', ')}`,
  )
  const holdsDocuments = table.columns.some(
    ({ name, type }) => name === 'content' && type === 'bytea',
  )
  const atOnce = holdsDocuments ? pageDocuments : pageRows
  for (;;) {
    const { rows } = await client.query<{ row: string }>(`fetch ${atOnce} from touchstone_rows`)
    if (rows.length === 0) break
    yield rows.map(({ row }) => row)
  }
  await client.query('close touchstone_rows')
}

/** Inserts rows as `readRows` reads them. */
export async function insertRows(
  client: ClientBase,
  table: Table,
  rows: readonly string[],
): Promise<void> {
  const names = table.columns.map(({ name }) => escapeIdentifier(name)).join(', ')
  const values = table.columns.map(({ type }, index) => `(row->>${index})::${type}`).join(', ')
  // Of json, each column would read the row from its beginning.
  await client.query(
    `insert into ${escapeIdentifier(table.name)} (${names}) overriding system value
     select ${values} from jsonb_array_elements($1::jsonb) as row`,
    [`[${rows.join(',')}]`],
  )
}

/** Counts rows and computes a checksum, to compare two copies of a table. */
export class TableTally {
  readonly #hash = createHash('sha256')
  #rows = 0

  add(line: string): void {
    this.#hash.update(line).update('\n')
    this.#rows++
  }

  finish(): Tally {
    return { rows: this.#rows, sha256: this.#hash.digest('hex') }
  }
}

export async function tallyTable(client: ClientBase, table: Table): Promise<Tally> {
  const tallying = new TableTally()
  for await (const page of readRows(client, table)) {
    for (const row of page) tallying.add(row)
  }
  return tallying.finish()
}
