import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'

export async function openNoticeForm(
  handle: Transaction,
  door: { organisationId: string; slug: string; name: string },
): Promise<void> {
  await closeNoticeForm(handle, door.organisationId)
  await sql`
    insert into notice_forms (organisation_id, slug, name)
    values (${door.organisationId}::uuid, ${door.slug}, ${door.name})`.execute(handle)
}

export async function closeNoticeForm(handle: Transaction, organisationId: string): Promise<void> {
  await sql`
    delete from notice_forms where organisation_id = ${organisationId}::uuid`.execute(handle)
}

/** The public form that a visitor names; visitors see no other. */
export async function findNoticeForm(
  handle: Transaction,
  slug: string,
): Promise<{ organisationId: string; name: string } | undefined> {
  const { rows } = await sql<{ organisationId: string; name: string }>`
    select organisation_id as "organisationId", name from notice_forms
    where slug = ${slug}`.execute(handle)
  return rows[0]
}

/** All open public forms, by name; only for the operator, who sees them all. */
export async function listNoticeForms(
  handle: Transaction,
): Promise<{ organisationId: string; slug: string; name: string }[]> {
  const { rows } = await sql<{ organisationId: string; slug: string; name: string }>`
    select organisation_id as "organisationId", slug, name from notice_forms
    order by name, slug limit 500`.execute(handle)
  return rows
}
