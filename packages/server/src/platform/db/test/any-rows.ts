import { randomBytes, randomInt, randomUUID } from 'node:crypto'
import type { Pool } from 'pg'

type Column = { name: string; type: string; nullable: boolean }
type Check = { name: string; columns: string[]; text: string }
type Unique = { name: string; columns: string[] }
type Reference = { columns: string[]; of: string; their: string[] }
export type Table = {
  name: string
  columns: Column[]
  checks: Check[]
  uniques: Unique[]
  references: Reference[]
}
type Row = Record<string, unknown>

/** All tables of a store, referring ones later. */
export async function tablesOf(owner: Pool): Promise<Table[]> {
  const names = (columns: string, of: string): string => `
    (select array_agg(a.attname::text order by k.at) from unnest(${columns}) with ordinality k (num, at)
      join pg_attribute a on a.attrelid = ${of} and a.attnum = k.num)`
  const { rows } = await owner.query<Table>(`
    select c.relname::text as name,
      (select json_agg(json_build_object('name', a.attname, 'type', format_type(a.atttypid, null),
          'nullable', not a.attnotnull) order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
          and a.attidentity = '' and a.attgenerated = '' and a.atttypid <> 'xid8'::regtype) as columns,
      (select coalesce(json_agg(json_build_object('name', k.conname, 'text', pg_get_constraintdef(k.oid),
          'columns', ${names('k.conkey', 'c.oid')})), '[]')
        from pg_constraint k where k.conrelid = c.oid and k.contype = 'c') as checks,
      (select coalesce(json_agg(json_build_object('name', i.relname,
          'columns', ${names('x.indkey::int2[]', 'c.oid')})), '[]')
        from pg_index x join pg_class i on i.oid = x.indexrelid
        where x.indrelid = c.oid and x.indisunique) as uniques,
      (select coalesce(json_agg(json_build_object('of', f.confrelid::regclass::text,
          'columns', ${names('f.conkey', 'c.oid')}, 'their', ${names('f.confkey', 'f.confrelid')})
          order by cardinality(f.conkey) desc), '[]')
        from pg_constraint f where f.conrelid = c.oid and f.contype = 'f') as "references"
    from pg_class c
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
      and c.relname <> 'schema_migrations'
    order by c.relname`)
  const sorted: Table[] = []
  for (let left = rows; left.length > 0;) {
    const isReady = ({ name, references }: Table): boolean =>
      references.every(({ of }) => of === name || sorted.some((one) => one.name === of))
    const ready = left.filter(isReady)
    if (ready.length === 0)
      throw new Error(`they refer in a circle: ${left.map(({ name }) => name).join()}`)
    sorted.push(...ready)
    left = left.filter((table) => !ready.includes(table))
  }
  return sorted
}

/**
 * Inserts so many random rows into every table. Values that satisfy the constraints are found by trial: after each
 * refusal the columns of the violated constraint are drawn again.
 */
export async function fillTables(owner: Pool, tables: readonly Table[], each = 3): Promise<void> {
  const inserted = new Map<string, Row[]>()
  for (const table of tables) {
    // Forced policies would keep out even the owner.
    await owner.query(`alter table ${table.name} no force row level security`)
    const rows: Row[] = []
    inserted.set(table.name, rows)
    for (let n = 0; n < each; n++) {
      // Some tables allow only one row. The most restrictive takes a hundred tries.
      const row = await insertAny(owner, table, { inserted, tries: n === 0 ? 5000 : 50 })
      if (row === undefined && n === 0) throw new Error(`no row fits into ${table.name}`)
      if (row !== undefined) rows.push(row)
    }
    await owner.query(`alter table ${table.name} force row level security`)
  }
}

async function insertAny(
  owner: Pool,
  table: Table,
  { inserted, tries }: { inserted: ReadonlyMap<string, Row[]>; tries: number },
): Promise<Row | undefined> {
  const drawn: Row = {}
  const all = table.columns.map(({ name }) => name)
  let again = all
  for (let n = 0; n < tries; n++) {
    for (const name of again) drawn[name] = draw(table, name)
    // First rows belong together, so that a row with two references finds both in one organisation.
    const together = tries > 1000 && n < tries / 2
    const row = { ...drawn, ...referring(table, inserted, together) }
    const names = Object.keys(row)
    const places = names.map((_, at) => `$${at + 1}`)
    const text = `insert into ${table.name} (${names.join()}) values (${places.join()}) returning *`
    try {
      const { rows } = await owner.query<Row>(text, Object.values(row))
      return rows[0]
    } catch (error) {
      const { constraint = '' } = error as { constraint?: string }
      const named = [...table.checks, ...table.uniques].find(({ name }) => name === constraint)
      // A generated column is not drawn itself, but changes with the others.
      again = named?.columns.every((name) => all.includes(name)) ? named.columns : all
    }
  }
  return undefined
}

/** The referring columns, all to rows that are consistent with each other. */
function referring(
  { references, columns }: Table,
  inserted: ReadonlyMap<string, Row[]>,
  together: boolean,
): Row {
  const row: Row = {}
  for (const reference of references) {
    const fits = (theirs: Row): boolean =>
      reference.columns.every(
        (name, at) => !(name in row) || row[name] === theirs[reference.their[at]!],
      )
    const candidates = (inserted.get(reference.of) ?? []).filter(fits)
    const isNullable = (name: string): boolean =>
      columns.find((column) => column.name === name)?.nullable === true
    // A reference with a null column refers to nothing.
    const isOpen = reference.columns.some(isNullable)
    const place = !together && randomInt(3) === 0 ? randomInt(candidates.length || 1) : 0
    const theirs = isOpen && randomInt(3) === 0 ? undefined : candidates[place]
    reference.columns.forEach((name, at) => {
      if (name in row) return
      if (theirs !== undefined) row[name] = theirs[reference.their[at]!] ?? null
      // A first row does not refer to its own table; required columns are left to another reference.
      else if (isNullable(name)) row[name] = null
    })
  }
  return row
}

function draw({ columns, checks }: Table, name: string): unknown {
  const { type, nullable } = columns.find((column) => column.name === name)!
  if (nullable && randomInt(3) === 0) return null
  const definition = checks
    .filter((check) => check.columns.includes(name))
    .map(({ text }) => text)
    .join(' ')
  // Patterns are not words.
  const words = [...definition.matchAll(/'([^'^$%]*)'::text/g)].map(([, word = '']) => word)
  const numbers = [...definition.matchAll(/\d+/g)]
    .map(([number]) => Number(number))
    .filter((n) => n <= 500)
  const pick = <T>(values: readonly T[]): T => values[randomInt(values.length)]!
  const n = randomInt(1_000_000)
  switch (type) {
    case 'uuid':
      return randomUUID()
    case 'uuid[]':
      return [randomUUID()]
    case 'boolean':
      return randomInt(2) === 0
    case 'integer':
    case 'bigint':
      return pick([1 + (n % 100), ...numbers])
    case 'integer[]':
    case 'bigint[]':
      return [1 + (n % 45)]
    case 'double precision':
      return pick([0, 0.25, 0.5, 1])
    case 'date':
      return new Date(Date.UTC(2026, 0, 1 + (n % 300))).toISOString().slice(0, 10)
    case 'timestamp with time zone':
      return new Date(Date.UTC(2026, 0, 1) + n * 10_000).toISOString()
    case 'bytea':
      return randomBytes(pick([32, ...numbers]))
    case 'json':
    case 'jsonb':
      return name === 'changed' ? '[]' : JSON.stringify({ id: `x-${n}`, title: `Bag ${n}` })
    case 'numeric':
      return pick(['0', '19.90', '1234567.891'])
    case 'text[]': {
      const [, listed] = /'\{([^}]*)\}'/.exec(definition) ?? []
      return [pick(listed?.split(',') ?? (words.length > 0 ? words : [`velmoraq-${n}`]))]
    }
    case 'text': {
      const hex = (length: number): string => randomBytes(length).toString('hex').slice(0, length)
      const shapes = [`velmoraq-${n}`, 'EM', 'EUR', `ada-${n}@house.example`, `$x$${n}`, hex(32)]
      const digits = (length: number): string =>
        Array.from({ length }, () => randomInt(10)).join('')
      const sized = numbers
        .filter((length) => length > 0 && length <= 64)
        .flatMap((length) => [hex(length), digits(length)])
      return pick(words.length > 0 && randomInt(4) > 0 ? words : [...shapes, ...sized])
    }
    default:
      throw new Error(`draw something for ${name}, which is of the type ${type}`)
  }
}
