import type { NoticeGround } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { flaggerColumns } from './settings-repository.ts'

export type FlaggerRow = {
  id: string
  organisationId: string
  notifierType: 'trusted-flagger' | 'programme-member'
  name: string
  member: string | null
  awardedBy: string
  areas: NoticeGround[]
  status: 'active' | 'suspended' | 'revoked'
  source: string
  listedOn: string
  proceedingId: string | null
}

export async function flaggersOf(
  handle: Transaction,
  organisationId: string,
): Promise<FlaggerRow[]> {
  const { rows } = await sql<FlaggerRow>`
    select ${flaggerColumns} from flaggers where organisation_id = ${organisationId}::uuid
    order by name, id`.execute(handle)
  return rows
}

export async function upsertFlagger(
  handle: Transaction,
  one: FlaggerRow,
  isNew: boolean,
): Promise<void> {
  const values = sql`${one.notifierType}, ${one.name}, ${one.member}::uuid, ${one.awardedBy},
    ${one.areas}::text[], ${one.status}, ${one.source}, ${one.listedOn}::date,
    ${one.proceedingId}::uuid, now()`
  const columns = sql`notifier_type, name, member, awarded_by, areas, status, source, listed_on,
    proceeding_id, changed_at`
  if (isNew) {
    await sql`
      insert into flaggers (id, organisation_id, ${columns})
      values (${one.id}::uuid, ${one.organisationId}::uuid, ${values})`.execute(handle)
    return
  }
  await sql`
    update flaggers set (${columns}) = row (${values}) where id = ${one.id}::uuid`.execute(handle)
}
