import type { NoticeQualityGroup, NoticeQualitySide } from '@touchstone/contract'
import { sql, type RawBuilder } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import { allClaims } from '../../brands/claims/queries.ts'
import { listingFacts, listingMentions, liveAssessments } from '../../listings/ingest/queries.ts'
import { recordedOutcomes } from '../../review/decisions/queries.ts'

export type FiguresQuery = {
  organisationId: string
  from: Date
  to: Date
  /** Leaves out items under a confidentiality hold at this time; undefined if there is none. */
  heldAt: Date | undefined
}

export type FigureRow = {
  side: NoticeQualitySide
  key: string
  name: string | null
  notices: number
  decided: number
  succeeded: number
  upheld: number
  /** Time to reinstatement, for restored listings. */
  medianSeconds: number | null
}

/** Whether a notice was withdrawn as mistaken, which was the default before causes were recorded. */
const wasWrong = sql`(n.withdrawn_at is not null
  and coalesce(n.withdrawn_cause, 'mistaken') = 'mistaken')`

/** How long before the period a notice decided in it may have been sent. */
const longest = sql`interval '1 year'`

/**
 * One row for each listing that a notice named or that was removed: its groups, and its result. A notice withdrawn as
 * mistaken counts as overturned, whatever the decision; one withdrawn for another cause counts by its earlier
 * decision, if any. Listings that were already gone count as neither.
 */
function facts({ organisationId, from, to, heldAt }: FiguresQuery): RawBuilder<unknown> {
  const org = sql`${organisationId}::uuid`
  const since = sql`${from}::timestamptz`
  const until = sql`${to}::timestamptz`
  const free = (listing: RawBuilder<unknown>, file: RawBuilder<unknown>): RawBuilder<unknown> =>
    heldAt === undefined
      ? sql``
      : sql`and not is_on_confidentiality_hold(${org}, ${listing}, ${file}, null, ${heldAt}::timestamptz)`
  return sql`
    with sent as (
      select 'sent' as side, n.id::text as notice, n.sent_at as noticed_at,
        coalesce(inside.decided_at, n.decided_at,
          case when ${wasWrong} then n.withdrawn_at end) as decided_at,
        n.organisation_id::text as notifier, null::text as name, n.regime, n.ground,
        (select e.actor_id from notice_events e
          where e.notice_id = n.id and e.kind = 'sent' and e.actor_kind = 'person'
          order by e.position desc limit 1) as analyst,
        array(select c.brand_id from ${allClaims} c where c.id = i.claim_id) as brands,
        i.listing_id as listing,
        ${wasWrong} as taken_back,
        coalesce(inside.outcome, case when n.outcome in ('restricted', 'overturned', 'ended') then 'restrict'
          when n.outcome = 'no-action' then 'no-action' else 'other' end) as outcome,
        coalesce(inside.undone, coalesce(n.outcome = 'overturned', false)) as undone, inside.decided_at as began_at,
        inside.restored_at
      from notices n join notice_items i on i.notice_id = n.id
      left join lateral (
        select item -> 'decision' ->> 'outcome' as outcome,
          (item -> 'decision' ->> 'decidedAt')::timestamptz as decided_at, back.at as restored_at,
          -- Or nothing of what was imposed holds any longer, though its time is not over.
          back.at is not null or n.withdrawn_at is null and coalesce((select not bool_or((m ->> 'holds')::bool
              or coalesce((m ->> 'endsOn')::date < current_date, false))
            from json_array_elements(item -> 'measures') m), false) as undone
        from notice_recipients r
        cross join lateral json_array_elements(r.response -> 'items') as given (item)
        left join lateral (
          select min((a ->> 'decidedAt')::timestamptz) as at
          from json_array_elements(item -> 'answers') a where a ->> 'outcome' = 'upheld'
        ) back on true
        where r.notice_id = n.id and r.response is not null
          and (item ->> 'position')::int4 = i.place
          and item ->> 'decision' is not null
        order by r.place limit 1
      ) inside on true
      where n.organisation_id = ${org} and n.sent_at >= ${since} - ${longest}
        and n.sent_at < ${until} ${free(sql`i.listing_id`, sql`n.case_id`)}
    ),
    received as (
      select 'received' as side, n.id::text as notice, n.received_at as noticed_at,
        coalesce(d.at, case when ${wasWrong} then n.withdrawn_at end) as decided_at,
        coalesce(n.from_organisation::text, 'others') as notifier,
        case when n.from_organisation is not null then n.notice ->> 'name' end as name,
        p.regime, n.notice ->> 'ground' as ground, d.analyst,
        array(select m.brand_id from ${listingMentions} m
          where m.listing_id = i.listing_id and m.confidence >= 0.9) as brands,
        i.listing_id as listing, ${wasWrong} as taken_back,
        case when held.imposed then 'restrict' else d.outcome end as outcome,
        coalesce(held.undone, false) as undone, held.began_at, held.restored_at
      from received_notices n join received_items i on i.notice_id = n.id
      join proceedings p on p.id = i.proceeding_id
      left join lateral (
        select (e.event ->> 'at')::timestamptz as at, e.event -> 'by' ->> 'id' as analyst,
          e.event -> 'fields' ->> 'outcome' as outcome
        from proceeding_events e
        where e.proceeding_id = i.proceeding_id and e.event ->> 'id' = i.instance
          and e.event ->> 'transition' = 'decide'
        order by e.position desc limit 1
      ) d on true
      left join lateral (
        select count(*) > 0 as imposed,
          bool_and(coalesce(m.end_reason = 'reversed', false)) as undone,
          min(s.sent_at) as began_at,
          max(m.ended_at) filter (where m.end_reason in ('reversed', 'withdrawn')) as restored_at
        from measures m
        left join statements_of_reasons s
          on s.proceeding_id = m.proceeding_id and s.instance = m.instance
        where m.proceeding_id = i.proceeding_id and m.end_reason is distinct from 'replaced'
          and starts_with(m.instance, i.instance || '/')
      ) held on true
      where n.organisation_id = ${org} and n.received_at >= ${since} - ${longest}
        and n.received_at < ${until} ${free(sql`i.listing_id`, sql`null`)}
    ),
    own as (
      select 'own' as side, o.id::text as notice, o.happened_at as noticed_at,
        o.happened_at as decided_at, null::text as notifier, null::text as name,
        null::text as regime, null::text as ground,
        case when o.actor_kind = 'person' then o.actor_id end as analyst,
        array(select m.brand_id from ${listingMentions} m
          where m.listing_id = o.listing_id and m.confidence >= 0.9) as brands,
        o.listing_id as listing, false as taken_back, 'restrict' as outcome,
        back.at is not null as undone, o.happened_at as began_at, back.at as restored_at
      from ${recordedOutcomes} o
      left join lateral (
        select min(b.happened_at) as at from ${recordedOutcomes} b
        where b.listing_id = o.listing_id and b.organisation_id = o.organisation_id
          and b.outcome in ('restored', 'appeal-upheld', 'seller-proved-genuine')
          and b.happened_at >= o.happened_at
      ) back on true
      where o.organisation_id = ${org} and o.outcome = 'removed'
        and o.happened_at >= ${since} and o.happened_at < ${until}
        ${free(sql`o.listing_id`, sql`null`)}
    ),
    own_restrictions as (
      select 'own' as side, p.id::text as notice, p.opened_at as noticed_at,
        held.began_at as decided_at, null::text as notifier, null::text as name, null::text as regime,
        null::text as ground, held.analyst,
        array(select m.brand_id from ${listingMentions} m
          where m.listing_id = p.listing_id and m.confidence >= 0.9) as brands,
        p.listing_id as listing, false as taken_back, 'restrict' as outcome, held.undone,
        held.began_at, held.restored_at
      from proceedings p
      join lateral (
        select bool_and(coalesce(m.end_reason = 'reversed', false)) as undone,
          min(s.sent_at) as began_at,
          max(m.ended_at) filter (where m.end_reason = 'reversed') as restored_at,
          (select e.event -> 'by' ->> 'id' from proceeding_events e
            where e.proceeding_id = p.id and e.event ->> 'transition' = 'impose'
            order by e.position limit 1) as analyst
        from measures m
        left join statements_of_reasons s
          on s.proceeding_id = m.proceeding_id and s.instance = m.instance
        where m.proceeding_id = p.id and m.end_reason is distinct from 'replaced'
      ) held on held.began_at is not null
      where p.organisation_id = ${org} and p.managed_by = 'moderation' and p.listing_id is not null
        and p.opened_at >= ${since} - ${longest} and p.opened_at < ${until}
        and not exists (select from received_items i where i.proceeding_id = p.id)
        -- Told as removed beside, it counts once.
        and not exists (select from ${recordedOutcomes} o
          where o.listing_id = p.listing_id and o.organisation_id = ${org}
            and o.outcome = 'removed' and o.happened_at >= ${since} and o.happened_at < ${until})
        ${free(sql`p.listing_id`, sql`null`)}
    ),
    facts as (
      select * from sent union all select * from received union all select * from own
      union all select * from own_restrictions
    )`
}

/** Grouping keys; several brands or signals of a listing each get a row. */
const groups: Readonly<Record<NoticeQualityGroup, RawBuilder<unknown>>> = {
  notifier: sql`cross join lateral (select f.notifier as key) g`,
  'notifier-ground': sql`cross join lateral (
    select f.notifier || ' ' || f.ground as key where f.notifier <> 'others') g`,
  rule: sql`cross join lateral (select f.regime || ' ' || f.ground as key) g`,
  brand: sql`cross join lateral unnest(f.brands) as g (key)`,
  analyst: sql`cross join lateral (select f.analyst as key) g`,
  // Only for own listings: an organisation does not see every signal of others'.
  signal: sql`cross join lateral (
    select distinct s ->> 'code' as key
    from ${listingFacts} l
    cross join lateral (
      select a.body from ${liveAssessments} a
      where a.listing_id = l.id and a.version = l.version
      order by a.at desc, a.id limit 1
    ) a
    cross join lateral json_array_elements(a.body -> 'signals') s
    where l.id = f.listing and l.organisation_id = f.organisation
      and (s ->> 'weight')::float8 > 0) g`,
}

/** Sums by side and key, with the most decisions first. */
export async function sumFiguresBy(
  handle: Transaction,
  by: NoticeQualityGroup,
  options: FiguresQuery & { limit: number; only?: readonly string[] },
): Promise<FigureRow[]> {
  const { organisationId, from, to, limit, only } = options
  const within = (moment: RawBuilder<unknown>): RawBuilder<unknown> =>
    sql`${moment} >= ${from}::timestamptz and ${moment} < ${to}::timestamptz`
  const among = only === undefined ? sql`` : sql`and g.key = any (${[...only]}::text[])`
  const { rows } = await sql<FigureRow>`
    ${facts(options)},
    judged as (
      select f.*, ${organisationId}::uuid as organisation,
        ${within(sql`f.noticed_at`)} as is_noticed,
        coalesce(${within(sql`f.decided_at`)}, false)
          and (f.taken_back or f.outcome in ('restrict', 'no-action')) as is_decided
      from facts f
    )
    select f.side, g.key, max(f.name) as name,
      count(distinct f.notice) filter (where f.is_noticed)::int4 as notices,
      count(*) filter (where f.is_decided)::int4 as decided,
      count(*) filter (where f.is_decided and f.outcome = 'restrict' and not f.undone
        and not f.taken_back)::int4 as succeeded,
      count(*) filter (where f.is_decided and (f.undone or f.taken_back))::int4 as upheld,
      percentile_cont(0.5) within group (
        order by extract(epoch from f.restored_at - f.began_at)::float8
      ) filter (where f.is_decided and (f.undone or f.taken_back)
        and f.restored_at >= f.began_at) as "medianSeconds"
    from judged f ${groups[by]}
    where g.key is not null and (f.is_noticed or f.is_decided) ${among}
    group by f.side, g.key
    order by count(*) filter (where f.is_decided) desc, f.side, g.key limit ${limit}`.execute(
    handle,
  )
  return rows
}
