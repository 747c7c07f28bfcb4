import { createHash } from 'node:crypto'
import type { ColumnMapping } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Mapping, RememberedSettings } from '../formats/index.ts'
import { currenciesByMarketplace } from './marketplace-currencies-repository.ts'
import type { Transaction } from '../../platform/db/index.ts'

/** Most saved mappings of an organisation; each set of columns needs its own. */
export const maxMappings = 200

/** Identifies a set of columns, in any order. */
export function signatureOf(headers: readonly string[]): Buffer {
  const names = [...new Set(headers)].sort((a, b) => (a < b ? -1 : 1))
  return createHash('sha256').update(JSON.stringify(names)).digest()
}

export type MappingRow = {
  /** In hexadecimal. */
  signature: string
  headers: string[]
  mapping: ColumnMapping
  changedAt: Date
}

async function findMapping(
  handle: Transaction,
  organisationId: string,
  headers: readonly string[],
): Promise<Mapping | undefined> {
  const { rows } = await sql<{ mapping: Mapping }>`
    select mapping from import_mappings
    where organisation_id = ${organisationId}::uuid
      and signature = ${signatureOf(headers)}::bytea`.execute(handle)
  return rows[0]?.mapping
}

/** What files with these columns are read by: the saved mapping, and the currencies of marketplaces. */
export async function findSettings(
  handle: Transaction,
  organisationId: string,
  headers: readonly string[],
): Promise<RememberedSettings> {
  const mapping =
    headers.length === 0 ? undefined : await findMapping(handle, organisationId, headers)
  return { mapping, currencies: await currenciesByMarketplace(handle, organisationId) }
}

/** All of an organisation's, newest first. */
export async function listMappings(
  handle: Transaction,
  organisationId: string,
): Promise<MappingRow[]> {
  const { rows } = await sql<MappingRow>`
    select encode(signature, 'hex') as signature, headers, mapping, changed_at as "changedAt"
    from import_mappings where organisation_id = ${organisationId}::uuid
    order by changed_at desc, signature limit ${maxMappings}`.execute(handle)
  return rows
}

/** Saves a mapping in place of the previous one; false if there are too many. */
export async function saveMapping(
  handle: Transaction,
  organisationId: string,
  { headers, mapping }: { headers: readonly string[]; mapping: Mapping },
): Promise<boolean> {
  const { rows } = await sql<{ kept: boolean }>`
    insert into import_mappings (organisation_id, signature, headers, mapping)
    select ${organisationId}::uuid, ${signatureOf(headers)}::bytea,
      ${JSON.stringify(headers)}::text::json, ${JSON.stringify(mapping)}::text::json
    where (
      select count(*) from import_mappings
      where organisation_id = ${organisationId}::uuid
        and signature <> ${signatureOf(headers)}::bytea
    ) < ${maxMappings}
    on conflict (organisation_id, signature) do update
      set headers = excluded.headers, mapping = excluded.mapping, changed_at = now()
    returning true as kept`.execute(handle)
  return rows.length > 0
}

/** False if there was none. */
export async function deleteMapping(
  handle: Transaction,
  organisationId: string,
  signature: string,
): Promise<boolean> {
  const { rows } = await sql`
    delete from import_mappings
    where organisation_id = ${organisationId}::uuid
      and signature = ${Buffer.from(signature, 'hex')}::bytea
    returning signature`.execute(handle)
  return rows.length > 0
}
