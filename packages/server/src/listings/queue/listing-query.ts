import {
  listingsReadForWords,
  verdicts,
  type ListingOrder,
  type SignalName,
  type UnreadField,
  type Verdict,
} from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import { starterPackKey, type Viewer } from '../../brands/visibility/index.ts'
import type { ThresholdView } from '../../brands/thresholds/index.ts'
import { hasWords } from '../../platform/db/index.ts'
import { listingWords } from '../ingest/queries.ts'
import { signalBitsOf, catalogBits } from './filter-columns.ts'
import {
  matchesVerdict,
  ownListingsByVerdict,
  visibleListingsByVerdict,
  type VerdictFilter,
  type ReadBounds as ByRungs,
} from './verdict-listings.ts'
import { decisionsInForce } from '../../review/decisions/queries.ts'
import { sellerAccounts } from '../../sellers/seller-accounts/queries.ts'

type Sql = RawBuilder<unknown>

/** Filters on visible listings. */
export type Filters = {
  brand?: string | undefined
  verdict?: Verdict | undefined
  marketplace?: string | undefined
  /** The submitted ID of a listing. */
  listing?: string | undefined
  probabilityFrom?: number | undefined
  probabilityTo?: number | undefined
  language?: string | undefined
  signal?: SignalName | undefined
  /** Whether the viewer's organisation has a decision in force. */
  decided?: boolean | undefined
  /** Whether the listing is withdrawn. */
  withdrawn?: boolean | undefined
  sellerAccount?: string | undefined
  priceFrom?: number | undefined
  priceTo?: number | undefined
  currency?: string | undefined
  country?: string | undefined
  /** A field that could not be read, of the viewer's own listings. */
  unread?: UnreadField | undefined
  /** Days (UTC), both included. */
  seenFrom?: string | undefined
  seenTo?: string | undefined
  /** Words that the title, the seller or the submitted ID contains. */
  search?: string | undefined
}

/** A listing's position in a list: its sort value and id. */
export type ListingCursor = { key: Date | number; id: string }

export type ListingQuery = {
  viewer: Viewer
  /** The view whose verdicts the filter uses; the engine's if the organisation has no thresholds. */
  view: ThresholdView | undefined
  filters: Filters
  order: ListingOrder
  after?: ListingCursor | undefined
  /** The last position to read, itself included. */
  upTo?: ListingCursor | undefined
  limit: number
  /** Most listings skipped per request; defaults to the server's limit. */
  reach?: number
  /** Only these listings, the viewer's own and others': few, so that they come before all else. */
  among?: { own: readonly string[]; others: readonly string[] }
  /** Listings that the list leaves out. */
  without?: readonly string[]
}

/**
 * Most listings skipped per request, whatever the filters: a longer request would delay others, on the embedded store
 * all of them.
 */
const passedOver = 50_000

/**
 * A part of the visible listings, in the order of the list: `each` names the values to read for, and `walk` reads for
 * one of them from an index in that order.
 */
type Part = {
  each: Sql
  count: number
  walk: (limit: Sql) => Sql
  matching: Sql
  /** True if every row read matches, so that one page is enough. */
  whole: boolean
  /** The page itself, if read in another way. */
  page?: Sql
}

/** The parts whose listings, each once, make up the list. */
function partsOf(options: ListingQuery): Part[] {
  const { viewer, filters } = options
  const { brand } = filters
  const { only = brand === undefined ? undefined : [brand] } = viewer
  const ownBrands = only?.filter((one) => brand === undefined || one === brand)
  const own = ownBrands === undefined ? ownListings(options) : ownMentions(options, ownBrands)
  const brands = [...viewer.brands].filter((one) => brand === undefined || one === brand)
  return brands.length === 0 ? [own] : [own, ...inSight(options, brands)]
}

/** The start of the list, with sort values; reads at most `passedOver` rows of each index. */
export function visibleListings(options: ListingQuery): Sql {
  const parts = partsOf(options)
  const walked = walkedFor(parts, options)
  const { column, direction } = keyOf(options)
  const { without = [] } = options
  const kept = without.length === 0 ? sql`` : sql`and id <> all (${[...without]}::uuid[])`
  const read = parts.map(({ each, walk, matching, whole, page }) =>
    page
      ? sql`(${page})`
      : sql`(
      select hit.id, hit.key from ${each}
      cross join lateral (
        select id, ${column} as key
        from (${walk(sql`limit ${whole ? options.limit : walked}`)}) passed
        where true ${matching} ${kept}
        order by ${column} ${direction}, id ${direction} limit ${options.limit}
      ) hit
    )`,
  )
  return sql`${sql.join(read, sql` union `)}`
}

/** Whether rows come from one index alone, so that all before the last row of a page have been checked. */
export function isReadInOrder(options: ListingQuery): boolean {
  return partsOf(options).reduce((sum, { count }) => sum + count, 0) <= 1
}

/**
 * Where reading stopped before the end of an index; undefined if every row is read. Rows beyond have not been checked.
 */
export function readingEnd(options: ListingQuery): Sql | undefined {
  const all = partsOf(options)
  const parts = all.filter(({ whole }) => !whole)
  if (parts.length === 0) return undefined
  const walked = walkedFor(all, options)
  const { column, direction } = keyOf(options)
  const ends = parts.map(
    ({ each, walk }) => sql`
      select last.id, last.key from ${each}
      cross join lateral (
        select id, ${column} as key from (${walk(sql`offset ${walked - 1} limit 1`)}) passed
      ) last`,
  )
  return sql`
    select id, key from (${sql.join(ends, sql` union all `)}) reached
    order by key ${direction}, id ${direction} limit 1`
}

function walkedFor(
  parts: readonly Part[],
  { filters, reach = reachOf(filters) }: ListingQuery,
): number {
  const ways = parts.reduce((sum, { count }) => sum + count, 0)
  // Without a brand to read by, nothing is read.
  return Math.ceil(reach / Math.max(1, ways))
}

/** The content of a listing takes more time to read than an entry of an index. */
const reachOf = ({ search }: Filters): number =>
  search === undefined ? passedOver : listingsReadForWords

const newest = { column: sql.ref('first_seen_at'), type: sql`timestamptz`, direction: sql`desc` }
const probable = { ...newest, column: sql.ref('probability'), type: sql`float8` }
const keyOf = ({ order }: ListingQuery): typeof newest => (order === 'newest' ? newest : probable)

/** The requested verdict, if determined by thresholds. */
function verdictFilterOf({ view, filters: { verdict } }: ListingQuery): VerdictFilter | undefined {
  return view === undefined || verdict === undefined ? undefined : { verdict, view }
}

/** Conditions beside the verdict, in the terms of readers by bucket. */
function besideVerdict(options: ListingQuery): ByRungs {
  return { and: (id) => within(options, { ...ownNames, id }), limit: options.limit }
}

type Names = { id: Sql; probability: Sql; signals: Sql }

/** The index range: the position and, when sorted by probability, its bounds. */
function within(options: ListingQuery, { id, probability }: Names): Sql {
  const { after, upTo, order, filters } = options
  const { type } = keyOf(options)
  const column = order === 'newest' ? sql.ref('first_seen_at') : probability
  const positionOf = (at: ListingCursor): Sql => sql`(${at.key}::${type}, ${at.id}::uuid)`
  const place = sql`${after ? sql`and (${column}, ${id}) < ${positionOf(after)}` : sql``}
    ${upTo ? sql`and (${column}, ${id}) >= ${positionOf(upTo)}` : sql``}`
  const beyond = sql`${place} ${seenBetween(filters)}`
  if (order === 'newest') return beyond
  const { probabilityFrom = 0, probabilityTo = 1 } = filters
  return sql`${beyond} and ${probability} >= ${probabilityFrom}::float8
    and ${probability} <= ${probabilityTo}::float8`
}

/** When listings were first seen: a range of the indexes by time. */
function seenBetween({ seenFrom, seenTo }: Filters): Sql {
  const from =
    seenFrom === undefined
      ? sql``
      : sql`and first_seen_at >= (${seenFrom}::date at time zone 'utc')`
  const to =
    seenTo === undefined
      ? sql``
      : sql`and first_seen_at < ((${seenTo}::date + 1) at time zone 'utc')`
  return sql`${from} ${to}`
}

/** True where of those that were entered by brand, verdict and time all match. */
function isPlain({ order, filters }: ListingQuery): boolean {
  const { brand: _brand, verdict: _verdict, seenFrom: _from, seenTo: _to, ...others } = filters
  return order === 'newest' && Object.values(others).every((value) => value === undefined)
}

/** What no index holds is looked up listing by listing. */
function asStored({ priceFrom, priceTo, currency, country, unread }: Filters): Sql {
  const asked = [
    priceFrom === undefined ? undefined : sql`l.price_amount >= ${priceFrom}::numeric`,
    priceTo === undefined ? undefined : sql`l.price_amount <= ${priceTo}::numeric`,
    currency === undefined ? undefined : sql`l.price_currency = ${currency}::text`,
    country === undefined ? undefined : sql`l.country = ${country}::text`,
    unread === undefined
      ? undefined
      : sql`l.organisation_id = current_organisation() and ${unread}::text = any (l.unread_fields)`,
  ].flatMap((one) => one ?? [])
  if (asked.length === 0) return sql``
  return sql`and exists (
    select from listings l where l.id = passed.id and ${sql.join(asked, sql` and `)} offset 0
  )`
}

/** Looked up in an index that holds withdrawn listings alone. */
function isWithdrawn(withdrawn: boolean): Sql {
  const one = sql`exists (
    select from listings l where l.id = passed.id and l.withdrawn_at is not null offset 0
  )`
  return withdrawn ? one : sql`not ${one}`
}

function withWords({ search }: Filters): Sql {
  if (search === undefined) return sql``
  return sql`and exists (
    select from ${listingWords} w where w.id = passed.id and ${hasWords(sql`w.text`, search)} offset 0
  )`
}

/** Listings of one seller account that are examined for one page, at most. */
const maxOfAccount = 20_000

/** The newest listings of the account that is asked for: few, so that they come before all else. */
function ofAccount(account: string, { filters, after, order }: ListingQuery): Sql {
  const beyond =
    order === 'newest' && after
      ? sql`and (first_seen_at, id) < (${after.key}::timestamptz, ${after.id}::uuid)`
      : sql``
  return sql`
    select * from listings
    where seller_account_id = ${account}::uuid
      and organisation_id = (
        select organisation_id from ${sellerAccounts} a where a.id = ${account}::uuid
      ) ${seenBetween(filters)} ${beyond}
    order by first_seen_at desc, id desc limit ${maxOfAccount}`
}

function listingsToWalk(options: ListingQuery): Sql {
  const { among, filters } = options
  if (among !== undefined)
    return sql`(select * from listings where id = any (${[...among.own]}::uuid[]) offset 0) listings`
  return filters.sellerAccount === undefined
    ? sql`listings`
    : sql`(${ofAccount(filters.sellerAccount, options)}) listings`
}

function mentionsToWalk(options: ListingQuery, whose: 'own' | 'others'): Sql {
  const { among, filters } = options
  if (among === undefined && filters.sellerAccount === undefined) return sql`listing_mentions`
  const few =
    among === undefined
      ? sql`(select id as listing from (${ofAccount(filters.sellerAccount ?? '', options)}) newest)`
      : sql`unnest(${[...among[whose]]}::uuid[])`
  return sql`${few} as account (listing)
    cross join lateral (
      select * from listing_mentions m where m.listing_id = account.listing offset 0
    ) listing_mentions`
}

/** Conditions checked for each row; the columns have the same names in all tables. */
function alike(filters: Filters): Sql {
  const { marketplace, probabilityFrom, probabilityTo, language, signal, withdrawn } = filters
  return sql.join(
    [
      marketplace === undefined ? sql`` : sql`and marketplace = ${marketplace}::text`,
      language === undefined ? sql`` : sql`and language = ${language.toLowerCase()}::text`,
      probabilityFrom === undefined ? sql`` : sql`and probability >= ${probabilityFrom}::float8`,
      probabilityTo === undefined ? sql`` : sql`and probability <= ${probabilityTo}::float8`,
      signal === undefined ? sql`` : sql`and signals & ${String(signalBitsOf(signal))}::int8 <> 0`,
      withdrawn === undefined ? sql`` : sql`and ${isWithdrawn(withdrawn)}`,
      asStored(filters),
      withWords(filters),
    ],
    sql` `,
  )
}

const ownNames: Names = { id: sql`id`, probability: sql`probability`, signals: sql`signals` }

function ownListings(options: ListingQuery): Part {
  const { viewer, filters, order } = options
  const { decided } = filters
  const { direction } = newest
  const ofVerdict = verdictFilterOf(options)
  // Under thresholds, a listing with any verdict of the engine may have the requested one.
  const verdict = ofVerdict ? undefined : filters.verdict
  const isOpen = decided === false && verdict !== undefined && verdict !== 'clear'
  // By time, one index covers all verdicts; by probability, each verdict has its own. Few listings need none.
  const eachVerdict = order !== 'newest' && options.among === undefined
  const each = eachVerdict
    ? sql`unnest(${verdict === undefined ? [...verdicts] : [verdict]}::text[]) as of (verdict)`
    : sql`(select) as once`
  const inVerdict = eachVerdict
    ? sql`and verdict = of.verdict`
    : verdict === undefined
      ? sql``
      : sql`and verdict = ${verdict}::text`
  return {
    each,
    count: eachVerdict && verdict === undefined ? verdicts.length : 1,
    whole: isPlain(options),
    ...(ofVerdict &&
      isPlain(options) && {
        page: ownListingsByVerdict(viewer.organisationId, ofVerdict, besideVerdict(options)),
      }),
    walk: (limit) => sql`
      select id, first_seen_at, marketplace, language, probability, signals, undecided, rung,
        lead_brand_id
      from ${listingsToWalk(options)}
      where organisation_id = ${viewer.organisationId}::uuid ${inVerdict}
        ${isOpen ? sql`and undecided and verdict <> 'clear'` : sql``} ${within(options, ownNames)}
      order by ${keyOf(options).column} ${direction}, id ${direction} ${limit}`,
    matching: sql`${alike(filters)} ${ofVerdict ? sql`and ${matchesVerdict(ofVerdict)}` : sql``} ${
      decided === undefined || isOpen ? sql`` : sql`and undecided = ${!decided}::bool`
    } ${decided === true ? hasDecision(viewer, true) : sql``}`,
  }
}

function ownMentions(options: ListingQuery, brands: readonly string[]): Part {
  const { viewer, filters } = options
  const { verdict, decided } = filters
  const { direction } = newest
  const names = { ...ownNames, id: sql`listing_id` }
  const ofVerdict = verdictFilterOf(options)
  const isVerdict = ofVerdict ? matchesVerdict(ofVerdict) : sql`l.verdict = ${verdict}::text`
  return {
    each: sql`unnest(${brands}::text[]) as named (brand_id)`,
    count: brands.length,
    whole: isPlain(options) && verdict === undefined,
    walk: (limit) => sql`
      select listing_id as id, first_seen_at, verdict, marketplace, language, probability, signals,
        rung, lead_brand_id
      from ${mentionsToWalk(options, 'own')}
      where organisation_id = ${viewer.organisationId}::uuid and brand_id = named.brand_id
        ${within(options, names)}
      order by ${keyOf(options).column} ${direction}, listing_id ${direction} ${limit}`,
    // A mention has the verdict that is shown to who holds the brand.
    matching: sql`${alike(filters)} ${
      verdict === undefined
        ? sql``
        : sql`and exists (select from listings l where l.id = passed.id and ${isVerdict})`
    } ${
      decided === undefined
        ? sql``
        : sql`and exists (
            select from listings l where l.id = passed.id and l.undecided = ${!decided}::bool
          )`
    } ${decided === true ? hasDecision(viewer, true) : sql``}`,
  }
}

/** What is read of visible mentions. */
type InSight = {
  brands: readonly string[]
  /** All visible brands that the list is about. */
  among: readonly string[]
  /** The visible values of a mention, by column. */
  entered: Names
  shown: Omit<Names, 'id'>
  /** The verdict that is shown, where it may be another than that of the index. */
  verdict?: Sql
  /** Conditions on a mention's visible values. */
  which: Sql
  heard: Sql
}

const toldNames: Names = {
  id: sql`listing_id`,
  probability: sql`shown_probability`,
  signals: sql`shown_signals`,
}

/**
 * For most brands a mention shows what its catalog contributed. Beside a rival it may be the rival's: then it shows,
 * filters and sorts by the rest, and by probability the two are read from two indexes.
 */
function inSight(options: ListingQuery, brands: readonly string[]): Part[] {
  const { viewer, order } = options
  const [alone, beside] = [false, true].map((is) =>
    brands.filter((brand) => viewer.besideRivals.has(brand) === is),
  ) as [string[], string[]]
  const told = {
    among: brands,
    entered: toldNames,
    shown: toldNames,
    which: sql``,
    heard: sql`true`,
  }
  const parts = alone.length === 0 ? [] : [mentionsInSight(options, { ...told, brands: alone })]
  if (beside.length === 0) return parts
  const heard = isHeard(viewer, sql``)
  const plainSignals = sql`shown_signals & ~${String(catalogBits)}::int8`
  if (order === 'newest') {
    const shown = {
      probability: shownProbability(viewer, sql``),
      signals: sql`case when ${heard} then shown_signals else ${plainSignals} end`,
    }
    const verdict = sql`case when ${heard} then verdict else coalesce(plain_verdict, verdict) end`
    return [...parts, mentionsInSight(options, { ...told, brands: beside, shown, verdict })]
  }
  const plain = { probability: sql`plain_probability`, signals: plainSignals }
  return [
    ...parts,
    mentionsInSight(options, { ...told, brands: beside, heard, which: sql`and heard` }),
    mentionsInSight(options, {
      brands: beside,
      among: brands,
      heard,
      which: sql`and not heard`,
      entered: { ...toldNames, ...plain },
      verdict: sql`coalesce(plain_verdict, verdict)`,
      shown: plain,
    }),
  ]
}

/** The signals that a mention shows to this viewer, as bits. */
export function mentionSignals(viewer: Viewer, of: Sql): Sql {
  return sql`(case when ${isHeard(viewer, of)} then ${of}shown_signals
    else ${of}shown_signals & ~${String(catalogBits)}::int8 end)`
}

/** Whether a mention shows a signal to this viewer. */
export function mentionShows(signal: SignalName, viewer: Viewer, of: Sql): Sql {
  return sql`${mentionSignals(viewer, of)} & ${String(signalBitsOf(signal))}::int8 <> 0`
}

/** Whether a listing of one's own carries a signal. */
export function listingCarries(signal: SignalName, of: Sql): Sql {
  return sql`${of}signals & ${String(signalBitsOf(signal))}::int8 <> 0`
}

/** True for a mention without contributions from a catalog, or from one that the viewer may see. */
function isHeard({ hears }: Viewer, of: Sql): Sql {
  return sql`(${of}shown_signals & ${String(catalogBits)}::int8 = 0
    or coalesce(${of}heard_by && ${[starterPackKey, ...hears]}::text[], false))`
}

function shownProbability(viewer: Viewer, of: Sql): Sql {
  return sql`case when ${isHeard(viewer, of)}
    then ${of}shown_probability else ${of}plain_probability end`
}

function mentionsInSight(
  options: ListingQuery,
  { brands, among, entered, ...read }: InSight,
): Part {
  const { viewer, filters, order } = options
  const { decided } = filters
  const { direction } = newest
  const ofVerdict = verdictFilterOf(options)
  const verdict = ofVerdict ? undefined : filters.verdict
  // An index has one verdict of each mention: another that is shown is looked for in all of them.
  const indexed = verdict === undefined || read.verdict !== undefined ? undefined : verdict
  const isWhole = isPlain(options) && indexed === verdict
  const eachVerdict = indexed === undefined && options.among === undefined
  const inVerdict = eachVerdict || indexed !== undefined ? sql`and verdict = of.verdict` : sql``
  // Its own the viewer is shown as their sender, by what that may be told: another verdict, it may be.
  const ofOthers = sql`and organisation_id <> ${viewer.organisationId}::uuid`
  const beside = besideVerdict(options)
  const sorted = order === 'newest' ? sql.ref('first_seen_at') : entered.probability
  const otherShown = among.some((brand) => viewer.besideRivals.has(brand))
    ? shownProbability(viewer, sql`other.`)
    : sql`other.shown_probability`
  // By probability, a listing with several brands is at its highest one. Looked for listing by listing: a planner that
  // expects many would read all that is in sight.
  const once = sql`and not exists (
    select from listing_mentions other
    where other.listing_id = passed.id and other.confidence >= 0.9
      and other.brand_id = any (${among}::text[])
      and (${otherShown}, other.brand_id) > (passed.probability, sighted.brand_id)
    offset 0
  )`
  return {
    each: sql`unnest(${brands}::text[]) as sighted (brand_id)
      cross join unnest(${eachVerdict ? [...verdicts] : [indexed ?? null]}::text[]) as of (verdict)`,
    count: brands.length * (eachVerdict ? verdicts.length : 1),
    whole: isWhole,
    ...(ofVerdict &&
      isPlain(options) && {
        page: visibleListingsByVerdict(brands, ofVerdict, {
          ...beside,
          and: (id) => sql`${ofOthers} ${beside.and(id)}`,
        }),
      }),
    walk: (limit) => sql`
      select listing_id as id, first_seen_at, marketplace, language,
        ${read.shown.probability} as probability, ${read.shown.signals} as signals, organisation_id,
        rung, lead_brand_id, ${read.heard} as heard, ${read.verdict ?? sql`verdict`} as verdict
      from ${mentionsToWalk(options, 'others')}
      where brand_id = sighted.brand_id ${inVerdict} and confidence >= 0.9
        ${isWhole ? ofOthers : sql``}
        ${entered === toldNames ? sql`` : sql`and plain_probability is not null`}
        ${within(options, entered)}
      order by ${sorted} ${direction}, listing_id ${direction} ${limit}`,
    matching: isWhole
      ? sql``
      : sql`${ofOthers} ${read.which} ${alike(filters)}
        ${indexed === verdict ? sql`` : sql`and verdict = ${verdict}::text`}
        ${ofVerdict ? sql`and ${matchesVerdict(ofVerdict)}` : sql``} ${
          decided === undefined ? sql`` : hasDecision(viewer, decided)
        } ${order === 'newest' ? sql`` : once}`,
  }
}

function hasDecision({ organisationId }: Viewer, decided: boolean): Sql {
  const one = sql`exists (
    select from ${decisionsInForce} d
    where d.listing_id = passed.id and d.organisation_id = ${organisationId}::uuid
  )`
  // A withdrawn listing needs no decision.
  return decided ? sql`and ${one}` : sql`and not ${one} and ${isWithdrawn(false)}`
}
