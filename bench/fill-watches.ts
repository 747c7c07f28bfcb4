import { sql } from 'kysely'
import { asOperator } from '../packages/server/test/builders.ts'
import type { Store } from '../packages/server/src/platform/db/index.ts'

export type Watch = { id: string; organisationId: string }

type FillOptions = {
  listings: number
  /** Of its pages; their marketplace is its host. */
  site: string
  /** Entries of the first listing’s history; without it, no history is filled. */
  longHistory?: number
  /** One of so many listings is a find; without it, no listing is stored beside those of the watch. */
  findEvery?: number
}

/** Fills a watch by one statement per table: every third listing has an entry beyond its first. */
export async function fillWatch(
  store: Store,
  watch: Watch,
  { listings, site, longHistory, findEvery }: FillOptions,
): Promise<void> {
  const marketplace = new URL(site).hostname
  const id = (kind: string): ReturnType<typeof sql> =>
    sql`overlay(overlay(md5(${watch.id + kind}::text || n) placing '4' from 13) placing '8' from 17)::uuid`
  const numbers = sql`generate_series(1, ${listings}::int) n`
  const of = sql`${watch.organisationId}::uuid, ${watch.id}::uuid`
  const url = sql`${`${site}/`} || n % 40 || '/item/' || n`
  await asOperator(store, async (handle) => {
    await sql`
      insert into watch_pages (id, organisation_id, watch_id, url, url_hash, kind, etag, found_at,
        visited_at, run_id, evidence_shape, evidence_days, due_at)
      select ${id('page')}, ${of}, ${url}, sha256(convert_to(${url}, 'UTF8')), 'page',
        md5(n::text), now() - interval '90 days', now() - interval '5 days', ${id('run')},
        n % 7, 20 + n % 13, now() + (n % 1000 - 100) * interval '14 minutes 24 seconds'
      from ${numbers}`.execute(handle)
    await sql`
      insert into watch_listings (id, organisation_id, watch_id, page_id, marketplace, external_id,
        state, is_listed, content, content_at, first_seen_at, last_seen_at, visited_at, run_id,
        content_run_id, version)
      select ${id('listing')}, ${of}, ${id('page')}, ${marketplace}, 'item-' || n,
        (array['same', 'same', 'same', 'changed', 'gone'])[1 + n % 5], true,
        json_build_object('id', 'item-' || n, 'title', 'Bag ' || n,
          'description', repeat('A plain listing. ', 20),
          'seller', json_build_object('id', 'seller-' || n % 500)),
        now(), now() - n % 60 * interval '1 day', now(), now() - n * interval '1 second', ${id('run')},
        ${id('run')}, case when n = 1 then ${longHistory ?? 1}::int when n % 3 = 0 then 3 else 1 end
      from ${numbers}`.execute(handle)
    if (longHistory !== undefined) {
      await sql`
        insert into watch_listing_versions (listing_id, version, organisation_id, watch_id, run_id,
          at, state, differences)
        select ${id('listing')}, version, ${of}, ${id('run')}, now() - version * interval '1 hour',
          case when version = 1 then 'new' else 'changed' end,
          case when version > 1 then json_build_array(json_build_object('field', 'price/amount',
            'before', version::text, 'after', (version + 1)::text)) end
        from ${numbers}, generate_series(1, case when n = 1 then ${longHistory}::int
          when n % 3 = 0 then 3 else 1 end) version`.execute(handle)
    }
    if (findEvery !== undefined) {
      await sql`
        insert into listings (id, organisation_id, marketplace, external_id, version, content_hash,
          verdict, probability, language, rung)
        select ${id('stored')}, ${watch.organisationId}::uuid, ${marketplace}, 'item-' || n, 1, '',
          case when n % ${findEvery}::int = 0 then 'review' else 'clear' end, 0.5, 'en', 0
        from ${numbers}`.execute(handle)
    }
  })
}
