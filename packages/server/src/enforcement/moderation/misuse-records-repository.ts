import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { misuseColumns, withState } from './settings-repository.ts'

export type MisuseRecordRow = {
  id: string
  organisationId: string
  role: 'seller' | 'notifier' | 'complainant'
  subject: string
  label: string
  proceedingId: string
  instance: string
}

export type MisuseRecordState = MisuseRecordRow & {
  state: string
  since: Date
  /** The number of events of its proceeding. */
  version: number
}

/** An organisation's records, newest first: few, since each is about one person. */
export async function misuseRecordsOf(
  handle: Transaction,
  organisationId: string,
): Promise<MisuseRecordState[]> {
  const { rows } = await sql<MisuseRecordState>`
    select ${misuseColumns} from ${withState}
    where r.organisation_id = ${organisationId}::uuid
    order by r.opened_at desc, r.id limit 1000`.execute(handle)
  return rows
}

export async function findMisuseRecord(
  handle: Transaction,
  organisationId: string,
  by: { id: string } | { proceeding: string } | { role: MisuseRecordRow['role']; subject: string },
): Promise<MisuseRecordState | undefined> {
  const which =
    'id' in by
      ? sql`r.id = ${by.id}::uuid`
      : 'proceeding' in by
        ? sql`r.proceeding_id = ${by.proceeding}::uuid`
        : sql`r.role = ${by.role} and r.subject = ${by.subject}`
  const { rows } = await sql<MisuseRecordState>`
    select ${misuseColumns} from ${withState}
    where r.organisation_id = ${organisationId}::uuid and ${which}`.execute(handle)
  return rows[0]
}

export async function insertMisuseRecord(handle: Transaction, one: MisuseRecordRow): Promise<void> {
  await sql`
    insert into misuse_records
      (id, organisation_id, role, subject, label, proceeding_id, instance)
    values (${one.id}::uuid, ${one.organisationId}::uuid, ${one.role}, ${one.subject},
      ${one.label}, ${one.proceedingId}::uuid, ${one.instance})`.execute(handle)
}
