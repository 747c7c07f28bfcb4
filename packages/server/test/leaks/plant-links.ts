import { randomBytes, randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import type { Store } from '../../src/platform/db/index.ts'
import { asOperator } from '../builders.ts'
import type { Marked } from './marked-organisation.ts'
import type { Named } from './named-things.ts'

type Ids = { organisationId: string; sellerAccount: string; listing: string; person: string }

/** A seller account that is linked with another one, by an identifier, and what became of it. */
export async function linksOf(
  store: Store,
  { mark }: Marked,
  { organisationId, sellerAccount, listing, person }: Ids,
): Promise<
  Pick<
    Named,
    'identifier' | 'linkContest' | 'linkHub' | 'linkHubDecision' | 'linkJudgement' | 'network'
  >
> {
  const [identifier, linkContest, linkHubDecision, linkJudgement, network, other] = Array.from(
    { length: 6 },
    () => randomUUID(),
  )
  const hub = randomBytes(32)
  const organisation = sql`${organisationId}::uuid`
  const [a, b] = [sellerAccount, other!].toSorted()
  const pair = sql`${a}::uuid, ${b}::uuid`
  const digest = sql`sha256(gen_random_uuid()::text::bytea)`
  const reasons = JSON.stringify([
    {
      code: 'identifier.phone',
      family: 'contact',
      weight: 9,
      identifier,
      places: [{ listing, field: `attributes.${mark} reason`, start: 0, end: 1 }],
    },
  ])
  await asOperator(store, async (handle) => {
    await sql`
      insert into seller_accounts (id, organisation_id, marketplace, seller_hash, seller_id)
      values (${other}::uuid, ${organisation}, ${`${mark}-bazaar`}, ${digest}, ${`${mark}-linked`})`.execute(
      handle,
    )
    await sql`
      insert into seller_identifiers (id, organisation_id, type, digest, sealed, masked)
      values (${identifier}::uuid, ${organisation}, 'phone', ${digest}, ${digest},
        ${`${mark} masked`})`.execute(handle)
    await sql`
      insert into identifier_occurrences (listing_id, organisation_id, place, version,
        identifier_id, seller_account_id, type, field, span_start, span_end)
      values (${listing}::uuid, ${organisation}, 1000, 1, ${identifier}::uuid,
        ${sellerAccount}::uuid, 'phone', ${`attributes.${mark} place`}, 0, 1)`.execute(handle)
    await sql`
      insert into seller_links (organisation_id, account_a, account_b, weight, probability, linked,
        reasons, digest)
      values (${organisation}, ${pair}, 2, 0.8, true, ${reasons}::json,
        decode(repeat('00', 16), 'hex'))`.execute(handle)
    await sql`
      insert into link_hubs (organisation_id, digest, type, identifier_id, accounts, usual)
      values (${organisation}, ${hub}, 'phone', ${identifier}::uuid, 31, 30)`.execute(handle)
    await sql`
      insert into link_hub_decisions (id, organisation_id, kind, digest, type, decision, reason,
        actor_id)
      values (${linkHubDecision}::uuid, ${organisation}, 'decision', ${hub}, 'phone', 'confirmed',
        ${`${mark} hub`}, ${person})`.execute(handle)
    await sql`
      insert into link_judgements (id, organisation_id, kind, account_a, account_b, judgement,
        reason, actor_id)
      values (${linkJudgement}::uuid, ${organisation}, 'judgement', ${pair}, 'unsure',
        ${`${mark} judgement`}, ${person})`.execute(handle)
    await sql`
      insert into link_contests (id, organisation_id, account_a, account_b, side, words,
        actor_id)
      values (${linkContest}::uuid, ${organisation}, ${pair}, 'a',
        ${`${mark} contest`}, ${person})`.execute(handle)
    await sql`
      insert into lapsed_link_listings (listing_id, organisation_id, seller_account_id)
      values (${listing}::uuid, ${organisation}, ${sellerAccount}::uuid)`.execute(handle)
    await sql`
      insert into seller_networks (id, organisation_id, number, accounts, probability, weakest_side,
        weakest_bits, formed_at, changed_at)
      values (${network}::uuid, ${organisation}, 1, 2, 0.8, array[${sellerAccount}::uuid], 2, now(),
        now())`.execute(handle)
    await sql`
      insert into network_memberships (network_id, organisation_id, seller_account_id, from_at)
      values (${network}::uuid, ${organisation}, ${sellerAccount}::uuid, now())`.execute(handle)
    await sql`
      insert into network_events (organisation_id, number, at, event, network_id, seller_account_id)
      values (${organisation}, 1, now(), 'joined', ${network}::uuid, ${sellerAccount}::uuid)`.execute(
      handle,
    )
    await sql`
      insert into link_models (organisation_id, version, state, accounts, prior, digest, sealed,
        fitted_at, live_since)
      values (${organisation}, 1, 'live', 30, -9, encode(${digest}, 'hex'), ${digest}, now(),
        now())`.execute(handle)
    await sql`
      insert into link_states (organisation_id) values (${organisation})
      on conflict do nothing`.execute(handle)
  })
  return {
    identifier: identifier!,
    linkContest: linkContest!,
    linkHub: hub.toString('hex'),
    linkHubDecision: linkHubDecision!,
    linkJudgement: linkJudgement!,
    network: network!,
  }
}
