import type { NoticeGround, ModerationSettings } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'

export type ModerationSettingsRow = ModerationSettings & {
  version: number
  setBy: { kind: string; id: string }
  setAt: Date
}

/** What holds for an organisation now; undefined where it never said anything. */
export async function findSettings(
  handle: Transaction,
  organisationId: string,
): Promise<ModerationSettingsRow | undefined> {
  const { rows } = await sql<ModerationSettingsRow>`
    select version, profile, settings, texts, door, seller_link as "sellerLink", set_at as "setAt",
      json_build_object('kind', actor_kind, 'id', actor_id) as "setBy"
    from reception_settings where organisation_id = ${organisationId}::uuid
    order by version desc limit 1`.execute(handle)
  return rows[0]
}

export async function insertSettings(
  handle: Transaction,
  organisationId: string,
  kept: ModerationSettings & { version: number },
): Promise<void> {
  const { version, profile, settings, texts, door, sellerLink } = kept
  await sql`
    insert into reception_settings
      (organisation_id, version, profile, settings, texts, door, seller_link)
    values (${organisationId}::uuid, ${version}::int4, ${JSON.stringify(profile)}::json,
      ${JSON.stringify(settings)}::json, ${JSON.stringify(texts)}::json, ${door},
      ${JSON.stringify(sellerLink)}::json)`.execute(handle)
}

export async function openNoticeForm(
  handle: Transaction,
  door: { organisationId: string; slug: string; name: string },
): Promise<void> {
  await closeNoticeForm(handle, door.organisationId)
  await sql`
    insert into reception_doors (organisation_id, slug, name)
    values (${door.organisationId}::uuid, ${door.slug}, ${door.name})`.execute(handle)
}

export async function closeNoticeForm(handle: Transaction, organisationId: string): Promise<void> {
  await sql`
    delete from reception_doors where organisation_id = ${organisationId}::uuid`.execute(handle)
}

/** The door that a visitor names; he sees no other. */
export async function findNoticeForm(
  handle: Transaction,
  slug: string,
): Promise<{ organisationId: string; name: string } | undefined> {
  const { rows } = await sql<{ organisationId: string; name: string }>`
    select organisation_id as "organisationId", name from reception_doors
    where slug = ${slug}`.execute(handle)
  return rows[0]
}

/** Every door that is open, by its name; for the operator alone, who sees them all. */
export async function listNoticeForms(
  handle: Transaction,
): Promise<{ organisationId: string; slug: string; name: string }[]> {
  const { rows } = await sql<{ organisationId: string; slug: string; name: string }>`
    select organisation_id as "organisationId", slug, name from reception_doors
    order by name, slug limit 500`.execute(handle)
  return rows
}

export type FlaggerRow = {
  id: string
  organisationId: string
  rank: 'trusted-flagger' | 'house'
  name: string
  member: string | null
  awardedBy: string
  areas: NoticeGround[]
  status: 'active' | 'suspended' | 'revoked'
  source: string
  listedOn: string
  proceedingId: string | null
}

const flaggerColumns = sql`id, organisation_id as "organisationId", rank, name, member,
  awarded_by as "awardedBy", areas, status, source, listed_on::text as "listedOn",
  proceeding_id as "proceedingId"`

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
  const values = sql`${one.rank}, ${one.name}, ${one.member}::uuid, ${one.awardedBy},
    ${one.areas}::text[], ${one.status}, ${one.source}, ${one.listedOn}::date,
    ${one.proceedingId}::uuid, now()`
  const columns = sql`rank, name, member, awarded_by, areas, status, source, listed_on,
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

export type MisuseRecordRow = {
  id: string
  organisationId: string
  role: 'seller' | 'notifier' | 'complainant'
  subject: string
  label: string
  proceedingId: string
  matter: string
}

export type MisuseRecordState = MisuseRecordRow & { state: string; since: Date }

const misuseColumns = sql`r.id, r.organisation_id as "organisationId", r.role, r.subject, r.label,
  r.proceeding_id as "proceedingId", m.matter, m.state, m.since`
// One that was closed begins anew in its own proceeding: beside the closed matters one at the most goes on.
const withState = sql`misuse_records r cross join lateral (
  select matter, state, since from proceeding_matters
  where proceeding_id = r.proceeding_id and part = 'misuse'
  order by state = 'closed', since desc limit 1) m`

/** An organisation's records, newest first: few, since each is one person. */
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
      (id, organisation_id, role, subject, label, proceeding_id, matter)
    values (${one.id}::uuid, ${one.organisationId}::uuid, ${one.role}, ${one.subject},
      ${one.label}, ${one.proceedingId}::uuid, ${one.matter})`.execute(handle)
}
