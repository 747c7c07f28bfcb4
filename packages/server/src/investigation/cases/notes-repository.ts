import { sql, type RawBuilder } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { organisationProfiles } from '../../access/organisations/queries.ts'
import { listingFacts, listingMentions } from '../../listings/ingest/queries.ts'

export type NoteRow = {
  id: string
  organisationId: string
  caseId: string | null
  listing: string
  marketplace: string
  externalId: string
  brand: string
  text: string
  fromName: string
  answerTo: string | null
  at: Date
}

export type NoteCursor = { at: Date; id: string }
type NotesQuery = {
  organisationId: string
  limit: number
  after?: NoteCursor
  only?: readonly string[]
}

const columns = sql`n.id, n.organisation_id as "organisationId", n.case_id as "caseId",
  n.listing_id as listing, n.marketplace, n.external_id as "externalId", n.brand_id as brand, n.text,
  n.from_name as "fromName", n.answer_to as "answerTo", n.at`

/** One note that the caller may read. */
export async function findNote(handle: Transaction, id: string): Promise<NoteRow | undefined> {
  const { rows } = await sql<NoteRow>`
    select ${columns} from shared_notes n where n.id = ${id}::uuid`.execute(handle)
  return rows[0]
}

function narrowed({ after, only }: NotesQuery): RawBuilder<unknown> {
  const from = after ? sql`and (n.at, n.id) < (${after.at}::timestamptz, ${after.id}::uuid)` : sql``
  return only === undefined ? from : sql`${from} and n.brand_id = any (${[...only]}::text[])`
}

const newest = (limit: number): RawBuilder<unknown> =>
  sql`order by n.at desc, n.id desc limit ${limit}`

async function pageOf(
  handle: Transaction,
  options: NotesQuery,
  sources: readonly RawBuilder<unknown>[],
): Promise<NoteRow[]> {
  const parts = sources.map(
    (source) => sql`(select n.* from ${source} ${narrowed(options)} ${newest(options.limit)})`,
  )
  // Each part uses its own index; notes in two of them appear once.
  const { rows } = await sql<NoteRow>`
    select ${columns} from (${sql.join(parts, sql` union `)}) n
    ${newest(options.limit)}`.execute(handle)
  return rows
}

/** Notes shared from a case, and those received about its listings. */
export async function notesOfCase(
  handle: Transaction,
  options: NotesQuery & { caseId: string },
): Promise<NoteRow[]> {
  return pageOf(handle, options, [
    sql`shared_notes n where n.case_id = ${options.caseId}::uuid`,
    sql`case_listings o join shared_notes n on n.listing_id = o.listing_id
      where o.case_id = ${options.caseId}::uuid
        and (n.case_id is null or n.organisation_id <> ${options.organisationId}::uuid)`,
  ])
}

/** Notes to an organisation, or to all holders of one of its brands. */
export async function receivedNotes(handle: Transaction, options: NotesQuery): Promise<NoteRow[]> {
  const { organisationId } = options
  return pageOf(handle, options, [
    sql`shared_notes n where n.to_organisation = ${organisationId}::uuid`,
    sql`shared_notes n where n.to_organisation is null
      and n.brand_id = any ((select brands_in_sight())::text[])
      and n.organisation_id <> ${organisationId}::uuid`,
  ])
}

/** Notes about one listing, from both sides. */
export async function notesAbout(
  handle: Transaction,
  options: NotesQuery & { listing: string },
): Promise<NoteRow[]> {
  return pageOf(handle, options, [
    sql`shared_notes n where n.listing_id = ${options.listing}::uuid`,
  ])
}

export async function insertNote(
  handle: Transaction,
  note: Omit<NoteRow, 'at'> & { to: string | null },
): Promise<void> {
  await sql`
    insert into shared_notes (id, organisation_id, case_id, listing_id, marketplace, external_id,
      brand_id, text, from_name, to_organisation, answer_to)
    values (${note.id}::uuid, ${note.organisationId}::uuid, ${note.caseId}::uuid,
      ${note.listing}::uuid, ${note.marketplace}, ${note.externalId}, ${note.brand}, ${note.text},
      ${note.fromName}, ${note.to}::uuid, ${note.answerTo}::uuid)`.execute(handle)
}

/** The sender of a visible listing, whether it certainly matches a brand, and whether others see it by that. */
export async function findListingSender(
  handle: Transaction,
  options: { listing: string; brand: string },
): Promise<
  | {
      organisationId: string
      marketplace: string
      externalId: string
      mentioned: boolean
      shared: boolean
    }
  | undefined
> {
  const { rows } = await sql<{
    organisationId: string
    marketplace: string
    externalId: string
    mentioned: boolean
    shared: boolean
  }>`
    select l.organisation_id as "organisationId", l.marketplace, l.external_id as "externalId",
      m.listing_id is not null as mentioned, coalesce(m.shared, false) as shared
    from ${listingFacts} l left join ${listingMentions} m on m.listing_id = l.id
      and m.brand_id = ${options.brand} and m.confidence >= 0.9
    where l.id = ${options.listing}::uuid`.execute(handle)
  return rows[0]
}

export async function organisationNameOf(handle: Transaction, id: string): Promise<string> {
  const { rows } = await sql<{ name: string }>`
    select name from ${organisationProfiles} o where id = ${id}::uuid`.execute(handle)
  return rows[0]?.name ?? ''
}
