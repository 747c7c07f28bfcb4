import { randomUUID } from 'node:crypto'
import type { RegisterExtractInput, NoticeSettings, SignatoryView } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { NoticeRight } from './types.ts'
import { memberRights, userProfiles } from '../../access/users/queries.ts'
import { allClaims, claimProofs } from '../../brands/claims/queries.ts'

export type ExtractRow = Omit<RegisterExtractInput, 'mediaType' | 'content'> & {
  id: string
  sha256: string
  addedAt: Date
}

const extractColumns = sql`e.id, e.claim_id as claim, e.name, e.kind, e.territory, e.classes,
  e.valid_from::text as "validFrom", e.valid_until::text as "validUntil", e.extract_on::text as "on",
  encode(e.sha256, 'hex') as sha256, e.added_at as "addedAt"`

export async function insertExtract(
  handle: Transaction,
  organisationId: string,
  extract: Omit<RegisterExtractInput, 'content'> & { content: Buffer; sha256: Buffer },
): Promise<string> {
  const id = randomUUID()
  const { claim, name, kind, territory, classes, validFrom, validUntil, on } = extract
  await sql`
    insert into register_extracts (id, organisation_id, claim_id, name, kind, territory, classes,
      valid_from, valid_until, extract_on, media_type, content, sha256)
    values (${id}::uuid, ${organisationId}::uuid, ${claim}::uuid, ${name}, ${kind},
      ${territory}::text[], ${classes}::int4[], ${validFrom}::date, ${validUntil}::date, ${on}::date,
      ${extract.mediaType}, ${extract.content}, ${extract.sha256})`.execute(handle)
  return id
}

export async function extractsOf(
  handle: Transaction,
  organisationId: string,
  id?: string,
): Promise<ExtractRow[]> {
  const one = id === undefined ? sql`` : sql`and e.id = ${id}::uuid`
  const { rows } = await sql<ExtractRow>`
    select ${extractColumns} from register_extracts e
    where e.organisation_id = ${organisationId}::uuid ${one}
    order by e.added_at desc, e.id desc limit 1000`.execute(handle)
  return rows
}

type StoredClaim = NoticeRight['claim'] & {
  power: NoticeRight['power']
  /** Digest of the file that proves it; null where the proof is a reference. */
  proof: string | null
}

/** An own claim, with an agent's power of attorney; others' claims are not visible. */
export async function findOwnClaim(
  handle: Transaction,
  organisationId: string,
  id: string,
): Promise<StoredClaim | undefined> {
  const { rows } = await sql<StoredClaim>`
    select id, state, office, number, work, owner, brand_id as brand,
      (select encode(p.sha256, 'hex') from ${claimProofs} p where p.claim_id = c.id limit 1) as proof,
      case when basis = 'agent'
        then json_build_object('validFrom', acts_from, 'validTo', acts_until) end as power
    from ${allClaims} c where id = ${id}::uuid and organisation_id = ${organisationId}::uuid
      and sees_brand(brand_id)`.execute(handle)
  return rows[0]
}

/** The newest register extract of a claim, if any. */
export async function newestExtract(
  handle: Transaction,
  claimId: string,
): Promise<ExtractRow | undefined> {
  const { rows } = await sql<ExtractRow>`
    select ${extractColumns} from register_extracts e where e.claim_id = ${claimId}::uuid
    order by e.extract_on desc, e.added_at desc, e.id desc limit 1`.execute(handle)
  return rows[0]
}

export async function signatoriesOf(
  handle: Transaction,
  organisationId: string,
  person?: string,
): Promise<SignatoryView[]> {
  const one = person === undefined ? sql`` : sql`and s.person_id = ${person}::uuid`
  const { rows } = await sql<SignatoryView>`
    select s.person_id as person, p.name, s.authorised, s.until_day::text as until
    from notice_signatories s
    join ${memberRights} m on m.person_id = s.person_id and m.organisation_id = s.organisation_id
    join ${userProfiles} p on p.id = s.person_id
    where s.organisation_id = ${organisationId}::uuid ${one}
    order by p.name, s.person_id`.execute(handle)
  return rows
}

export async function isMemberOf(
  handle: Transaction,
  organisationId: string,
  person: string,
): Promise<boolean> {
  const { rows } = await sql`
    select from ${memberRights} m
    where organisation_id = ${organisationId}::uuid and person_id = ${person}::uuid`.execute(handle)
  return rows.length > 0
}

export async function upsertSignatory(
  handle: Transaction,
  organisationId: string,
  { person, authorised, until }: Omit<SignatoryView, 'name'>,
): Promise<void> {
  await sql`
    insert into notice_signatories (organisation_id, person_id, authorised, until_day)
    values (${organisationId}::uuid, ${person}::uuid, ${authorised}::bool, ${until}::date)
    on conflict (organisation_id, person_id) do update
    set authorised = excluded.authorised, until_day = excluded.until_day, changed_at = now()`.execute(
    handle,
  )
}

export async function settingsOf(
  handle: Transaction,
  organisationId: string,
): Promise<NoticeSettings | undefined> {
  const { rows } = await sql<NoticeSettings>`
    select second_person as "secondPerson", remind_days as "remindDays", reminders, contact
    from notice_settings where organisation_id = ${organisationId}::uuid`.execute(handle)
  return rows[0]
}

export async function upsertSettings(
  handle: Transaction,
  organisationId: string,
  { secondPerson, remindDays, reminders, contact }: NoticeSettings,
): Promise<void> {
  await sql`
    insert into notice_settings (organisation_id, second_person, remind_days, reminders, contact)
    values (${organisationId}::uuid, ${secondPerson}::bool, ${remindDays}::int4, ${reminders}::int4,
      ${contact})
    on conflict (organisation_id) do update set second_person = excluded.second_person,
      remind_days = excluded.remind_days, reminders = excluded.reminders,
      contact = excluded.contact, changed_at = now()`.execute(handle)
}

export type NoticeTemplateRow = {
  id: string
  name: string
  ofCounsel: boolean
  subject: string
  body: string
  addedAt: Date
}

/** Templates available to new notices. */
export async function templatesOf(
  handle: Transaction,
  organisationId: string,
  id?: string,
): Promise<NoticeTemplateRow[]> {
  const one = id === undefined ? sql`` : sql`and id = ${id}::uuid`
  const { rows } = await sql<NoticeTemplateRow>`
    select id, name, of_counsel as "ofCounsel", subject, body, added_at as "addedAt"
    from notice_templates
    where organisation_id = ${organisationId}::uuid and retired_at is null ${one}
    order by added_at, id limit 200`.execute(handle)
  return rows
}

export async function insertTemplate(
  handle: Transaction,
  organisationId: string,
  { name, ofCounsel, subject, body }: Omit<NoticeTemplateRow, 'id' | 'addedAt'>,
): Promise<string> {
  const id = randomUUID()
  await sql`
    insert into notice_templates (id, organisation_id, name, of_counsel, subject, body)
    values (${id}::uuid, ${organisationId}::uuid, ${name}, ${ofCounsel}::bool, ${subject}, ${body})`.execute(
    handle,
  )
  return id
}

export async function markTemplateRetired(handle: Transaction, id: string): Promise<boolean> {
  const { numAffectedRows = 0n } = await sql`
    update notice_templates set retired_at = now()
    where id = ${id}::uuid and retired_at is null`.execute(handle)
  return numAffectedRows === 1n
}
