import type { Verdict } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import {
  allBuckets,
  isClosedBucket,
  verdictOfBucket,
  type Pair,
  type ThresholdView,
} from '../../brands/thresholds/index.ts'

/** A verdict under an organisation's own thresholds. */
export type VerdictFilter = { verdict: Verdict; view: ThresholdView }

function rungsOf({ open, closed }: Pair, verdict: Verdict): number[] {
  return allBuckets.filter(
    (rung) => verdictOfBucket(rung, isClosedBucket(rung) ? closed : open) === verdict,
  )
}

function pairsOf(view: ThresholdView, verdict: Verdict): { brand: string; rungs: number[] }[] {
  return [...view.special].map(([brand, pair]) => ({ brand, rungs: rungsOf(pair, verdict) }))
}

/** Brands and buckets as parallel columns. */
type Cells = { brands: string[]; rungs: number[] }

function cellsOf(of: readonly { brand: string; rungs: readonly number[] }[]): Cells {
  return {
    brands: of.flatMap(({ brand, rungs }) => rungs.map(() => brand)),
    rungs: of.flatMap(({ rungs }) => rungs),
  }
}

/** Names of cells, as rows have them in `brand || ' ' || rung`. */
function named({ brands, rungs }: Cells): string[] {
  return brands.map((brand, at) => `${brand} ${rungs[at] ?? 0}`)
}

/** Further conditions, and the number wanted; each index is read in this order. */
export type ReadBounds = {
  and: (id: RawBuilder<unknown>) => RawBuilder<unknown>
  limit: number
}

/**
 * An organisation's own listings of a verdict: the first of each bucket from the index; for brands with other
 * thresholds, the buckets that differ.
 */
export function ownListingsByVerdict(
  organisationId: string,
  { verdict, view }: VerdictFilter,
  { and, limit }: ReadBounds,
): RawBuilder<unknown> {
  const rest = rungsOf(view.rest, verdict)
  const special = pairsOf(view, verdict)
  const more = cellsOf(
    special.map(({ brand, rungs }) => ({
      brand,
      rungs: rungs.filter((one) => !rest.includes(one)),
    })),
  )
  const fewer = cellsOf(
    special.map(({ brand, rungs }) => ({
      brand,
      rungs: rest.filter((one) => !rungs.includes(one)),
    })),
  )
  const butFewer =
    fewer.rungs.length === 0
      ? sql``
      : sql`and coalesce(lead_brand_id, '') || ' ' || rung <> all (${named(fewer)}::text[])`
  return sql`
    select mine.id, mine.first_seen_at
    from unnest(${rest}::int[]) as of (rung)
    cross join lateral (
      select id, first_seen_at from listings
      where organisation_id = ${organisationId}::uuid and rung = of.rung ${butFewer}
        ${and(sql`id`)}
      order by first_seen_at desc, id desc limit ${limit}
    ) mine
    union all
    select mine.id, mine.first_seen_at
    from unnest(${more.brands}::text[], ${more.rungs}::int[]) as of (brand_id, rung)
    cross join lateral (
      select id, first_seen_at from listings
      where organisation_id = ${organisationId}::uuid and lead_brand_id = of.brand_id
        and rung = of.rung ${and(sql`id`)}
      order by first_seen_at desc, id desc limit ${limit}
    ) mine`
}

/** Checks rows with a bucket and a leading brand against a verdict. */
export function matchesVerdict({ verdict, view }: VerdictFilter): RawBuilder<unknown> {
  const rest = sql`rung = any (${rungsOf(view.rest, verdict)}::int[])`
  if (view.special.size === 0) return rest
  return sql`
    case when lead_brand_id = any (${[...view.special.keys()]}::text[])
      then lead_brand_id || ' ' || rung = any (${named(cellsOf(pairsOf(view, verdict)))}::text[])
      else ${rest} end`
}

/** Listings of a verdict that are visible by these brands, whoever submitted them. */
export function visibleListingsByVerdict(
  brands: readonly string[],
  { verdict, view }: VerdictFilter,
  { and, limit }: ReadBounds,
): RawBuilder<unknown> {
  const own = brands.filter((brand) => view.special.has(brand))
  const cells = cellsOf(pairsOf(view, verdict).filter(({ brand }) => own.includes(brand)))
  const others = brands.filter((brand) => !view.special.has(brand))
  return sql`
    select hit.listing_id, hit.first_seen_at
    from unnest(${cells.brands}::text[], ${cells.rungs}::int[]) as of (brand_id, rung)
    cross join lateral (
      select listing_id, first_seen_at from listing_mentions
      where brand_id = of.brand_id and rung = of.rung and confidence >= 0.9
        ${and(sql`listing_id`)}
      order by first_seen_at desc, listing_id desc limit ${limit}
    ) hit
    union all
    select hit.listing_id, hit.first_seen_at
    from unnest(${others}::text[]) as of (brand_id)
    cross join lateral (
      select listing_id, first_seen_at from listing_mentions
      where brand_id = of.brand_id and verdict = ${verdict} and confidence >= 0.9
        ${and(sql`listing_id`)}
      order by first_seen_at desc, listing_id desc limit ${limit}
    ) hit`
}
