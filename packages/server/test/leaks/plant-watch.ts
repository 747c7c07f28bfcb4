import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Store } from '../../src/platform/db/index.ts'
import { recordObservations } from '../../src/watches/listing-history/index.ts'
import { asOperator } from '../builders.ts'
import type { Marked } from './marked-organisation.ts'
import type { Named } from './named-things.ts'

type Ids = { organisationId: string; person: string; listing: string; capture: string }

/** A watch with a run, what it used and found, and logged time. */
export async function watchOf(
  store: Store,
  { mark, brand }: Marked,
  { organisationId, person, listing, capture }: Ids,
): Promise<
  Pick<Named, 'watch' | 'watchRun' | 'watchedListing' | 'watchTimeEntry' | 'tip' | 'tipAddress'>
> {
  const [watch, watchRun, watchTimeEntry] = [randomUUID(), randomUUID(), randomUUID()]
  const [tip, tipAddress] = [randomUUID(), randomUUID()]
  const of = sql`${organisationId}::uuid, ${watch}::uuid`
  const today = sql`(now() at time zone 'utc')::date`
  const watchedListing = await asOperator(store, async (handle) => {
    await sql`
      insert into watches (organisation_id, id, name, brand_id, connector, site, queries,
        interval_minutes, run_requests, run_bytes, run_seconds, day_requests, day_bytes, day_seconds)
      values (${of}, ${`${mark} watch`}, ${brand}, 'shop',
        ${`https://bazaar.example/${mark}?q={query}`}, ${[`${mark} query`]}::text[], 60, 10, 1000, 10,
        100, 10000, 100)`.execute(handle)
    await sql`
      insert into watch_runs (organisation_id, watch_id, id, trigger, day, ended_at, ended_by,
        lease_until, reserved_requests, reserved_bytes, reserved_seconds, charged_requests,
        charged_bytes, charged_seconds, charged_cost, last_error_url, last_error_message)
      values (${of}, ${watchRun}::uuid, 'schedule', ${today}, now(), 'end', now(), 10, 1000, 10, 9,
        900, 9, 0, ${`https://bazaar.example/${mark}/1`}, ${`${mark} error`})`.execute(handle)
    await sql`
      insert into watch_usage (organisation_id, watch_id, run_id, query, day, requests, bytes)
      values (${of}, ${watchRun}::uuid, ${`${mark} query`}, ${today}, 9, 900)`.execute(handle)
    await sql`
      insert into watch_sightings (organisation_id, watch_id, listing_id, query, day)
      values (${of}, ${listing}::uuid, ${`${mark} query`}, ${today})`.execute(handle)
    await recordObservations({
      handle,
      watch: { id: watch, organisationId },
      run: watchRun,
      query: `${mark} query`,
      observations: [
        {
          url: `https://bazaar.example/${mark}/2`,
          status: 'seen',
          etag: `"${mark}"`,
          listing: { id: `${mark}-2`, title: `${mark} bag`, seller: { id: `${mark} seller` } },
        },
      ],
    })
    await sql`
      insert into watch_visit_rates (organisation_id, watch_id, level, prior_shape, prior_days)
      values (${of}, 1, 1, 1)`.execute(handle)
    await sql`
      insert into watch_time_entries (organisation_id, watch_id, id, person_id, day, minutes, note)
      values (${of}, ${watchTimeEntry}::uuid, ${person}::uuid, ${today}, 5, ${`${mark} note`})`.execute(
      handle,
    )
    await sql`
      insert into watch_proposal_decisions (organisation_id, watch_id, query, decision)
      values (${of}, ${`${mark} proposal`}, 'dismissed')`.execute(handle)
    await sql`
      insert into watch_settings (organisation_id, version, stopped)
      values (${organisationId}::uuid, 1, false)`.execute(handle)
    await sql`
      insert into watch_summary_days (organisation_id, day)
      values (${organisationId}::uuid, ${today})`.execute(handle)
    await sql`
      insert into tips (organisation_id, id, brand_id, url, words, source, received_at, person_id,
        read_at)
      values (${organisationId}::uuid, ${tip}::uuid, ${brand},
        ${`https://bazaar.example/${mark}/3`}, ${`${mark} words`}, 'consumer', now(),
        ${person}::uuid, now())`.execute(handle)
    await sql`
      insert into tip_addresses (organisation_id, id, person_id, brand_id, tag, tag_hash)
      values (${organisationId}::uuid, ${tipAddress}::uuid, ${person}::uuid, ${brand},
        ${Buffer.from(`${mark} tag`)}::bytea, ${randomBytes(32)}::bytea)`.execute(handle)
    await sql`
      insert into tip_listings (organisation_id, tip_id, listing_id)
      values (${organisationId}::uuid, ${tip}::uuid, ${listing}::uuid)`.execute(handle)
    const { rows } = await sql<{ id: string }>`
      select id from watch_listings where watch_id = ${watch}::uuid`.execute(handle)
    const watched = rows[0]!.id
    await sql`
      insert into watch_captures (organisation_id, watch_id, run_id, listing_id, capture_id, rule)
      values (${of}, ${watchRun}::uuid, ${watched}::uuid, ${capture}::uuid, 'changed')`.execute(
      handle,
    )
    return watched
  })
  return { watch, watchRun, watchedListing, watchTimeEntry, tip, tipAddress }
}
