import { createHash } from 'node:crypto'
import type { Assessment, Listing, Verdict } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import {
  findViewer,
  minVisibilityConfidence,
  type BrandNames,
  type Viewer,
} from '../../brands/visibility/index.ts'
import {
  lastVerdictIn,
  severityOf,
  type Severity,
  type ThresholdView,
} from '../../brands/thresholds/index.ts'
import {
  toHolderFilterColumns,
  toSenderFilterColumns,
  type PortfolioColumns,
} from '../queue/index.ts'

export type AssessedListing = {
  listingId: string
  version: number
  language: string
  price: Listing['price']
  body: Assessment
  /** Whether the assessment took the seller's portfolio into account. */
  considersPortfolio: boolean
}

/** The sender of the listings, and the brand names: they determine what is visible to whom. */
export type DisclosureContext = { sender: Viewer; names: BrandNames }

/** Parts of the newest assessment stored with its listing, for filtering and sorting. */
export type ListColumns = Severity & {
  verdict: Verdict
  probability: number
  /** One bit per code. */
  signals: string
  language: string
  portfolio: PortfolioColumns
}

export function toListColumns(
  body: Assessment,
  { language, price }: Pick<AssessedListing, 'language' | 'price'>,
  { sender, names }: DisclosureContext,
): ListColumns {
  const shown = toSenderFilterColumns(body, price, sender, names)
  const { verdict, probability, signals, portfolio } = shown
  return {
    ...severityAsShown(body, shown),
    verdict,
    probability,
    signals: String(signals),
    language,
    portfolio,
  }
}

/** The verdict as the sender of a listing is shown it, under the thresholds of its organisation. */
export function verdictShown(
  view: ThresholdView | undefined,
  body: Assessment,
  showing: DisclosureContext,
): Verdict {
  const { verdict, ...standing } = toListColumns(
    body,
    { language: 'und', price: undefined },
    showing,
  )
  return lastVerdictIn(view, { lastVerdict: verdict, standing }) ?? verdict
}

/** The severity that thresholds compare, by the values disclosed to the viewer. */
function severityAsShown(
  body: Assessment,
  { verdict, ceiling, probability }: Pick<Assessment, 'verdict' | 'ceiling' | 'probability'>,
): Severity {
  return severityOf({ ...body, verdict, ceiling, probability })
}

/** A brand that a listing mentions, with the values that only its rights holder may filter by. */
export type Mention = {
  listingId: string
  brandId: string
  confidence: number
  role: string | null
  /** Null where who holds the brand does not see the listing by it: then as its sender is shown it. */
  verdict: Verdict | null
  rung: number | null
  probability: number | null
  signals: string
  /** As the text of an array in the store. */
  heardBy: string | null
  plainProbability: number | null
  plainVerdict: Verdict | null
  portfolio: PortfolioColumns
}

/** The brands that a listing mentions, each once. */
export function mentionsOf(
  listingId: string,
  { body, price }: Pick<AssessedListing, 'body' | 'price'>,
  names: BrandNames,
): Mention[] {
  const once = new Map(body.brands.map((brand) => [brand.id, brand]))
  return [...once.values()].map((brand) => {
    const shown = toHolderFilterColumns(body, price, brand, names)
    return {
      listingId,
      brandId: brand.id,
      confidence: brand.confidence,
      role: brand.role ?? null,
      verdict: shown?.verdict ?? null,
      rung: shown === undefined ? null : severityAsShown(body, shown).rung,
      probability: shown?.probability ?? null,
      signals: String(shown?.signals ?? 0n),
      heardBy: shown?.heardBy ? `{${shown.heardBy.join()}}` : null,
      plainProbability: shown?.plain?.probability ?? null,
      plainVerdict: shown?.plain?.verdict ?? null,
      portfolio: shown?.portfolio ?? { level: null, marks: null },
    }
  })
}

/** Changes with what these mentions add to portfolios of those who see the listing by them; null if nobody does. */
export function portfolioSight(mentions: readonly Mention[]): number | null {
  const seen = mentions.filter(({ confidence }) => confidence >= minVisibilityConfidence)
  if (seen.length === 0) return null
  const parts = seen.map(({ brandId, heardBy, confidence, portfolio: { level, marks } }) => [
    brandId,
    heardBy,
    confidence,
    level,
    marks,
  ])
  return createHash('sha256').update(JSON.stringify(parts)).digest().readInt32BE()
}

/**
 * Stores each listing's mentions, severity and filter columns from the newest assessment of its newest version.
 * Assessments of older versions change nothing.
 */
export async function replaceMentions(
  handle: Transaction,
  organisationId: string,
  judged: readonly AssessedListing[],
  names: BrandNames,
): Promise<void> {
  if (judged.length === 0) return
  const { rows } = await sql<{ id: string }>`
    select given.id
    from unnest(${judged.map(({ listingId }) => listingId)}::uuid[],
      ${judged.map(({ version }) => version)}::int[]) as given (id, version)
    cross join lateral (
      select version from listings l
      where l.id = given.id and l.organisation_id = ${organisationId}::uuid limit 1
    ) l
    where l.version = given.version`.execute(handle)
  const newest = new Set(rows.map(({ id }) => id))
  const sender = await findViewer(handle, organisationId)
  await replaceNewestMentions(
    handle,
    organisationId,
    judged.filter(({ listingId }) => newest.has(listingId)),
    { sender, names },
  )
}

/** Like `replaceMentions`, for known newest versions. */
export async function replaceNewestMentions(
  handle: Transaction,
  organisationId: string,
  judged: readonly AssessedListing[],
  showing: DisclosureContext,
): Promise<void> {
  if (judged.length === 0) return
  const ids = judged.map(({ listingId }) => listingId)
  const columns = judged.map((one) => toListColumns(one.body, one, showing))
  const ofEach = judged.map((one) => mentionsOf(one.listingId, one, showing.names))
  await sql`
    update listings l
    set verdict = given.verdict, rung = given.rung, lead_brand_id = given.lead,
      probability = given.probability, signals = given.signals, language = given.language,
      portfolio_level = given.level, portfolio_marks = given.marks, portfolio_sight = given.sight,
      portfolio_considered = given.considered, changed_xid = pg_current_xact_id()
    from unnest(${ids}::uuid[],
      ${columns.map(({ verdict }) => verdict)}::text[],
      ${columns.map(({ rung }) => rung)}::int[],
      ${columns.map(({ lead }) => lead)}::text[],
      ${columns.map(({ probability }) => probability)}::float8[],
      ${columns.map(({ signals }) => signals)}::int8[],
      ${columns.map(({ language }) => language)}::text[],
      ${columns.map(({ portfolio }) => portfolio.level)}::int[],
      ${columns.map(({ portfolio }) => portfolio.marks)}::int[],
      ${ofEach.map(portfolioSight)}::int[],
      ${judged.map(({ considersPortfolio }) => considersPortfolio)}::bool[])
      as given (id, verdict, rung, lead, probability, signals, language, level, marks, sight,
        considered)
    where l.id = given.id
      and (l.verdict, l.rung, l.lead_brand_id, l.probability, l.signals, l.language,
          l.portfolio_level, l.portfolio_marks, l.portfolio_sight, l.portfolio_considered)
        is distinct from (given.verdict, given.rung, given.lead, given.probability, given.signals,
          given.language, given.level, given.marks, given.sight, given.considered)`.execute(handle)
  await sql`delete from listing_mentions where listing_id = any (${ids}::uuid[])`.execute(handle)
  const mentions = ofEach.flat()
  if (mentions.length === 0) return
  await sql`
    insert into listing_mentions
      (listing_id, organisation_id, brand_id, confidence, role, verdict, rung, lead_brand_id,
        marketplace, first_seen_at, language, probability, signals, shown_probability, shown_signals,
        heard_by, plain_probability, plain_verdict, portfolio_level, portfolio_marks)
    select listing_id, ${organisationId}::uuid, brand_id, confidence, role,
      coalesce(mention.verdict, l.verdict), coalesce(mention.rung, l.rung), lead_brand_id, marketplace, first_seen_at, language, l.probability, l.signals,
      mention.probability, mention.signals, mention.heard_by::text[], mention.plain_probability,
      mention.plain_verdict, mention.level, mention.marks
    from ${unnestMentions(mentions)}
    cross join lateral (
      select verdict, rung, lead_brand_id, marketplace, first_seen_at, language, probability, signals
      from listings where id = listing_id limit 1
    ) l`.execute(handle)
}

/** Mentions as rows of a statement, called `mention`. */
export function unnestMentions(mentions: readonly Mention[]): RawBuilder<unknown> {
  return sql`unnest(${mentions.map(({ listingId }) => listingId)}::uuid[],
      ${mentions.map(({ brandId }) => brandId)}::text[],
      ${mentions.map(({ confidence }) => confidence)}::float8[],
      ${mentions.map(({ role }) => role)}::text[],
      ${mentions.map(({ probability }) => probability)}::float8[],
      ${mentions.map(({ signals }) => signals)}::int8[],
      ${mentions.map(({ heardBy }) => heardBy)}::text[],
      ${mentions.map(({ plainProbability }) => plainProbability)}::float8[],
      ${mentions.map(({ verdict }) => verdict)}::text[],
      ${mentions.map(({ rung }) => rung)}::int[],
      ${mentions.map(({ plainVerdict }) => plainVerdict)}::text[],
      ${mentions.map(({ portfolio }) => portfolio.level)}::int[],
      ${mentions.map(({ portfolio }) => portfolio.marks)}::int[])
      as mention (listing_id, brand_id, confidence, role, probability, signals, heard_by,
        plain_probability, verdict, rung, plain_verdict, level, marks)`
}
