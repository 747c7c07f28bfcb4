import type { IdentifierType } from '@touchstone/linkage'
import { sql } from 'kysely'
import { listingFacts } from '../../listings/ingest/queries.ts'
import { runPrepared, type Transaction } from '../../platform/db/index.ts'
import type { Sealer } from '../../platform/encryption/index.ts'
import { maskIdentifier } from './mask-identifier.ts'

export type NewIdentifier = {
  id: string
  digest: string
  type: IdentifierType
  /** None of a card. */
  value: string | null
}

export type NewOccurrences = {
  /** Of the listing. */
  id: string
  account: string
  version: number
  found: readonly {
    identifier: string
    type: IdentifierType
    field: string
    start: number
    end: number
  }[]
}

export type WrittenIdentifiers = {
  organisationId: string
  sealer: Sealer
  identifiers: readonly NewIdentifier[]
  listings: readonly NewOccurrences[]
  /** Listings that are no account’s any more. */
  gone: readonly string[]
  /** Identifiers that these had; undefined if they are not known. */
  freed: readonly string[] | undefined
}

/** The purpose under which values are encrypted. */
export function purposeOf(organisationId: string): string {
  return `identifier of a seller, ${organisationId}`
}

/** Replaces what was found in these listings. An identifier that is nowhere any more is deleted. */
export async function writeIdentifiers(
  handle: Transaction,
  { organisationId, sealer, identifiers, listings, gone, freed }: WrittenIdentifiers,
): Promise<void> {
  const { rows: before } = await runPrepared(
    sql<{ identifier: string }>`
      delete from identifier_occurrences
      where organisation_id = ${organisationId}::uuid
        and listing_id = any (${[...listings.map(({ id }) => id), ...gone]}::uuid[])
      returning identifier_id as identifier`,
    handle,
  )
  await insertIdentifiers(handle, organisationId, identifiers, sealer)
  const rows = listings.flatMap(({ id, account, version, found }) =>
    found.map((one, place) => ({ ...one, listing: id, account, version, place })),
  )
  if (rows.length > 0) {
    // A listing that is gone or another account’s meanwhile is noted again, and read in the next turn.
    await runPrepared(
      sql`
        insert into identifier_occurrences (listing_id, organisation_id, place, version,
          identifier_id, seller_account_id, type, field, span_start, span_end)
        select l.id, l.organisation_id, given.place, given.version, given.identifier, given.account,
          given.type, given.field, given.span_start, given.span_end
        from unnest(${rows.map(({ listing }) => listing)}::uuid[],
          ${rows.map(({ place }) => place)}::int4[],
          ${rows.map(({ version }) => version)}::int4[],
          ${rows.map(({ identifier }) => identifier)}::uuid[],
          ${rows.map(({ account }) => account)}::uuid[],
          ${rows.map(({ type }) => type)}::text[],
          ${rows.map(({ field }) => storable(field))}::text[],
          ${rows.map(({ start }) => start)}::int4[],
          ${rows.map(({ end }) => end)}::int4[])
          as given (listing, place, version, identifier, account, type, field, span_start, span_end)
        join ${listingFacts} l on l.id = given.listing
          and l.organisation_id = ${organisationId}::uuid and l.seller_account_id = given.account`,
      handle,
    )
  }
  // The places of a listing that was deleted have gone with it.
  const isAnyFreed = gone.length > 0 && freed === undefined
  const perhaps = new Set([...before.map(({ identifier }) => identifier), ...(freed ?? [])])
  if (!isAnyFreed && perhaps.size === 0) return
  await runPrepared(
    sql`
      delete from seller_identifiers i
      where i.organisation_id = ${organisationId}::uuid
        and ${isAnyFreed ? sql`true` : sql`i.id = any (${[...perhaps]}::uuid[])`}
        and not exists (select from identifier_occurrences o where o.identifier_id = i.id)`,
    handle,
  )
}

async function insertIdentifiers(
  handle: Transaction,
  organisationId: string,
  identifiers: readonly NewIdentifier[],
  sealer: Sealer,
): Promise<void> {
  if (identifiers.length === 0) return
  const { rows } = await runPrepared(
    sql<{ id: string }>`
      select id from seller_identifiers
      where organisation_id = ${organisationId}::uuid
        and digest = any (${identifiers.map(({ digest }) => Buffer.from(digest, 'hex'))}::bytea[])`,
    handle,
  )
  const known = new Set(rows.map(({ id }) => id))
  const added = identifiers.filter(({ id }) => !known.has(id))
  if (added.length === 0) return
  await runPrepared(
    sql`
      insert into seller_identifiers (id, organisation_id, type, digest, sealed, masked)
      select id, ${organisationId}::uuid, type, digest, sealed, masked
      from unnest(${added.map(({ id }) => id)}::uuid[],
        ${added.map(({ type }) => type)}::text[],
        ${added.map(({ digest }) => Buffer.from(digest, 'hex'))}::bytea[],
        ${added.map(({ value }) =>
          value === null ? null : sealer.seal(Buffer.from(value), purposeOf(organisationId)),
        )}::bytea[],
        ${added.map(({ type, value }) => storable(maskIdentifier(type, value ?? '')))}::text[])
        as given (id, type, digest, sealed, masked)`,
    handle,
  )
}

/** Text columns hold neither null characters nor half surrogate pairs. */
function storable(text: string): string {
  return text.toWellFormed().replaceAll('\0', '\u{fffd}').slice(0, 200)
}
