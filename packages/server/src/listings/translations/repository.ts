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
  options: {
    organisationId: string
    listingId: string
    id: string
    given: TranslationInput
    /** Of the texts that a service translated. */
    sourceDigest?: Buffer
  },
): Promise<TranslationRow> {
  const { organisationId, listingId, id, given, sourceDigest = null } = options
  const { version, language, title = null, description = null, machine = null } = given
  const { rows } = await sql<TranslationRow>`
    insert into translations (id, organisation_id, listing_id, version, language, title,
      description, machine, source_digest)
    values (${id}::uuid, ${organisationId}::uuid, ${listingId}::uuid, ${version}::int4, ${language},
      ${title}::text, ${description}::text, ${machine}::text, ${sourceDigest}::bytea)
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

/** The newest translation of the same texts by a service. */
export async function findServiceTranslation(
  handle: Transaction,
  which: {
    organisationId: string
    listingId: string
    language: string
    machine: string
    digest: Buffer
  },
): Promise<TranslationRow | undefined> {
  const { rows } = await sql<TranslationRow>`
    select ${columns} from translations
    where listing_id = ${which.listingId}::uuid and organisation_id = ${which.organisationId}::uuid
      and language = ${which.language} and machine = ${which.machine}
      and source_digest = ${which.digest}
    order by added_at desc, id desc limit 1`.execute(handle)
  return rows[0]
}

/** Which service an organisation allows, since when and by whom. */
export type ConsentRow = { service: string; allowedAt: Date; actorId: string }

const consentColumns = sql`service, allowed_at as "allowedAt", actor_id as "actorId"`

export async function findConsent(
  handle: Transaction,
  organisationId: string,
): Promise<ConsentRow | undefined> {
  const { rows } = await sql<ConsentRow>`
    select ${consentColumns} from translation_service_consents
    where organisation_id = ${organisationId}::uuid`.execute(handle)
  return rows[0]
}

export async function insertConsent(
  handle: Transaction,
  organisationId: string,
  service: string,
): Promise<ConsentRow> {
  const { rows } = await sql<ConsentRow>`
    insert into translation_service_consents (organisation_id, service)
    values (${organisationId}::uuid, ${service}) returning ${consentColumns}`.execute(handle)
  const [consent] = rows
  if (consent === undefined) throw new Error('a consent was stored and is missing')
  return consent
}

export async function deleteConsent(handle: Transaction, organisationId: string): Promise<void> {
  await sql`
    delete from translation_service_consents
    where organisation_id = ${organisationId}::uuid`.execute(handle)
}
