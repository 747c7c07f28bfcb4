import { verdicts, type Verdict } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import type { Handle } from '../platform/db/index.ts'
import type { Viewer } from '../sharing/index.ts'
import type { ThresholdView } from '../thresholds/index.ts'
import type { KeptListing, KeptVersion } from './model.ts'
import { isOfVerdict, ownOfVerdict, seenOfVerdict } from './of-verdict.ts'

export type Filters = { brand?: string; verdict?: Verdict; marketplace?: string }
export type Place = { firstSeenAt: Date; id: string }

/** Whose assessments are served; what another said stands where it has said nothing yet. */
type Served = { engine: string }

type Asked = {
  viewer: Viewer
  /** Whose verdicts the filter means; the engine's where the organisation has no thresholds. */
  view: ThresholdView | undefined
  filters: Filters
  after?: Place
  limit: number
}

/**
 * The first offers, newest first, that this viewer may see: its own, and those of others in which a
 * brand in its sight is surely hit. Each part is read from an index that is in the order of the page,
 * so that no more than a page of it is read, whatever the planner knows.
 */
function seen({ viewer, view, filters, after, limit }: Asked): RawBuilder<unknown> {
  const { brand, verdict, marketplace } = filters
  const inMarketplace =
    marketplace === undefined ? sql`` : sql`and marketplace = ${marketplace}::text`
  const beyond = (id: RawBuilder<unknown>): RawBuilder<unknown> =>
    after
      ? sql`and (first_seen_at, ${id}) < (${after.firstSeenAt}::timestamptz, ${after.id}::uuid)`
      : sql``
  const ofVerdict = verdict === undefined || view === undefined ? undefined : { verdict, view }
  const part = {
    and: (id: RawBuilder<unknown>) => sql`${inMarketplace} ${beyond(id)}`,
    limit,
  }
  const hasVerdict = ofVerdict
    ? sql`and ${isOfVerdict(ofVerdict)}`
    : verdict === undefined
      ? sql``
      : sql`and verdict = ${verdict}::text`
  const { only = brand === undefined ? undefined : [brand] } = viewer
  const ownBrands = only?.filter((one) => brand === undefined || one === brand)
  const own =
    ownBrands === undefined
      ? ofVerdict
        ? ownOfVerdict(viewer.organisationId, ofVerdict, part)
        : sql`
        select id, first_seen_at from listings
        where organisation_id = ${viewer.organisationId}::uuid
          ${hasVerdict} ${inMarketplace} ${beyond(sql`id`)}
        order by first_seen_at desc, id desc limit ${limit}`
      : sql`
        select distinct mine.listing_id, mine.first_seen_at
        from unnest(${ownBrands}::text[]) as named (brand_id)
        cross join lateral (
          select listing_id, first_seen_at from listing_mentions
          where organisation_id = ${viewer.organisationId}::uuid and brand_id = named.brand_id
            ${hasVerdict} ${inMarketplace} ${beyond(sql`listing_id`)}
          order by first_seen_at desc, listing_id desc limit ${limit}
        ) mine`
  const brands = [...viewer.brands].filter((one) => brand === undefined || one === brand)
  if (brands.length === 0) return own
  if (ofVerdict) return sql`(${own}) union (${seenOfVerdict(brands, ofVerdict, part)})`
  return sql`
    (${own})
    union
    select hit.listing_id, hit.first_seen_at
    from unnest(${brands}::text[]) as sighted (brand_id)
    cross join unnest(${verdict === undefined ? [...verdicts] : [verdict]}::text[]) as of (verdict)
    cross join lateral (
      select listing_id, first_seen_at from listing_mentions
      where brand_id = sighted.brand_id and verdict = of.verdict and confidence >= 0.9
        ${inMarketplace} ${beyond(sql`listing_id`)}
      order by first_seen_at desc, listing_id desc limit ${limit}
    ) hit`
}

export const kept = sql`
  l.id, l.organisation_id as "organisationId", l.version, l.first_seen_at as "firstSeenAt",
  l.last_seen_at as "lastSeenAt", v.changed, v.content as listing, a.body as assessment`

/** What belongs to an offer is looked up row by row. */
export const withNewest = (engine: string): RawBuilder<unknown> => sql`
  join lateral (
    select changed, content from listing_versions v
    where v.listing_id = l.id and v.version = l.version
  ) v on true
  left join lateral (
    select body from assessments a
    where a.listing_id = l.id and a.version = l.version and not a.candidate
    order by a.engine = ${engine} desc, a.at desc, a.id limit 1
  ) a on true`

/** A page of the offers that this viewer may see, each with its newest assessment, newest first. */
export async function pageOfListings(
  handle: Handle,
  asked: Asked & Served,
): Promise<KeptListing[]> {
  const { rows } = await sql<KeptListing>`
    with seen (id, first_seen_at) as materialized (${seen(asked)}),
    page as materialized (
      select id from seen order by first_seen_at desc, id desc limit ${asked.limit}
    )
    select ${kept}
    from page
    cross join lateral (select * from listings l where l.id = page.id) l
    ${withNewest(asked.engine)}
    order by l.first_seen_at desc, l.id desc`.execute(handle)
  return rows
}

/** How many offers this viewer may see, counted up to `limit`. */
export async function countListings(handle: Handle, asked: Omit<Asked, 'after'>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    with seen (id, first_seen_at) as materialized (${seen(asked)})
    select count(*) as count from (select from seen limit ${asked.limit}) counted`.execute(handle)
  return rows[0]?.count ?? 0
}

export async function findListing(
  handle: Handle,
  { id, engine }: Served & { id: string },
): Promise<KeptListing | undefined> {
  const { rows } = await sql<KeptListing>`
    select ${kept} from listings l ${withNewest(engine)} where l.id = ${id}::uuid`.execute(handle)
  return rows[0]
}

/** The versions of an offer with the newest assessment of each, newest first. */
export async function versionsOf(
  handle: Handle,
  { id, engine, limit }: Served & { id: string; limit: number },
): Promise<KeptVersion[]> {
  const { rows } = await sql<KeptVersion>`
    select v.version, v.received_at as "receivedAt", v.changed, v.content as listing,
      a.body as assessment
    from listing_versions v
    left join lateral (
      select body from assessments a
      where a.listing_id = v.listing_id and a.version = v.version and not a.candidate
      order by a.engine = ${engine} desc, a.at desc, a.id limit 1
    ) a on true
    where v.listing_id = ${id}::uuid
    order by v.version desc limit ${limit}`.execute(handle)
  return rows
}
