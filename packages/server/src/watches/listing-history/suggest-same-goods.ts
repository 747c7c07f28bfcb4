import type { SameGoodsView } from '@touchstone/contract'
import { sql } from 'kysely'
import { findAlikeImages, type ImagePipeline } from '../../images/pipeline/index.ts'
import { storedImages } from '../../images/pipeline/queries.ts'
import { listingFacts } from '../../listings/ingest/queries.ts'
import type { Context, Store, Transaction } from '../../platform/db/index.ts'
import { findSameGoods, maxListingsOfPicture, type Likeness } from './same-goods.ts'

const maxCandidates = 1000
const maxSuggestions = 20
/** Of a listing that are looked for elsewhere. */
const maxPictures = 8
/** Only the same bytes are surely the same picture. */
const maxLikeness = 0.999

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

type SuggestionsInput = {
  store: Store
  works: Pick<ImagePipeline, 'archive' | 'matcher'>
  context: Context
  /** Of a watch that the reader sees. */
  listing: string
}

/**
 * Listings of other sites that may show the same goods: among those with a picture in common, and the newest that the
 * organisation's watches saw. Nothing is joined by it. Row-level security shows those of the organisation alone.
 */
export async function suggestSameGoods({
  store,
  works,
  context,
  listing,
}: SuggestionsInput): Promise<SameGoodsView> {
  const goods = await store.transact(context, (handle) => findGoods(handle, listing))
  if (goods === undefined) return { items: [] }
  const alike = await findLikenesses(works, goods.pictures)
  return store.transact(context, async (handle) => {
    const rows = await findCandidates(handle, goods, [...goods.pictures, ...alike.keys()])
    const byId = new Map(rows.map((row) => [row.id, row]))
    const items = findSameGoods(goods, rows, alike).flatMap(({ id, reasons }) => {
      const row = byId.get(id)
      if (row === undefined) return []
      const { pictures: _pictures, ...item } = row
      return [{ ...item, reasons }]
    })
    return { items: items.slice(0, maxSuggestions) }
  })
}

async function findGoods(handle: Transaction, listing: string): Promise<CandidateRow | undefined> {
  const { rows } = await sql<CandidateRow>`
    select ${shown} from watch_listings w ${stored} where w.id = ${listing}::uuid`.execute(handle)
  return rows[0]
}

/** Pictures that show one of these, edited or photographed again; one that shows several, the likeliest. */
async function findLikenesses(
  works: SuggestionsInput['works'],
  pictures: readonly string[],
): Promise<Map<string, Likeness>> {
  const likenesses = new Map<string, Likeness>()
  for (const picture of pictures.slice(0, maxPictures)) {
    for (const [digest, { score, kind }] of await findAlikeImages(works, picture)) {
      // Goods on the same table need not be the same goods.
      if (kind === 'background' || pictures.includes(digest)) continue
      if (score > (likenesses.get(digest)?.likeness ?? 0)) {
        likenesses.set(digest, { picture, likeness: Math.min(score, maxLikeness) })
      }
    }
  }
  return likenesses
}

async function findCandidates(
  handle: Transaction,
  goods: CandidateRow,
  pictures: readonly string[],
): Promise<CandidateRow[]> {
  const { rows } = await sql<CandidateRow>`
    with own as (select * from watch_listings where id = ${goods.id}::uuid),
    -- More than can have a picture that says something.
    by_picture as (
      select i.listing_id from own, ${storedImages} i
      where i.digest = any (array(
          select decode(given, 'hex') from unnest(${[...pictures]}::text[]) as given
        ))
        and i.organisation_id = own.organisation_id
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
  return rows
}
