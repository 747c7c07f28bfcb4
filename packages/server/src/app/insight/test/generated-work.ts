import { randomUUID } from 'node:crypto'
import type { DecisionVerdict, Verdict } from '@touchstone/contract'
import { sql } from 'kysely'
import { fillWeek } from '../../../../test/audit-samples.ts'
import { asOperator } from '../../../../test/builders.ts'
import type { Store, Transaction } from '../../../platform/db/index.ts'

export const dayMilliseconds = 86_400_000

export type MadeListing = {
  id: string
  owner: string
  at: Date
  verdict: Verdict
  brand: string
  marketplace: string
  country: string
}

export type MadeDecision = {
  listing: string
  by: string
  at: Date
  verdict: DecisionVerdict
  withdrawn: boolean
}

export type MadeNotice = {
  id: string
  listing: string
  by: string
  sentAt: Date | null
  state: 'draft' | 'sent' | 'withdrawn'
  look: string
  checkedAt: Date | null
  liveAt: Date | null
  goneAt: Date | null
  /** Outcomes of the seller’s decided appeals, as the marketplace reported them. */
  reported: string[]
}

export type MadeMeasure = {
  listing: string
  by: string
  startsOn: string
  appeal: { state: 'open' | 'withdrawn' | 'decided'; outcome: string | null } | null
}

export type MadeOutcome = { listing: string; by: string; outcome: string; at: Date }

/** Listings, and what two organisations did about them, drawn at random and stored. */
export type GeneratedWork = {
  listings: MadeListing[]
  decisions: MadeDecision[]
  notices: MadeNotice[]
  measures: MadeMeasure[]
  outcomes: MadeOutcome[]
}

type Draw = { random: () => number; now: number; market: string; house: string }

const pick = <T>(random: () => number, of: readonly T[]): T => of[Math.floor(random() * of.length)]!

export async function generateWork(store: Store, draw: Draw): Promise<GeneratedWork> {
  const listings = await generateListings(store, draw)
  const { random, now, market, house } = draw
  // From before both periods to now.
  const aTime = (): Date => new Date(now - Math.ceil(random() * 800 * dayMilliseconds))
  const later = (at: Date, days: number): Date =>
    new Date(Math.min(now, at.getTime() + random() * days * dayMilliseconds))
  const some = (share: number): MadeListing[] => listings.filter(() => random() < share)
  const decisions = [market, house].flatMap((by) =>
    [...some(0.5), ...some(0.2)].map(({ id: listing }) => ({
      listing,
      by,
      at: aTime(),
      verdict: pick(random, ['counterfeit', 'grey-market', 'genuine', 'unclear'] as const),
      withdrawn: random() < 0.2,
    })),
  )
  const notices = [...some(0.5), ...some(0.2)].map(({ id: listing }): MadeNotice => {
    const state = pick(random, ['draft', 'sent', 'sent', 'sent', 'withdrawn'] as const)
    const sentAt = state === 'draft' ? null : aTime()
    const from = sentAt ?? new Date(now)
    const checkedAt = random() < 0.8 ? later(from, 60) : null
    const look = checkedAt === null ? 'unknown' : pick(random, ['gone', 'gone', 'live', 'blocked'])
    const liveAt = checkedAt && random() < 0.6 ? later(from, 5) : null
    const early = new Date(from.getTime() - dayMilliseconds)
    const gone = random() < 0.1 ? early : (checkedAt ?? from)
    return {
      id: randomUUID(),
      listing,
      by: house,
      sentAt,
      state,
      look,
      checkedAt,
      liveAt: liveAt && liveAt <= gone ? liveAt : null,
      goneAt: look === 'gone' ? gone : null,
      reported: sentAt !== null && random() < 0.4 ? [pick(random, ['upheld', 'rejected'])] : [],
    }
  })
  const measures = [...some(0.4), ...some(0.1)].map(({ id: listing }): MadeMeasure => {
    const state = pick(random, ['open', 'withdrawn', 'decided', 'decided', 'decided'] as const)
    const outcome = state === 'decided' ? pick(random, ['upheld', 'rejected']) : null
    return {
      listing,
      by: market,
      startsOn: aTime().toISOString().slice(0, 10),
      appeal: random() < 0.5 ? { state, outcome } : null,
    }
  })
  const outcomes = [market, house].flatMap((by) =>
    some(0.3).map(({ id: listing }) => {
      const kinds = ['removed', 'appealed', 'appeal-upheld', 'appeal-rejected', 'restored'] as const
      return { listing, by, outcome: pick(random, kinds), at: aTime() }
    }),
  )
  const work = { listings, decisions, notices, measures, outcomes }
  await asOperator(store, (handle) => insertWork(handle, work))
  return work
}

async function generateListings(
  store: Store,
  { random, now, market, house }: Draw,
): Promise<MadeListing[]> {
  const listings: MadeListing[] = []
  for (let back = 0; back < 40; back++) {
    const day = new Date(now - back * 20 * dayMilliseconds).toISOString().slice(0, 10)
    const owner = back % 4 === 3 ? house : market
    const made = Array.from({ length: 4 }, () => ({
      verdict: pick(random, ['block', 'block', 'review', 'ask-proof', 'clear'] as const),
      brand: pick(random, ['prada', 'gucci']),
      marketplace: pick(random, ['bazaar', 'harbour']),
      country: pick(random, ['CN', 'TR']),
    }))
    const ids = await fillWeek(
      store,
      owner,
      day,
      made.map(({ verdict, brand, marketplace }) => {
        const listing = { id: randomUUID(), title: 'A tote', marketplace }
        return { listing, verdict, brands: [brand] }
      }),
    )
    const at = new Date(`${day}T06:00:00Z`)
    listings.push(...made.map((one, place) => ({ ...one, id: ids[place]!, owner, at })))
  }
  await asOperator(store, (handle) =>
    sql`
      update listings l set country = given.country
      from unnest(${listings.map(({ id }) => id)}::uuid[],
        ${listings.map(({ country }) => country)}::text[]) as given (id, country)
      where l.id = given.id`.execute(handle),
  )
  return listings
}

async function insertWork(handle: Transaction, work: GeneratedWork): Promise<void> {
  const given = (rows: readonly object[]) => sql`json_array_elements(${JSON.stringify(rows)}::json)`
  const decisions = work.decisions.map((one) => ({ ...one, id: randomUUID() }))
  await sql`
    insert into decisions (id, organisation_id, listing_id, version, verdict, source, decided_at)
    select (d->>'id')::uuid, (d->>'by')::uuid, (d->>'listing')::uuid, 1, d->>'verdict',
      'marketplace', (d->>'at')::timestamptz
    from ${given(decisions)} d`.execute(handle)
  await sql`
    insert into decision_withdrawals (decision_id, organisation_id)
    select (d->>'id')::uuid, (d->>'by')::uuid
    from ${given(decisions.filter(({ withdrawn }) => withdrawn))} d`.execute(handle)
  await sql`
    insert into outcomes (id, organisation_id, listing_id, outcome, source, happened_at)
    select gen_random_uuid(), (o->>'by')::uuid, (o->>'listing')::uuid, o->>'outcome',
      'marketplace', (o->>'at')::timestamptz
    from ${given(work.outcomes)} o`.execute(handle)
  await sql`
    insert into cases (id, organisation_id, events, title, about, urgency, rest)
    select (n->>'id')::uuid, (n->>'by')::uuid, 1, 'A seller', 'seller', 1, '{}'
    from ${given(work.notices)} n`.execute(handle)
  await sql`
    insert into notices (id, organisation_id, case_id, regime, ground, state, content, sent_at)
    select (n->>'id')::uuid, (n->>'by')::uuid, (n->>'id')::uuid, 'eu-dsa', 'counterfeit',
      n->>'state', '{"items":[]}', (n->>'sentAt')::timestamptz
    from ${given(work.notices)} n`.execute(handle)
  await sql`
    insert into notice_items (notice_id, place, organisation_id, listing_id, claim_id, marketplace,
      external_id, look, checked_at, live_at, gone_at)
    select (n->>'id')::uuid, 0, (n->>'by')::uuid, (n->>'listing')::uuid, gen_random_uuid(), '', 'x',
      n->>'look', (n->>'checkedAt')::timestamptz, (n->>'liveAt')::timestamptz,
      (n->>'goneAt')::timestamptz
    from ${given(work.notices)} n`.execute(handle)
  await sql`
    insert into notice_recipients (notice_id, place, organisation_id, by, target, response)
    select (n->>'id')::uuid, 0, (n->>'by')::uuid, 'inside', 'market',
      json_build_object('items', json_build_array(json_build_object('position', 0, 'answers',
        (select coalesce(json_agg(json_build_object('outcome', a)), '[]')
          from json_array_elements_text(n->'reported') a))))
    from ${given(work.notices)} n`.execute(handle)
  const measures = work.measures.map((one) => ({ ...one, id: randomUUID() }))
  await sql`
    insert into proceedings (id, organisation_id, listing_id, title, regime, version, profile, settings)
    select (m->>'id')::uuid, (m->>'by')::uuid, (m->>'listing')::uuid, 'x', 'eu-dsa', '1', '{}', '{}'
    from ${given(measures)} m`.execute(handle)
  await sql`
    insert into measures (id, organisation_id, proceeding_id, instance, listing_key, listing_id,
      measure, territory, starts_on)
    select (m->>'id')::uuid, (m->>'by')::uuid, (m->>'id')::uuid, 'r1', m->>'listing',
      (m->>'listing')::uuid, 'disable', '{}', (m->>'startsOn')::date
    from ${given(measures)} m`.execute(handle)
  const appealed = measures.filter(({ appeal }) => appeal !== null)
  await sql`
    insert into appeal_links (id, organisation_id, proceeding_id, marketplace, seller_hash, own_channel,
      token_hash, made_at, expires_at)
    select (m->>'id')::uuid, (m->>'by')::uuid, (m->>'id')::uuid, '', sha256('s'::bytea), 'x',
      sha256((m->>'id')::bytea), now(), now()
    from ${given(appealed)} m`.execute(handle)
  await sql`
    insert into appeals (id, organisation_id, link_id, proceeding_id, instance, seller_hash, locale,
      state, submitted_at, outcome, decided_at)
    select (m->>'id')::uuid, (m->>'by')::uuid, (m->>'id')::uuid, (m->>'id')::uuid, 'r1/c1',
      sha256('s'::bytea), 'en', m->'appeal'->>'state', now(), m->'appeal'->>'outcome',
      case when m->'appeal'->>'state' = 'decided' then now() end
    from ${given(appealed)} m`.execute(handle)
}
