import type { TranslationInput } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'

export type TranslationRow = {
  id: string
  version: number
  language: string
  title: string | null
  description: string | null
  machine: string | null
  addedAt: Date
  addedBy: { kind: 'operator' | 'person' | 'key'; id: string }
}

const columns = sql`
  id, version, language, title, description, machine, added_at as "addedAt",
  json_build_object('kind', actor_kind, 'id', actor_id) as "addedBy"`

export async function translationsOf(
  handle: Transaction,
  {
    organisationId,
    listingId,
    limit,
  }: { organisationId: string; listingId: string; limit: number },
): Promise<TranslationRow[]> {
  const { rows } = await sql<TranslationRow>`
    select ${columns} from translations
    where listing_id = ${listingId}::uuid and organisation_id = ${organisationId}::uuid
    order by added_at desc, id desc limit ${limit}`.execute(handle)
  return rows
}

export async function insertTranslation(
  handle: Transaction,
  options: { organisationId: string; listingId: string; id: string; given: TranslationInput },
): Promise<TranslationRow> {
  const { organisationId, listingId, id, given } = options
  const { version, language, title = null, description = null, machine = null } = given
  const { rows } = await sql<TranslationRow>`
    insert into translations (id, organisation_id, listing_id, version, language, title,
      description, machine)
    values (${id}::uuid, ${organisationId}::uuid, ${listingId}::uuid, ${version}::int4, ${language},
      ${title}::text, ${description}::text, ${machine}::text)
    returning ${columns}`.execute(handle)
  const [translation] = rows
  if (translation === undefined) throw new Error('a translation was stored and is missing')
  return translation
}

/** One of the organisation's, with its listing. */
export async function findTranslation(
  handle: Transaction,
  organisationId: string,
  id: string,
): Promise<(TranslationRow & { listingId: string }) | undefined> {
  const { rows } = await sql<TranslationRow & { listingId: string }>`
    select ${columns}, listing_id as "listingId" from translations
    where id = ${id}::uuid and organisation_id = ${organisationId}::uuid`.execute(handle)
  return rows[0]
}

export async function deleteTranslation(handle: Transaction, id: string): Promise<void> {
  await sql`delete from translations where id = ${id}::uuid`.execute(handle)
}
