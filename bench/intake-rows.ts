import { createHash, randomUUID } from 'node:crypto'
import type { Assessment, Listing } from '@touchstone/contract'
import type { Store } from '@touchstone/server'
import { sql } from 'kysely'
import { sampleListings } from './sample-rows.ts'

const samples = sampleListings()
const rowsAtOnce = 250

/** Sample listings under new ids, each with a unique title. */
export function listingsFrom(mark: string, count: number): Listing[] {
  return Array.from({ length: count }, (_, at) => {
    const sample = samples[at % samples.length]
    if (sample === undefined) throw new RangeError('there are no sample offers')
    return { ...sample, id: `${mark}-${at}`, title: `${sample.title} ${mark} ${at}` }
  })
}

/**
 * The minimum work that stores the same listings: one insert per table and several hundred rows, without comparing,
 * locking or assessing.
 */
export async function insertBare(
  store: Store,
  organisation: string,
  listings: readonly Listing[],
  assessments: readonly Assessment[] | undefined,
): Promise<void> {
  for (let from = 0; from < listings.length; from += rowsAtOnce) {
    const part = listings.slice(from, from + rowsAtOnce)
    const ids = part.map(() => randomUUID())
    const hashes = part.map(({ id }) => createHash('sha256').update(id).digest())
    const actor = { kind: 'operator', id: 'bench' } as const
    await store.transact({ as: 'operator', actor }, async (handle) => {
      await sql`
        insert into listings (id, organisation_id, marketplace, external_id, version, content_hash)
        select id, ${organisation}::uuid, 'bare', external_id, 1, hash
        from unnest(${ids}::uuid[], ${part.map(({ id }) => id)}::text[], ${hashes}::bytea[])
          as given (id, external_id, hash)`.execute(handle)
      await sql`
        insert into listing_versions (listing_id, version, organisation_id, changed, content)
        select id, 1, ${organisation}::uuid, '[]', content::json
        from unnest(${ids}::uuid[], ${part.map((listing) => JSON.stringify(listing))}::text[])
          as given (id, content)`.execute(handle)
      if (assessments === undefined) return
      const bodies = assessments.slice(from, from + rowsAtOnce)
      await sql`
        insert into assessments (id, organisation_id, listing_id, version, engine, judged_hash,
          verdict, probability, body)
        select own, ${organisation}::uuid, id, 1, 'bare', hash, verdict, probability, body::json
        from unnest(${ids.map(() => randomUUID())}::uuid[], ${ids}::uuid[], ${hashes}::bytea[],
          ${bodies.map(({ verdict }) => verdict)}::text[],
          ${bodies.map(({ probability }) => probability)}::float8[],
          ${bodies.map((body) => JSON.stringify(body))}::text[])
          as given (own, id, hash, verdict, probability, body)`.execute(handle)
    })
  }
}
