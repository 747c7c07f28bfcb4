import { strata, verdicts, type Stratum, type Verdict } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import { listingCarries, matchesVerdict, mentionShows } from '../../listings/queue/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { ThresholdView } from '../../brands/thresholds/index.ts'
import type { Viewer } from '../../brands/visibility/index.ts'
import type { SamplingFrame } from './audit-sample.ts'
import { listingFacts, listingMentions } from '../../listings/ingest/queries.ts'

/** How many listings of the frame are alike; of a brand where one is named. */
export type FrameCount = {
  stratum: Stratum
  verdict: Verdict
  /** Absent in older samples, and of unappealed restrictions. */
  impossiblePrice?: boolean
  brand: string | null
  listings: number
}

export type FrameQuery = {
  organisationId: string
  /** Its brands show the organisation listings of others. */
  viewer: Viewer
  /** By its own thresholds, where it has any. */
  view: ThresholdView | undefined
  from: Date
  to: Date
}

/** Listings with the same properties and the same verdict. */
export type FramePart = SamplingFrame & { verdict: Verdict; impossiblePrice?: boolean }

/** The verdict that an organisation makes of rows with a rung and a leading brand. */
function verdictUnder(view: ThresholdView): RawBuilder<unknown> {
  const cases = verdicts.map(
    (verdict) => sql`when ${matchesVerdict({ verdict, view })} then ${verdict}::text`,
  )
  return sql`case ${sql.join(cases, sql` `)} else verdict end`
}

/** Of the listings of others, by a brand in sight that hits them surely; the gravest where there are several. */
function verdictOfOthers(view: ThresholdView | undefined): RawBuilder<unknown> {
  if (view === undefined || view.special.size === 0) return sql`verdict`
  return sql`
    case when lead_brand_id = any (${[...view.special.keys()]}::text[])
      then ${verdictUnder(view)} else verdict end`
}

/**
 * The assessed listings that arrived between two times and that the organisation may see, by their current state. A
 * listing counts as removed if that is the last outcome that the organisation recorded for it or, without one, if its
 * last decision is counterfeit or misused mark.
 */
export async function readFrames(
  handle: Transaction,
  { organisationId, viewer, view, from, to }: FrameQuery,
): Promise<{ parts: FramePart[]; counts: FrameCount[] }> {
  const isInWeek = sql`first_seen_at >= ${from}::timestamptz and first_seen_at < ${to}::timestamptz`
  const { rows } = await sql<{
    parts: { stratum: Stratum; verdict: Verdict; impossiblePrice: boolean; ids: string }[]
    counts: FrameCount[]
  }>`
    with seen as (
      select id, organisation_id, ${view ? verdictUnder(view) : sql`verdict`} as verdict,
        ${listingCarries('price.impossible', sql`own.`)} as impossible
      from ${listingFacts} own
      where organisation_id = ${organisationId}::uuid and verdict is not null and ${isInWeek}
      union all
      select l.id, l.organisation_id, m.verdict, m.impossible
      from unnest(${[...viewer.brands]}::text[]) as sighted (brand_id)
      cross join unnest('{clear,ask-proof,review,block}'::text[]) as of (verdict)
      cross join lateral (
        select listing_id, organisation_id, ${verdictOfOthers(view)} as verdict, impossible
        from (
          select listing_id, organisation_id, verdict, rung, brand_id as lead_brand_id,
            ${mentionShows('price.impossible', viewer, sql`m.`)} as impossible
          from ${listingMentions} m
          where brand_id = sighted.brand_id and verdict = of.verdict and confidence >= 0.9
            and organisation_id <> ${organisationId}::uuid and ${isInWeek}
        ) hit
      ) m
      cross join lateral (
        select id, organisation_id from ${listingFacts} l
        where id = m.listing_id and organisation_id = m.organisation_id
      ) l
    ),
    judged as (
      select distinct on (id) id, organisation_id, verdict, impossible from seen
      order by id, array_position(array['block', 'review', 'ask-proof', 'clear'], verdict)
    ),
    placed as materialized (
      select s.id, s.organisation_id, s.verdict, s.impossible,
        case
          when coalesce(told.outcome = 'removed',
            decided.verdict in ('counterfeit', 'trademark-misuse'), false) then 'removed'
          when s.verdict in ('block', 'review') then s.verdict
          when s.impossible then 'impossible-price'
          else s.verdict
        end as stratum
      from judged s
      left join lateral (
        select outcome from outcomes o
        where o.listing_id = s.id and o.organisation_id = ${organisationId}::uuid
          and o.outcome in ('removed', 'restored', 'appeal-upheld', 'seller-proved-genuine')
        order by happened_at desc, recorded_at desc, id desc limit 1
      ) told on true
      left join lateral (
        select verdict from decisions d
        where d.listing_id = s.id and d.organisation_id = ${organisationId}::uuid
        order by decided_at desc, recorded_at desc, id desc limit 1
      ) decided on true
    ),
    alike as (
      select stratum, verdict, impossible as "impossiblePrice", null as brand,
        count(*)::int as listings
      from placed group by stratum, verdict, impossible
      union all
      select p.stratum, p.verdict, p.impossible, m.brand_id, count(*)::int
      from placed p
      cross join lateral (
        select brand_id from ${listingMentions} m
        where listing_id = p.id and organisation_id = p.organisation_id
      ) m
      group by p.stratum, p.verdict, p.impossible, m.brand_id
    )
    select
      (select coalesce(json_agg(f), '[]') from (
        select stratum, verdict, impossible as "impossiblePrice",
          encode(string_agg(uuid_send(id), ''::bytea order by id), 'hex') as ids
        from placed group by stratum, verdict, impossible
      ) f) as parts,
      (select coalesce(json_agg(a order by a.stratum, a.verdict, a."impossiblePrice", a.brand), '[]')
        from alike a)
        as counts`.execute(handle)
  const { parts = [], counts = [] } = rows[0] ?? {}
  return {
    parts: parts.map(({ ids, ...part }) => ({ ...part, ids: idsOf(Buffer.from(ids, 'hex')) })),
    counts,
  }
}

/** The whole strata, by name, each in the order of its ids. */
export function framesOf(parts: readonly FramePart[]): SamplingFrame[] {
  return strata.toSorted().flatMap((stratum) => {
    const ids = parts.flatMap((part) => (part.stratum === stratum ? part.ids : []))
    return ids.length === 0 ? [] : [{ stratum, ids: ids.sort() }]
  })
}

export async function insertFrames(
  handle: Transaction,
  { organisationId, sampleId }: { organisationId: string; sampleId: string },
  frames: readonly SamplingFrame[],
): Promise<void> {
  for (const { stratum, ids } of frames) {
    const bytes = Buffer.from(ids.join('').replaceAll('-', ''), 'hex')
    await sql`
      insert into sampling_frames (sample_id, organisation_id, stratum, ids)
      values (${sampleId}::uuid, ${organisationId}::uuid, ${stratum}, ${bytes}::bytea)`.execute(
      handle,
    )
  }
}

export async function findFrames(handle: Transaction, sampleId: string): Promise<SamplingFrame[]> {
  const { rows } = await sql<{ stratum: Stratum; ids: Uint8Array }>`
    select stratum, ids from sampling_frames where sample_id = ${sampleId}::uuid
    order by stratum`.execute(handle)
  return rows.map(({ stratum, ids }) => ({ stratum, ids: idsOf(Buffer.from(ids)) }))
}

const idBytes = 16

function idsOf(bytes: Buffer): string[] {
  const ids: string[] = []
  for (let at = 0; at < bytes.length; at += idBytes) {
    const hex = bytes.toString('hex', at, at + idBytes)
    ids.push(
      [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
        '-',
      ),
    )
  }
  return ids
}
