import { sql } from 'kysely'
import { storedImages } from '../../images/pipeline/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'

type Unit = { organisationId: string; gtin: string; serial: string }

/** Notes that a picture shows the code of a unit; for the operator. */
export async function insertPicturedCode(
  handle: Transaction,
  { organisationId, gtin, serial, digest }: Unit & { digest: string },
): Promise<void> {
  await sql`
    insert into pictured_codes (organisation_id, gtin, serial, digest)
    values (${organisationId}::uuid, ${gtin}, ${serial}, decode(${digest}, 'hex'))
    on conflict do nothing`.execute(handle)
}

/** Has the listings assessed again whose pictures show the code of a unit, or of any unit of a product. */
export async function markPicturedCodesDue(
  handle: Transaction,
  { organisationId, gtin, serial }: Omit<Unit, 'serial'> & { serial?: string },
): Promise<void> {
  await sql`
    update pictured_codes set due_at = now()
    where organisation_id = ${organisationId}::uuid and gtin = ${gtin}
      ${serial === undefined ? sql`` : sql`and serial = ${serial}`}`.execute(handle)
}

/** Claims pictures whose listings are due, some at once; for the operator. */
export async function claimDuePictures(handle: Transaction, limit: number): Promise<string[]> {
  const { rows } = await sql<{ digest: string }>`
    with due as (
      select organisation_id, gtin, serial, digest from pictured_codes
      where due_at is not null order by due_at limit ${limit} for update skip locked
    )
    update pictured_codes p set due_at = null from due
    where (p.organisation_id, p.gtin, p.serial, p.digest)
      = (due.organisation_id, due.gtin, due.serial, due.digest)
    returning encode(p.digest, 'hex') as digest`.execute(handle)
  return rows.map(({ digest }) => digest)
}

/** Deletes what is known of pictures that no listing shows any more. */
export async function deleteHiddenPictures(
  handle: Transaction,
  digests: readonly string[],
): Promise<void> {
  await sql`
    delete from pictured_codes p
    where p.digest = any (array(
        select decode(given, 'hex') from unnest(${[...digests]}::text[]) as given))
      and not exists (select from ${storedImages} i where i.digest = p.digest)`.execute(handle)
}
