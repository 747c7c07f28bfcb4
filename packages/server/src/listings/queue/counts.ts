import { families, verdicts, type Family, type Verdict } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { silenceOf, type BrandNames, type Viewer } from '../../brands/visibility/index.ts'
import { lastVerdictIn, type ThresholdView } from '../../brands/thresholds/index.ts'
import { countListings, pageOfListings, type BoundedCount } from './listing-pages.ts'
import { visibleListings } from './listing-query.ts'

export type DayCount = { verdicts: Record<Verdict, number>; unjudged: number; total: number }

/** Number of visible listings first seen in this period, by verdict; up to `limit`. */
export async function countSeenBetween(
  handle: Transaction,
  options: {
    viewer: Viewer
    view: ThresholdView | undefined
    from: Date
    before: Date
    limit: number
  },
): Promise<DayCount> {
  const { viewer, view, from, before, limit } = options
  const time = sql`first_seen_at >= ${from}::timestamptz and first_seen_at < ${before}::timestamptz`
  const own =
    viewer.only === undefined
      ? sql`
        select id, verdict, rung, lead_brand_id from listings
        where organisation_id = ${viewer.organisationId}::uuid and ${time}`
      : sql`
        select distinct l.id, l.verdict, l.rung, l.lead_brand_id
        from unnest(${viewer.only}::text[]) as named (brand_id)
        cross join lateral (
          select listing_id from listing_mentions
          where organisation_id = ${viewer.organisationId}::uuid and brand_id = named.brand_id
            and ${time}
        ) m
        cross join lateral (
          select id, verdict, rung, lead_brand_id from listings l where l.id = m.listing_id
        ) l`
  // Each brand may have another verdict on one listing: it counts by the gravest.
  const ofOthers = sql`
    select distinct on (hit.listing_id) hit.listing_id, hit.verdict, hit.rung, hit.lead_brand_id
    from unnest(${[...viewer.brands]}::text[]) as sighted (brand_id)
    cross join unnest(${[...verdicts]}::text[]) as of (verdict)
    cross join lateral (
      select listing_id, verdict, rung, lead_brand_id from listing_mentions
      where brand_id = sighted.brand_id and verdict = of.verdict and confidence >= 0.9 and ${time}
        and organisation_id <> ${viewer.organisationId}::uuid
    ) hit
    order by hit.listing_id, array_position(${[...verdicts]}::text[], hit.verdict) desc`
  const all = viewer.brands.size === 0 ? own : sql`(${own}) union (${ofOthers})`
  // Few rows: without thresholds, the engine's verdict alone decides.
  const goesBy = view === undefined ? sql`null::int, null::text` : sql`rung, lead_brand_id`
  type Row = { lastVerdict: Verdict | null; rung: number | null; lead: string | null }
  const { rows } = await sql<Row & { count: number }>`
    select verdict as "lastVerdict", rung, lead, count(*)::int as count
    from (
      select verdict, ${goesBy}
      from (select * from (${all}) seen limit ${limit}) counted (id, verdict, rung, lead_brand_id)
    ) told (verdict, rung, lead)
    group by verdict, rung, lead`.execute(handle)
  const counts = { clear: 0, 'ask-proof': 0, review: 0, block: 0 }
  let unjudged = 0
  for (const { lastVerdict, rung, lead, count } of rows) {
    const standing = rung === null ? null : { rung, lead }
    const verdict = lastVerdictIn(view, { lastVerdict, standing })
    if (verdict === null) unjudged += count
    else counts[verdict] += count
  }
  return {
    verdicts: counts,
    unjudged,
    total: rows.reduce((sum, { count }) => sum + count, 0),
  }
}

const openVerdicts = ['block', 'review', 'ask-proof'] as const
type OpenVerdict = (typeof openVerdicts)[number]

type Part<N extends string> = BoundedCount & { verdict: OpenVerdict } & Record<N, string>

export type OpenWork = {
  verdicts: Record<OpenVerdict, BoundedCount>
  brands: Part<'brand'>[]
  marketplaces: Part<'marketplace'>[]
}

/** Exact counts beyond this would take as long as there is work. */
const countedAtMost = 10_000
/** The split by brand and marketplace covers the newest ones of each verdict. */
const toldApart = 2000
const largest = 12

/** Listings without a decision by the viewer's organisation, by verdict, brand and marketplace. */
export async function openWork(
  handle: Transaction,
  { viewer, view }: { viewer: Viewer; view: ThresholdView | undefined },
): Promise<OpenWork> {
  const work: OpenWork = { verdicts: {} as OpenWork['verdicts'], brands: [], marketplaces: [] }
  for (const verdict of openVerdicts) {
    const filters = { verdict, decided: false }
    const counted = await countListings(handle, { viewer, view, filters, limit: countedAtMost })
    work.verdicts[verdict] = counted
    if (counted.count === 0) continue
    const newest = { viewer, view, filters, order: 'newest', limit: toldApart } as const
    const more = counted.more || counted.count > toldApart
    const { rows } = await sql<{ kind: 'brand' | 'marketplace'; name: string; count: number }>`
      with seen (id, key) as materialized (${visibleListings(newest)}),
      open as materialized (select id from seen order by key desc, id desc limit ${toldApart})
      select 'brand' as kind, m.brand_id as name, count(*)::int as count
      from open cross join lateral (
        select brand_id from listing_mentions m
        where m.listing_id = open.id and (
          ${viewer.only ?? null}::text[] is null or m.brand_id = any (${viewer.only ?? null}::text[])
        )
      ) m
      group by 2
      union all
      select 'marketplace', l.marketplace, count(*)::int
      from open cross join lateral (select marketplace from listings l where l.id = open.id) l
      group by 2
      order by 3 desc, 2`.execute(handle)
    for (const { kind, name, count } of rows) {
      const part = { count, more, verdict }
      if (kind === 'brand') work.brands.push({ ...part, brand: name })
      else work.marketplaces.push({ ...part, marketplace: name })
    }
  }
  return {
    verdicts: work.verdicts,
    brands: largestOf(work.brands, ({ brand }) => brand),
    marketplaces: largestOf(work.marketplaces, ({ marketplace }) => marketplace),
  }
}

const namedApart = 2000
const mostNamed = 200

/**
 * Marketplaces of the newest visible listings, most frequent first: likely filters, much cheaper than counting all.
 */
export async function marketplacesOf(
  handle: Transaction,
  { viewer, view }: { viewer: Viewer; view: ThresholdView | undefined },
): Promise<string[]> {
  const newest = { viewer, view, filters: {}, order: 'newest', limit: namedApart } as const
  const { rows } = await sql<{ name: string }>`
    with seen (id, key) as materialized (${visibleListings(newest)}),
    newest as materialized (select id from seen order by key desc, id desc limit ${namedApart})
    select l.marketplace as name
    from newest cross join lateral (select marketplace from listings l where l.id = newest.id) l
    where l.marketplace <> ''
    group by 1 order by count(*) desc, 1 limit ${mostNamed}`.execute(handle)
  return rows.map(({ name }) => name)
}

/** The names with the most work, with all of their verdicts. */
function largestOf<T extends BoundedCount>(parts: readonly T[], nameOf: (part: T) => string): T[] {
  const sums = new Map<string, number>()
  for (const part of parts) sums.set(nameOf(part), (sums.get(nameOf(part)) ?? 0) + part.count)
  const names = [...sums].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, largest)
  return names.flatMap(([name]) => parts.filter((part) => nameOf(part) === name))
}

const newestExamined = 300

export type Coverage = { listings: number; families: { family: Family; spoke: number }[] }

/**
 * The share of the newest listings that each family could assess, as visible to this viewer: for a partly withheld
 * assessment, silent families are not revealed.
 */
export async function coverageOf(
  handle: Transaction,
  { viewer, engine, names }: { viewer: Viewer; engine: string; names: BrandNames },
): Promise<Coverage> {
  const wanted = { filters: {}, view: undefined, order: 'newest', limit: newestExamined } as const
  const { items } = await pageOfListings(handle, { ...wanted, viewer, engine })
  const silences = items.flatMap((stored) => {
    const silent = silenceOf(viewer, stored, names)
    return silent === undefined ? [] : [new Set(silent)]
  })
  return {
    listings: silences.length,
    // A guard refers to other signals, never to a listing by itself.
    families: families
      .filter((family) => family !== 'guard')
      .map((family) => ({
        family,
        spoke: silences.filter((silent) => !silent.has(family)).length,
      })),
  }
}
