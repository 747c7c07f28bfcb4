import type { Assessment, Listing } from '@touchstone/contract'
import { sql } from 'kysely'
import { fingerprints, deleteListingImages } from '../../listings/ingest/index.ts'
import {
  assessmentWithoutPersonalFields,
  assessmentWithoutSeller,
  withoutPersonalFields,
  withoutSeller,
} from '../pseudonymisation/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { versionsAtOnce } from './types.ts'

type Version = { listingId: string; version: number; content: Listing }
type Said = { id: string; listingId: string; version: number; body: Assessment }

/**
 * Takes the personal fields out of all versions of these offers, and out of what was said of them.
 * One that comes in again, even as it was, is a new version with all it brings.
 */
export async function redactListings(handle: Transaction, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  let after: Version | undefined
  for (;;) {
    const versions = await versionsOf(handle, ids, after)
    await rewrite(handle, versions, withoutPersonalFields, assessmentWithoutPersonalFields)
    after = versions.at(-1)
    if (versions.length < versionsAtOnce) break
  }
  await sql`
    update listings set redacted_at = now(), content_hash = ''
    where id = any (${ids}::uuid[])`.execute(handle)
}

async function versionsOf(
  handle: Transaction,
  ids: readonly string[],
  after: Version | undefined,
): Promise<Version[]> {
  const beyond = after
    ? sql`and (listing_id, version) > (${after.listingId}::uuid, ${after.version}::int)`
    : sql``
  // Offer by offer from the index, whatever the planner knows.
  const { rows } = await sql<Version>`
    select v.listing_id as "listingId", v.version, v.content
    from unnest(${ids}::uuid[]) as given (id)
    cross join lateral (
      select listing_id, version, content from listing_versions
      where listing_id = given.id ${beyond} order by version limit ${versionsAtOnce}
    ) v
    order by v.listing_id, v.version limit ${versionsAtOnce}`.execute(handle)
  return rows
}

/**
 * Takes a seller out of these versions of offers of his, and out of what was said of them. The
 * newest keeps its fingerprint where it stands as it was sent: sent again it is stripped likewise,
 * and unchanged.
 */
export async function redactSeller(
  handle: Transaction,
  versions: readonly Version[],
): Promise<void> {
  if (versions.length === 0) return
  await rewrite(handle, versions, withoutSeller, assessmentWithoutSeller)
  const prints = versions.map(({ listingId, version, content }) => ({
    listingId,
    version,
    before: fingerprints(content).content,
    now: fingerprints(withoutSeller(content)).content,
  }))
  await sql`
    update listings l
    set content_hash = case when l.content_hash = given.before then given.now else ''::bytea end
    from unnest(${prints.map(({ listingId }) => listingId)}::uuid[],
      ${prints.map(({ version }) => version)}::int[],
      ${prints.map(({ before }) => before)}::bytea[],
      ${prints.map(({ now }) => now)}::bytea[]) as given (listing_id, version, before, now)
    where l.id = given.listing_id and l.version = given.version`.execute(handle)
}

async function rewrite(
  handle: Transaction,
  versions: readonly Version[],
  strip: (content: Listing) => Listing,
  stripSaid: (body: Assessment, content: Listing) => Assessment,
): Promise<void> {
  if (versions.length === 0) return
  const ids = versions.map(({ listingId }) => listingId)
  const numbers = versions.map(({ version }) => version)
  const { rows } = await sql<Said>`
    select a.id, a.listing_id as "listingId", a.version, a.body
    from unnest(${ids}::uuid[], ${numbers}::int[]) as given (listing_id, version)
    cross join lateral (
      select a.id, a.listing_id, a.version, a.body from assessments a
      where a.listing_id = given.listing_id and a.version = given.version offset 0
    ) a`.execute(handle)
  const nameOf = ({ listingId, version }: Omit<Version, 'content'>): string =>
    `${listingId} ${version}`
  const contents = new Map(versions.map((one) => [nameOf(one), one.content]))
  const said = rows.flatMap((row) => {
    const content = contents.get(nameOf(row))
    return content === undefined ? [] : [{ id: row.id, body: stripSaid(row.body, content) }]
  })
  await sql`
    update listing_versions v set content = given.content::json, seller_hash = null
    from unnest(${ids}::uuid[], ${numbers}::int[],
      ${versions.map(({ content }) => JSON.stringify(strip(content)))}::text[])
      as given (listing_id, version, content)
    where v.listing_id = given.listing_id and v.version = given.version`.execute(handle)
  // Pictures may show who sells, and what is written in them how to reach him.
  await deleteListingImages(handle, [...new Set(ids)])
  // A translation says again what was taken out.
  await sql`
    delete from translations t
    using unnest(${ids}::uuid[], ${numbers}::int[]) as given (listing_id, version)
    where t.listing_id = given.listing_id and t.version = given.version`.execute(handle)
  if (said.length === 0) return
  // What it was said of was hashed with the personal fields, and is never to be found by it again.
  await sql`
    update assessments a set body = given.body::json, judged_hash = ''
    from unnest(${said.map(({ id }) => id)}::uuid[],
      ${said.map(({ body }) => JSON.stringify(body))}::text[]) as given (id, body)
    where a.id = given.id`.execute(handle)
}
