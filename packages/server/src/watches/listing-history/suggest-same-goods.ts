import type { SameGoodsView } from '@touchstone/contract'
import { sql } from 'kysely'
import { storedImages } from '../../images/pipeline/queries.ts'
import { listingFacts } from '../../listings/ingest/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { findSameGoods, maxListingsOfPicture } from './same-goods.ts'

const maxCandidates = 1000
const maxSuggestions = 20

type CandidateRow = Omit<SameGoodsView['items'][number], 'reasons'> & {
  pictures: string[]
}

const shown = sql`w.id, w.watch_id as watch, f.id as listing, w.marketplace as site,
  coalesce(w.content ->> 'title', '') as title, w.content -> 'price' as price, f.verdict, w.state,
  array(
    select distinct encode(i.digest, 'hex') from ${storedImages} i
    where i.listing_id = f.id and i.organisation_id = f.organisation_id
  ) as pictures`
const stored = sql`join ${listingFacts} f on f.organisation_id = w.organisation_id
  and f.marketplace = w.marketplace and f.external_id = w.external_id`

/**
 * Listings of other sites that may show the same goods: among those with a picture in common, and the newest that the
 * organisation's watches saw. Nothing is joined by it. Row-level security shows those of the organisation alone.
 */
export async function suggestSameGoods(
  handle: Transaction,
  listing: string,
): Promise<SameGoodsView> {
  const { rows: own } = await sql<CandidateRow>`
    select ${shown} from watch_listings w ${stored} where w.id = ${listing}::uuid`.execute(handle)
  const [goods] = own
  if (goods === undefined) return { items: [] }
  const { rows } = await sql<CandidateRow>`
    with own as (select * from watch_listings where id = ${listing}::uuid),
    -- More than can have a picture that says something.
    by_picture as (
      select other.listing_id from ${storedImages} mine
      join ${storedImages} other on other.digest = mine.digest
        and other.organisation_id = mine.organisation_id
      where mine.listing_id = ${goods.listing}::uuid
      limit ${maxListingsOfPicture * 20}
    ),
    pictured as (
      select w.* from own, ${listingFacts} f
      join watch_listings w on w.organisation_id = f.organisation_id
        and w.marketplace = f.marketplace and w.external_id = f.external_id
      where f.id in (select listing_id from by_picture) and w.marketplace <> own.marketplace
        and w.organisation_id = own.organisation_id
    ),
    newest as (
      select w.* from own, watch_listings w
      where w.organisation_id = own.organisation_id and w.marketplace <> own.marketplace
      order by w.first_seen_at desc limit ${maxCandidates}
    )
    select ${shown} from watch_listings w ${stored}
    where w.id in (select id from pictured union select id from newest)`.execute(handle)
  const byId = new Map(rows.map((row) => [row.id, row]))
  const items = findSameGoods(goods, rows).flatMap(({ id, reasons }) => {
    const row = byId.get(id)
    if (row === undefined) return []
    const { pictures: _pictures, ...item } = row
    return [{ ...item, reasons }]
  })
  return { items: items.slice(0, maxSuggestions) }
}
