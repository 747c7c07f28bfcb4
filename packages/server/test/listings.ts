import { signalCodes } from '@touchstone/contract'
import { sql } from 'kysely'
import type { Store } from '../src/platform/db/index.ts'
import { asOperator } from './builders.ts'

const verdicts = ['clear', 'clear', 'clear', 'clear', 'ask-proof', 'review', 'block']

/**
 * Fills an organisation with listings that were never sent: enough for plans and timings. Every fifth is surely about
 * a brand, the brands in turn; every thousandth comes from a channel of its own. For every second listing with
 * another verdict than clear the ceiling is block. Nine in ten blocked listings are decided.
 */
export async function fillListings(
  store: Store,
  organisationId: string,
  count: number,
  brands: readonly string[],
  secondsApart = 1,
): Promise<void> {
  const atOnce = 5000
  for (let from = 0; from < count; from += atOnce) {
    const upTo = Math.min(count, from + atOnce)
    await asOperator(store, async (handle) => {
      const drawn = sql`
        select n, overlay(overlay(md5(${organisationId}::text || n)
            placing '4' from 13) placing '8' from 17)::uuid as id, now() - n * make_interval(secs => ${secondsApart}) as at,
          (${verdicts}::text[])[1 + n % 7] as verdict,
          case when n % 1000 = 0 then 'rare.example' else '' end as marketplace,
          case when n % 500 = 7 then 'th' when n % 4 = 0 then 'id' when n % 11 = 0 then 'und'
            else 'en' end as language,
          n % 7 = 6 and n % 70 <> 6 as decided,
          array_remove(array[
            case when n % 7 = 6 then 'text.replica-term' end,
            case when n % 7 = 5 then 'seller.young-account' end,
            case when n % 1000 = 5 then 'review.buyers-say-fake' end,
            case when n % 100 = 5 then 'external.marketplace' end
          ], null) as codes,
          case when n % 5 = 0 then (${brands}::text[])[1 + n / 5 % ${brands.length}] end as brand
        from generate_series(${from + 1}::int, ${upTo}::int) as n`
      const listings = sql`
        select d.*, case when n % 2 = 0 and verdict <> 'clear' then 'block' else verdict end as ceiling,
          case verdict when 'clear' then n % 10 when 'ask-proof' then 10 + n % 15
            when 'review' then 25 + n % 55 else 80 + n % 20 end as percent
        from (${drawn}) d`
      // No two listings with the same percentage are equally probable, so that pages must distinguish them.
      const probability = sql`(percent + n::bigint * 7919 % 10007 / 10008.0) / 100`
      const bits = (codes: ReturnType<typeof sql>): ReturnType<typeof sql> => sql`(
        select coalesce(bit_or(1::int8 << (array_position(${[...signalCodes]}::text[], code) - 1)), 0)
        from unnest(${codes}) as code
      )`
      const rung = sql`
        case when brand is null or 'external.marketplace' = any (codes) then 1000 else 0 end
          + case when ceiling = 'clear' or percent < 5 then 0
            else percent + 200 * array_position(array['ask-proof', 'review', 'block'], ceiling) end`
      await sql`
        insert into listings (id, organisation_id, marketplace, external_id, version, content_hash,
          first_seen_at, verdict, rung, lead_brand_id, probability, signals, language, undecided)
        select id, ${organisationId}::uuid, marketplace, 'offer-' || n, 1, '', at, verdict, ${rung},
          brand, ${probability}, ${bits(sql`codes`)}, language, not decided
        from (${listings}) o`.execute(handle)
      await sql`
        insert into listing_versions (listing_id, version, organisation_id, changed, content)
        select id, 1, ${organisationId}::uuid, '[]',
          json_build_object('id', 'offer-' || n, 'title', 'Offer ' || n, 'language', language,
            'description', repeat('A plain listing. ', 20))
        from (${listings}) o`.execute(handle)
      await sql`
        insert into assessments (id, organisation_id, listing_id, version, engine, judged_hash,
          verdict, probability, body)
        select md5(id::text)::uuid, ${organisationId}::uuid, id, 1, 'test', decode(md5(id::text), 'hex'),
          verdict, ${probability}, json_build_object('listing', 'offer-' || n, 'verdict', verdict,
            'ceiling', ceiling, 'probability', ${probability}, 'engine', 'test',
            'silent', json_build_array('image'),
            'signals', (
              select coalesce(json_agg(json_build_object('code', code,
                'family', split_part(code, '.', 1), 'weight', 1)), '[]')
              from unnest(codes) as code
            ),
            'brands', case when brand is null then '[]'::json
              else json_build_array(json_build_object('id', brand, 'confidence', 0.95)) end)
        from (${listings}) o`.execute(handle)
      // What a marketplace says of its own listings is not shown to a rights holder: what is left of them
      // has a probability and a verdict of its own.
      const left = sql`
        select o.*, 'external.marketplace' = any (codes) as is_part,
          array_remove(codes, 'external.marketplace') as told,
          case when 'external.marketplace' = any (codes) then round(${probability}, 1)
            else ${probability} end as shown
        from (${listings}) o where brand is not null`
      const leftVerdict = sql`
        case when not is_part then verdict when cardinality(told) = 0 or ceiling = 'clear' then 'clear'
          when told @> array['text.replica-term', 'review.buyers-say-fake'] and shown >= 0.25
            and ceiling <> 'ask-proof' then 'review'
          when shown >= 0.1 then 'ask-proof' else 'clear' end`
      await sql`
        insert into listing_mentions (listing_id, organisation_id, brand_id, confidence, role,
          verdict, rung, lead_brand_id, marketplace, first_seen_at, language, probability, signals,
          shown_probability, shown_signals)
        select id, ${organisationId}::uuid, brand, 0.95, 'offered', of_left,
          case when not is_part then ${rung} else 1000 + case when of_left = 'clear' then 0
            else (shown * 100)::int + 200 * array_position(array['ask-proof', 'review'], of_left) end end,
          brand, marketplace, at, language, ${probability}, ${bits(sql`codes`)}, shown,
          ${bits(sql`told`)}
        from (select part.*, ${leftVerdict} as of_left from (${left}) part) o`.execute(handle)
      await sql`
        insert into decisions (id, organisation_id, listing_id, version, verdict, source, decided_at,
          actor_kind, actor_id)
        select overlay(overlay(md5(id::text || 'decision')
            placing '4' from 13) placing '8' from 17)::uuid, ${organisationId}::uuid, id, 1, 'counterfeit',
          'marketplace', at, 'operator', 'test'
        from (${listings}) o where decided`.execute(handle)
    })
  }
}

/** Gives an organisation's filled listings sellers: as many accounts, each with about as many listings. */
export async function fillSellers(
  store: Store,
  organisationId: string,
  count: number,
): Promise<void> {
  await asOperator(store, async (handle) => {
    await sql`
      insert into seller_accounts (id, organisation_id, marketplace, seller_hash, seller_id, name)
      select md5(${organisationId}::text || ' seller ' || n)::uuid, ${organisationId}::uuid, '',
        sha256(convert_to('seller ' || n, 'UTF8')), 'seller-' || n, 'Seller ' || n
      from generate_series(0, ${count - 1}::int) as n`.execute(handle)
    await sql`
      update listings set seller_account_id = md5(organisation_id::text || ' seller '
        || substr(external_id, length('offer-') + 1)::int % ${count}::int)::uuid
      where organisation_id = ${organisationId}::uuid`.execute(handle)
  })
}
