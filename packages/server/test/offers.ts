import { sql } from 'kysely'
import type { Store } from '../src/platform/db/index.ts'
import { asOperator } from './builders.ts'

const verdicts = ['clear', 'clear', 'clear', 'clear', 'ask-proof', 'review', 'block']

/**
 * Fills an organisation with offers that nobody sent: enough of them for plans and times. Every
 * fifth hits a brand surely, the brands in turn; every thousandth comes from a channel of its own. The
 * block rule allows every second more than was said of it.
 */
export async function fillOffers(
  store: Store,
  organisationId: string,
  count: number,
  brands: readonly string[],
): Promise<void> {
  const atOnce = 5000
  for (let from = 0; from < count; from += atOnce) {
    const upTo = Math.min(count, from + atOnce)
    await asOperator(store, async (handle) => {
      const drawn = sql`
        select n, overlay(overlay(md5(${organisationId}::text || n)
            placing '4' from 13) placing '8' from 17)::uuid as id, now() - n * interval '1 second' as at,
          (${verdicts}::text[])[1 + n % 7] as verdict,
          case when n % 1000 = 0 then 'rare.example' else '' end as marketplace,
          case when n % 5 = 0 then (${brands}::text[])[1 + n / 5 % ${brands.length}] end as brand
        from generate_series(${from + 1}::int, ${upTo}::int) as n`
      const offers = sql`
        select d.*, case when n % 2 = 0 and verdict <> 'clear' then 'block' else verdict end as ceiling,
          case verdict when 'clear' then n % 10 when 'ask-proof' then 10 + n % 15
            when 'review' then 25 + n % 55 else 80 + n % 20 end as percent
        from (${drawn}) d`
      const rung = sql`
        case when brand is null then 1000 else 0 end
          + case when ceiling = 'clear' or percent < 5 then 0
            else percent + 200 * array_position(array['ask-proof', 'review', 'block'], ceiling) end`
      await sql`
        insert into listings (id, organisation_id, marketplace, external_id, version, content_hash,
          first_seen_at, verdict, rung, lead_brand_id)
        select id, ${organisationId}::uuid, marketplace, 'offer-' || n, 1, '', at, verdict, ${rung}, brand
        from (${offers}) o`.execute(handle)
      await sql`
        insert into listing_versions (listing_id, version, organisation_id, changed, content)
        select id, 1, ${organisationId}::uuid, '[]',
          json_build_object('id', 'offer-' || n, 'title', 'Offer ' || n,
            'description', repeat('A plain offer. ', 20))
        from (${offers}) o`.execute(handle)
      await sql`
        insert into assessments (id, organisation_id, listing_id, version, engine, judged_hash,
          verdict, probability, body)
        select md5(id::text)::uuid, ${organisationId}::uuid, id, 1, 'test', decode(md5(id::text), 'hex'),
          verdict, percent / 100.0, json_build_object('listing', 'offer-' || n, 'verdict', verdict,
            'ceiling', ceiling, 'probability', percent / 100.0, 'signals', '[]'::json, 'engine', 'test', 'brands',
            case when brand is null then '[]'::json
              else json_build_array(json_build_object('id', brand, 'confidence', 0.95)) end)
        from (${offers}) o`.execute(handle)
      await sql`
        insert into listing_mentions (listing_id, organisation_id, brand_id, confidence, role,
          verdict, rung, lead_brand_id, marketplace, first_seen_at)
        select id, ${organisationId}::uuid, brand, 0.95, 'offered', verdict, ${rung}, brand,
          marketplace, at
        from (${offers}) o where brand is not null`.execute(handle)
    })
  }
}
