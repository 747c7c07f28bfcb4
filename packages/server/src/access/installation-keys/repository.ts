import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { KeyName, RecordedKey } from './types.ts'

/** The keys recorded for the store; none for a store from before they were recorded. */
export async function recordedKeys(handle: Transaction): Promise<RecordedKey[]> {
  const { rows: tables } = await sql<{ there: string | null }>`
    select to_regclass('key_fingerprints')::text as there`.execute(handle)
  if (tables[0]?.there == null) return []
  const { rows } = await sql<RecordedKey>`
    select key, encode(fingerprint, 'hex') as fingerprint, recorded_at as "recordedAt"
    from key_fingerprints order by key`.execute(handle)
  return rows
}

/** Records a key unless one of this name exists. */
export async function recordKey(
  handle: Transaction,
  key: KeyName,
  fingerprint: string,
): Promise<void> {
  await sql`
    insert into key_fingerprints (key, fingerprint) values (${key}, decode(${fingerprint}, 'hex'))
    on conflict (key) do nothing`.execute(handle)
}

/** Replaces a recorded key; false if it is the same. */
export async function replaceKey(
  handle: Transaction,
  key: KeyName,
  fingerprint: string,
): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    insert into key_fingerprints as k (key, fingerprint) values (${key}, decode(${fingerprint}, 'hex'))
    on conflict (key) do update set fingerprint = excluded.fingerprint, recorded_at = now()
      where k.fingerprint <> excluded.fingerprint`.execute(handle)
  return numAffectedRows > 0n
}
