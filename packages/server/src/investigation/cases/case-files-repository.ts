import type { CaseFileView, DocumentFlag, DocumentType } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'

export type CaseFileRow = {
  id: string
  name: string
  mediaType: DocumentType
  bytes: number
  sha256: string
  flags: DocumentFlag[]
  at: Date
  by: CaseFileView['by']
  removal: CaseFileView['removal']
  removedAt: Date | null
}

const columns = sql`id, name, media_type as "mediaType", bytes, encode(sha256, 'hex') as sha256, flags,
  at, json_build_object('kind', actor_kind, 'id', actor_id) as by, removal, disposed_at as "removedAt"`

/** The files of a case, latest first. */
export async function filesOf(handle: Transaction, caseId: string): Promise<CaseFileRow[]> {
  const { rows } = await sql<CaseFileRow>`
    select ${columns} from case_files where case_id = ${caseId}::uuid
    order by at desc, id desc`.execute(handle)
  return rows
}

export async function findFile(
  handle: Transaction,
  options: { caseId: string; id: string },
): Promise<CaseFileRow | undefined> {
  const { rows } = await sql<CaseFileRow>`
    select ${columns} from case_files
    where case_id = ${options.caseId}::uuid and id = ${options.id}::uuid for update`.execute(handle)
  return rows[0]
}

export async function insertFile(
  handle: Transaction,
  file: Omit<CaseFileRow, 'at' | 'by' | 'removal' | 'removedAt'> & {
    caseId: string
    organisationId: string
    at: Date
  },
): Promise<void> {
  await sql`
    insert into case_files
      (id, case_id, organisation_id, name, media_type, bytes, sha256, flags, at)
    values (${file.id}::uuid, ${file.caseId}::uuid, ${file.organisationId}::uuid, ${file.name},
      ${file.mediaType}, ${file.bytes}::int4, decode(${file.sha256}, 'hex'), ${file.flags}::text[],
      ${file.at})`.execute(handle)
}

/** Records that removal was requested, rejected or done. */
export async function updateRemoval(
  handle: Transaction,
  id: string,
  { removal, removedAt }: Pick<CaseFileRow, 'removal' | 'removedAt'>,
): Promise<void> {
  const written = removal === null ? null : JSON.stringify(removal)
  await sql`
    update case_files set removal = ${written}::json, disposed_at = ${removedAt}::timestamptz
    where id = ${id}::uuid`.execute(handle)
}
