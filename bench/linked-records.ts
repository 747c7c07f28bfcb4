import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FieldKind, FieldPlan, TableRecord } from '@touchstone/linkage'
import { findCandidates } from '../packages/linkage/src/candidates/index.ts'
import { ComparedTable } from '../packages/linkage/src/records/index.ts'
import { fitModel, type LinkModel } from '../packages/linkage/src/scoring/index.ts'
import { comparisons } from '../packages/linkage/src/comparison/index.ts'
import {
  febrl3,
  historicalFigures,
  placeOf,
  readRecords,
  type LinkageTable,
} from '../eval/linkage-tables.ts'
import { median } from './process-runs.ts'

interface Table extends LinkageTable {
  /** The first rows alone. */
  most?: number
}

const tables: readonly Table[] = [febrl3, { ...historicalFigures, most: 10_000 }]

// The limits of link-records.
const limits = { block: 1000, owner: 60 }
const randomPairs = 300_000
const rounds = 3

/** What is used of DuckDB’s package, which only this comparison needs. */
interface DuckDb {
  DuckDBInstance: {
    create(
      path: string,
      options: Record<string, string>,
    ): Promise<{ connect(): Promise<Connection> }>
  }
}
interface Connection {
  run(sql: string): Promise<unknown>
  runAndReadAll(sql: string): Promise<{ getRows(): unknown[][] }>
  closeSync(): void
}

/**
 * Linking the records of a table beside the same work as SQL in DuckDB, the way of Splink: the same blocks, levels and
 * weights over the same values, on one thread. Values and keys are given to it as `link-records` reads them.
 */
export async function* linkedRecords(): AsyncGenerator<string> {
  const duckDb = findDuckDb()
  for (const table of tables) {
    const path = placeOf(table)
    if (!existsSync(path)) {
      yield `linked records, ${table.file}: not here, skipped`
      continue
    }
    const records = (await readRecords(path, table.id)).slice(0, table.most)
    const own: Linked[] = []
    const sql: Linked[] = []
    for (let round = 0; round < rounds; round++) {
      own.push(link(records, table.fields))
      if (duckDb !== undefined) sql.push(await linkBySql(duckDb, records, table.fields))
    }
    yield `linked records, ${table.file}, ${records.length} records: ${describe(own)}`
    if (sql.length === 0)
      yield '  DuckDB is left out: npm install --no-save @duckdb/node-api installs it'
    else {
      const ratios = own.map(({ seconds }, at) => seconds / (sql[at]?.seconds ?? Number.NaN))
      yield `  the same as SQL in DuckDB: ${describe(sql)}; we need ${median(ratios).toFixed(2)} times its time (${ratios.map((ratio) => ratio.toFixed(2)).join(', ')})`
    }
  }
}

/** Processor time, in seconds: blocks to candidates, and candidates to weights. */
interface Linked {
  blocking: number
  weighing: number
  seconds: number
  pairs: number
  linked: number
}

function describe(all: readonly Linked[]): string {
  const of = (key: 'blocking' | 'weighing' | 'seconds'): string =>
    median(all.map((one) => one[key])).toFixed(2)
  const [first] = all
  return `${of('seconds')} s of processor (candidates ${of('blocking')}, weights ${of('weighing')}), ${(first?.pairs ?? 0).toLocaleString('en')} pairs, ${(first?.linked ?? 0).toLocaleString('en')} linked`
}

function link(records: readonly TableRecord[], fields: FieldPlan): Linked {
  const clock = processorTime()
  const table = new ComparedTable(records, fields)
  const pairs = findCandidates(table.keys(), limits)
  const blocking = clock()
  const candidates = table.compare(pairs)
  const model = modelOf(table, table.patternsOf(candidates))
  const scores = table.scores(model, candidates)
  const seconds = clock()
  return {
    blocking,
    weighing: seconds - blocking,
    seconds,
    pairs: pairs.length,
    linked: scores.filter((bits) => bits >= 0).length,
  }
}

function modelOf(
  table: ComparedTable,
  candidates: Parameters<typeof fitModel>[0]['candidates'],
): LinkModel {
  return fitModel({
    fields: table.shapes,
    candidates,
    random: table.patternsOf(table.compare(table.randomPairs(randomPairs))),
    pairs: (table.size * (table.size - 1)) / 2,
  })
}

async function linkBySql(
  { DuckDBInstance }: DuckDb,
  records: readonly TableRecord[],
  fields: FieldPlan,
): Promise<Linked> {
  const folder = await mkdtemp(join(tmpdir(), 'touchstone-linked-records-'))
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' })
  const connection = await instance.connect()
  try {
    const table = new ComparedTable(records, fields)
    const columns = Object.entries(fields)
    await fill(connection, { folder, table, records, columns })
    const random = table.randomPairs(randomPairs)
    await writeFile(
      join(folder, 'random.csv'),
      `a,b\n${random.map(([a, b]) => `${a},${b}`).join('\n')}\n`,
    )
    await connection.run(
      `create table drawn as select * from read_csv('${join(folder, 'random.csv')}', all_varchar = false)`,
    )
    const clock = processorTime()
    await connection.run(blocks(table.size))
    const blocking = clock()
    await connection.run(levels('gammas', 'candidates', columns))
    await connection.run(levels('chances', 'drawn', columns))
    const model = fitModel({
      fields: table.shapes,
      candidates: await patterns(connection, 'gammas', columns.length),
      random: await patterns(connection, 'chances', columns.length),
      pairs: (table.size * (table.size - 1)) / 2,
    })
    await connection.run(weights(model, columns))
    const [row] = (
      await connection.runAndReadAll('select count(*), count(*) filter (bits >= 0) from weighed')
    ).getRows()
    const seconds = clock()
    return {
      blocking,
      weighing: seconds - blocking,
      seconds,
      pairs: Number(row?.[0]),
      linked: Number(row?.[1]),
    }
  } finally {
    connection.closeSync()
    await rm(folder, { recursive: true })
  }
}

type Columns = [string, FieldKind][]

/** The values and keys of all records; this is not timed. */
async function fill(
  connection: Connection,
  {
    folder,
    table,
    records,
    columns,
  }: { folder: string; table: ComparedTable; records: readonly TableRecord[]; columns: Columns },
): Promise<void> {
  const byId = new Map(records.map((record) => [record.id, record]))
  const rows = table.ids.map((id, place) => {
    const cells = byId.get(id)?.cells ?? {}
    const values = columns.map(([name, kind], at): [string, string | null] => [
      `v${at}`,
      comparisons[kind].read(cells[name] ?? '') || null,
    ])
    return JSON.stringify({ id: place, ...Object.fromEntries(values) })
  })
  const keys = table
    .keys()
    .flatMap((own, owner) => own.map((key) => JSON.stringify({ owner, key })))
  await writeFile(join(folder, 'records.ndjson'), rows.join('\n'))
  await writeFile(join(folder, 'keys.ndjson'), keys.join('\n'))
  const values = columns.map((_, at) => `v${at}: 'varchar'`).join(', ')
  await connection.run(
    `create table records as select * from read_json('${join(folder, 'records.ndjson')}', columns = {id: 'integer', ${values}})`,
  )
  await connection.run(
    `create table keys as select * from read_json('${join(folder, 'keys.ndjson')}', columns = {owner: 'integer', key: 'varchar'})`,
  )
  for (const at of columns.keys())
    await connection.run(
      `create table carriers${at} as select v${at} as value, count(*) as carriers from records where v${at} is not null group by 1`,
    )
}

/** As `findCandidates`: the pairs that share the rarest keys. */
function blocks(count: number): string {
  return `
    create table candidates as
    with sizes as (
      select key, count(*) as size from keys group by key having count(*) between 2 and ${limits.block}
    ), owned as (
      select owner, key, log2(${count} / size) + 1 as rarity from keys join sizes using (key)
    ), shared as (
      select a.owner as one, b.owner as other, sum(a.rarity) as rarity
      from owned a join owned b using (key) where a.owner <> b.owner group by 1, 2
    ), best as (
      select one, other from shared
      qualify row_number() over (partition by one order by rarity desc, other) <= ${limits.owner}
    )
    select distinct least(one, other) as a, greatest(one, other) as b from best`
}

/** The level of each field of each pair; -1 if a value is missing. */
function levels(name: string, pairs: string, columns: Columns): string {
  const gammas = columns.map(([, kind], at) => {
    const [one, other] = [`l.v${at}`, `r.v${at}`]
    const siblings = columns.flatMap(([, theirs], place) =>
      theirs === kind && place !== at ? [place] : [],
    )
    const last = comparisons[kind].levels.length - 1
    const elsewhere = siblings
      .map(
        (place) =>
          `coalesce(${one} = r.v${place}, false) or coalesce(${other} = l.v${place}, false)`,
      )
      .join(' or ')
    const different =
      elsewhere === '' ? `${last + 1}` : `case when ${elsewhere} then ${last} else ${last + 1} end`
    const missing = elsewhere === '' ? '-1' : `case when ${elsewhere} then ${last} else -1 end`
    return `case when ${one} is null or ${other} is null then ${missing} when ${one} = ${other} then 0 ${conditionsOf(kind, one, other)} else ${different} end as g${at}`
  })
  return `
    create table ${name} as select p.a, p.b, ${gammas.join(', ')}
    from ${pairs} p join records l on l.id = p.a join records r on r.id = p.b`
}

/** The levels between `same` and `different`, as `field-kinds.ts` has them but for words with a letter changed. */
function conditionsOf(kind: FieldKind, one: string, other: string): string {
  const inSteps = (value: string, steps: readonly number[], from = 1): string =>
    steps.map((least, at) => `when ${value} >= ${least} then ${from + at}`).join(' ')
  const words = `2.0 * len(list_intersect(string_split(${one}, ' '), string_split(${other}, ' '))) / (len(string_split(${one}, ' ')) + len(string_split(${other}, ' ')))`
  const winkler = `jaro_winkler_similarity(${one}, ${other})`
  const edits = `levenshtein(${one}, ${other})`
  switch (kind) {
    case 'name':
    case 'place':
      return inSteps(winkler, [0.92, 0.86, 0.78])
    case 'address':
      return `when ${edits} <= 2 then 1 ${inSteps(`greatest(${words}, ${winkler} - 0.25)`, [0.66, 0.45], 2)}`
    case 'date':
      return `when ${edits} <= 1 then 1 when ${edits} = 2 then 2 when left(${one}, 4) = left(${other}, 4) then 3`
    case 'postcode':
      return `when ${edits} <= 1 then 1 when left(${one}, 2) = left(${other}, 2) then 2`
    case 'identifier':
      return `when least(length(${one}), length(${other})) >= 5 and ${edits} <= 1 then 1 when least(length(${one}), length(${other})) >= 5 and ${edits} = 2 then 2`
    case 'number':
      return `when ${edits} <= 1 then 1 when abs(try_cast(${one} as double) - try_cast(${other} as double)) <= 0.1 * greatest(abs(try_cast(${one} as double)), abs(try_cast(${other} as double))) then 2`
    default:
      return ''
  }
}

async function patterns(
  connection: Connection,
  name: string,
  width: number,
): Promise<{ levels: Int8Array; count: number }[]> {
  const gammas = Array.from({ length: width }, (_, at) => `g${at}`).join(', ')
  const found = await connection.runAndReadAll(
    `select count(*), ${gammas} from ${name} group by ${gammas}`,
  )
  return found
    .getRows()
    .map(([count, ...own]) => ({ levels: Int8Array.from(own, Number), count: Number(count) }))
}

/** The weight of each pair: m and u of its levels, and for the same value how many others have it. */
function weights(model: LinkModel, columns: Columns): string {
  const bits = columns.map(([, kind], at) => {
    const { m, u } = model.fields[at] ?? { m: [], u: [] }
    const unlike = m
      .map((share, level) => [level, Math.log2(share / (u[level] ?? 1))] as const)
      .slice(1)
      .map(([level, weight]) => `when ${level} then ${weight}`)
    const { chance } = comparisons[kind]
    const filled = `(select sum(carriers) from carriers${at})`
    const rare = `log2(${m[0] ?? 1} / ((greatest(0, coalesce(c${at}.carriers, 1) - 2) + ${50 * chance}) / (${filled} + 50)))`
    return `case g${at} when -1 then 0 when 0 then ${rare} ${unlike.join(' ')} end`
  })
  const joins = columns.map(
    (_, at) => `left join carriers${at} c${at} on g.g${at} = 0 and c${at}.value = l.v${at}`,
  )
  return `
    create table weighed as select g.a, g.b, ${model.prior} + ${bits.join(' + ')} as bits
    from gammas g join records l on l.id = g.a ${joins.join(' ')}`
}

/** Processor time of all threads from now on, in seconds. */
function processorTime(): () => number {
  const from = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(from)
    return (user + system) / 1e6
  }
}

function findDuckDb(): DuckDb | undefined {
  try {
    return createRequire(import.meta.url)('@duckdb/node-api') as DuckDb
  } catch {
    return undefined
  }
}
