import { sql } from 'kysely'
import type { Store } from '../../src/platform/db/index.ts'
import { asOperator } from '../builders.ts'

type Table = { name: string; columns: string[] }

/** Every table of the migrated store, whatever was added since. */
async function tablesOf(store: Store): Promise<Table[]> {
  const { rows } = await asOperator(store, (handle) =>
    sql<Table>`
      select c.relname as name,
        array(
          select a.attname::text from pg_attribute a
          where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped order by a.attnum
        ) as columns
      from pg_class c
      where c.relnamespace = 'public'::regnamespace and c.relkind = 'r'
        and c.relname <> 'schema_migrations'
      order by c.relname`.execute(handle),
  )
  return rows
}

/** Tables without data of any organisation, each with the reason. */
export const ofNobody: Readonly<Record<string, string>> = {
  engine_releases: 'what the engine of all reads, changed by admins of the installation',
  engine_release_events: 'who of them changed it',
  engine_release_trials: 'figures over the offers of all',
  evidence_log: 'how many entries the log of all evidence has',
  evidence_log_nodes: 'hashes, in which no organisation can be told',
  evidence_log_heads: 'roots over the evidence of all, signed',
  excluded_sites: 'which sites no watch visits, as their people wished',
  gate_authorities: 'when each watched site may be asked again, whoever watches it',
  key_fingerprints: 'fingerprints of the keys of the installation’s processes',
  network_keys: 'the keys of the day under which networks are hashed',
  judging_passes: 'how far an engine has come with the offers of all',
  site_requests: 'what people of visited sites asked the operator',
  sample_alliance: 'how far the sample is loaded',
  watch_installation: 'the switch for all watches, and the rates of the installation',
  throttles: 'failed sign-ins by a hash of address or network',
}

/** Selects the rows of a table that belong to this organisation or its members. */
export function rowsWhere({ name, columns }: Table, organisationId: string): string {
  const members = `select person_id from memberships where organisation_id = '${organisationId}'`
  if (name === 'organisations') return `id = '${organisationId}'`
  if (name === 'people') return `id in (${members})`
  if (columns.includes('organisation_id')) return `organisation_id = '${organisationId}'`
  if (columns.includes('person_id')) return `person_id in (${members})`
  if (columns.includes('log_id')) return `log_id = '${organisationId}'`
  throw new Error(`say whose the rows of ${name} are`)
}

/** All stored data of an organisation, row by row as text. */
export async function rowsOf(
  store: Store,
  organisationId: string,
): Promise<Record<string, string[]>> {
  const tables = (await tablesOf(store)).filter(({ name }) => !(name in ofNobody))
  return asOperator(store, async (handle) => {
    const rowsByTable: Record<string, string[]> = {}
    for (const table of tables) {
      const { rows } = await sql
        .raw<{ row: string }>(
          `select t::text as row from ${table.name} t
           where ${rowsWhere(table, organisationId)} order by 1`,
        )
        .execute(handle)
      rowsByTable[table.name] = rows.map(({ row }) => row)
    }
    return rowsByTable
  })
}
