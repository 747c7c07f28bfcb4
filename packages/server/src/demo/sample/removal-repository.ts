import type { Signer } from '@touchstone/evidence'
import { sql, type RawBuilder } from 'kysely'
import { recordRemovedEntries } from '../../access/audit-proofs/index.ts'
import type { Transaction } from '../../platform/db/index.ts'

export type SampleRemoval = { organisations: number; people: number; offers: number }

/** The blobs that rows of the sample name, in hexadecimal digits. */
export async function blobsOfSample(handle: Transaction): Promise<string[]> {
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
      where ${owned} and sha256 is not null`.execute(handle)
    digests.push(...rows.map(({ digest }) => digest))
  }
  return digests
}

type Marked = { id: string; name: string }

/** The organisations and people that are marked as the sample's, by slug and address. */
export async function markedAsSample(
  handle: Transaction,
): Promise<{ organisations: Marked[]; people: Marked[] }> {
  const { rows: organisations } = await sql<Marked>`
    select id, slug as name from organisations where sample order by slug`.execute(handle)
  const { rows: people } = await sql<Marked>`
    select id, email as name from people where sample order by email`.execute(handle)
  return { organisations, people }
}

/** The ids of the sample's audit logs that have entries. */
export async function logsOfSample(handle: Transaction): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`select id from audit_logs where ${owned}`.execute(
    handle,
  )
  return rows.map(({ id }) => id)
}

/** A table with its columns and the other tables that its rows refer to. */
type Table = { name: string; columns: string[]; needs: string[] }

/**
 * Deletes all that is the sample's, from whatever tables there are. Row-level security lets nothing
 * else go: a condition that is too wide would delete no more, and a foreign key fails where somebody
 * else's row needs one of these. The installation's key signs which entries of its log go.
 */
export async function deleteSample(
  handle: Transaction,
  { signer, people }: { signer: Signer; people: ReadonlySet<string> },
): Promise<SampleRemoval> {
  await recordRemovedEntries(handle, {
    which: ofSampleLog,
    isLawful: ({ actorId, subjectId }) => people.has(actorId) || people.has(subjectId),
    reason: 'sample-removed',
    signer,
  })
  const gone = new Map<string, number>()
  for (const table of leavesFirst(await tablesOf(handle))) {
    const where = whereOf(table)
    if (where === undefined) continue
    const { numAffectedRows = 0n } = await sql`
      delete from ${sql.table(table.name)} where ${where}`.execute(handle)
    gone.set(table.name, Number(numAffectedRows))
  }
  const count = (table: string): number => gone.get(table) ?? 0
  return {
    organisations: count('organisations'),
    people: count('people'),
    offers: count('listings'),
  }
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

/** So that whatever refers to a row is deleted before it. */
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

const owned = sql`organisation_id in (select id from organisations where sample)`
const ofOffers = sql`listing_id in (select id from listings where ${owned})`

/** Which rows a column makes the sample's. */
const byColumn: Readonly<Record<string, RawBuilder<unknown>>> = {
  organisation_id: owned,
  person_id: sql`person_id in (select id from people where sample)`,
  listing_id: ofOffers,
  claim_id: sql`claim_id in (select id from claims where ${owned})`,
  decision_id: sql`decision_id in (select id from decisions where ${owned} or ${ofOffers})`,
}

const ofSampleLog = sql`is_log_of_sample(organisation_id, actor_id, subject_id)`
const ofSampleTree = sql`log_id in (select id from organisations where sample)`

const byTable: Readonly<Record<string, RawBuilder<unknown>>> = {
  organisations: sql`sample`,
  people: sql`sample`,
  audit_events: ofSampleLog,
  audit_log_nodes: ofSampleTree,
  audit_log_heads: ofSampleTree,
}

/** Undefined where nothing in the table is anybody's. */
function whereOf({ name, columns }: Table): RawBuilder<unknown> | undefined {
  const conditions = columns.flatMap((column) => byColumn[column] ?? [])
  return byTable[name] ?? (conditions.length > 0 ? sql.join(conditions, sql` or `) : undefined)
}
