import { randomUUID } from 'node:crypto'
import type { Family, Listing, Verdict, Weights } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Store } from '../src/platform/db/index.ts'
import { asOperator, tenantContext } from './builders.ts'

export type PastListing = {
  listing: Listing
  verdict: Verdict
  /** The brands that it is surely about. */
  brands?: readonly string[]
  /** The families that indicate a counterfeit. */
  families?: readonly Family[]
}

const dayMilliseconds = 86_400_000

/** The rung of a listing for each verdict, by the thresholds of the shipped engine. */
const rungs: Record<Verdict, number> = { clear: 0, 'ask-proof': 220, review: 445, block: 690 }

/** The Monday of the last week that is over. */
export function lastMonday(now = Date.now()): string {
  const day = new Date(now)
  const monday = now - (((day.getUTCDay() + 6) % 7) + 7) * dayMilliseconds
  return new Date(monday).toISOString().slice(0, 10)
}

/** Adds listings that arrived and were assessed in the week of this Monday; returns their ids. */
export async function fillWeek(
  store: Store,
  organisationId: string,
  week: string,
  listings: readonly PastListing[],
): Promise<string[]> {
  const rows = listings.map(({ listing, verdict, brands = [], families = [] }, n) => ({
    id: randomUUID(),
    listing,
    verdict,
    brands,
    rung: rungs[verdict],
    at: new Date(Date.parse(`${week}T06:00:00Z`) + n * 1000).toISOString(),
    assessment: {
      listing: listing.id,
      verdict,
      probability: 0.5,
      baseRate: 0.02,
      engine: 'test',
      brands: brands.map((id) => ({ id, confidence: 0.95, role: 'offered' })),
      signals: families.map((family) => ({ code: `${family}.test`, family, weight: 1 })),
    },
  }))
  const assessedListings = sql`
    select (o->>'id')::uuid as id, o->'listing' as listing, o->>'verdict' as verdict,
      (o->>'at')::timestamptz as at, (o->>'rung')::int as rung, o->'assessment' as assessment, o->'brands' as brands,
      coalesce(o->'listing'->>'marketplace', '') as marketplace
    from json_array_elements(${JSON.stringify(rows)}::json) as o`
  await asOperator(store, async (handle) => {
    await sql`
      insert into listings (id, organisation_id, marketplace, external_id, version, content_hash,
        first_seen_at, last_seen_at, verdict, rung, lead_brand_id)
      select id, ${organisationId}::uuid, marketplace, listing->>'id', 1, '', at, at, verdict, rung,
        brands->>0
      from (${assessedListings}) o`.execute(handle)
    await sql`
      insert into listing_versions (listing_id, version, organisation_id, changed, content)
      select id, 1, ${organisationId}::uuid, '[]', listing from (${assessedListings}) o`.execute(
      handle,
    )
    await sql`
      insert into assessments (id, organisation_id, listing_id, version, engine, judged_hash,
        verdict, probability, body)
      select gen_random_uuid(), ${organisationId}::uuid, id, 1, 'test', decode(md5(id::text), 'hex'),
        verdict, 0.5, assessment
      from (${assessedListings}) o`.execute(handle)
    await sql`
      insert into listing_mentions (listing_id, organisation_id, brand_id, confidence, role,
        verdict, marketplace, first_seen_at, rung, lead_brand_id)
      select id, ${organisationId}::uuid, brand, 0.95, 'offered', verdict, marketplace, at, rung,
        brands->>0
      from (${assessedListings}) o cross join lateral json_array_elements_text(o.brands) as brand`.execute(
      handle,
    )
  })
  return rows.map(({ id }) => id)
}

/** Weights that no fit produced. */
export const someWeights: Weights = {
  id: 'fit-1',
  version: 1,
  engine: 'test',
  intercept: -4,
  fieldShare: null,
  fittedOn: { rows: 400, positives: 200, sellers: 9, sources: 4 },
  prior: { scaleMean: 1, scaleDeviation: 0.5, interceptMean: -4, interceptDeviation: 2 },
  families: {},
  validation: null,
  calibration: 'uncalibrated',
}

/** Completes an organisation's requested fit with weights that no fit produced. */
export async function endFitOf(store: Store, organisationId: string): Promise<void> {
  await store.transact(tenantContext(organisationId), (handle) =>
    sql`
      update weight_fits
      set state = 'done', ended_at = now(), weights = ${JSON.stringify(someWeights)}::json
      where ended_at is null`.execute(handle),
  )
}
