import { regimeNames, shippedRules } from '@touchstone/jurisdiction'
import { sql } from 'kysely'
import { marketplaceNamer } from '../../access/marketplace-names/index.ts'
import { userProfiles } from '../../access/users/queries.ts'
import { submittedAppeals } from '../../enforcement/appeals/queries.ts'
import { followUps, receivedItems, undecidedItems } from '../../enforcement/moderation/queries.ts'
import {
  firstListingOf,
  noticeListings,
  noticeStates,
  openResponses,
  questionedNotices,
} from '../../enforcement/notices/queries.ts'
import {
  missedDeadlines,
  proceedingListings,
  runningDeadlines,
  workflowStates,
} from '../../enforcement/proceedings/queries.ts'
import { caseFacts, newestListingOf } from '../../investigation/cases/queries.ts'
import { pageCaptures } from '../../investigation/evidence/queries.ts'
import { currentListings, sellerNameOf } from '../../listings/ingest/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { isHandled, readWaiting, recentFrom, type ReadOptions } from './repository.ts'
import { aheadMilliseconds, type Waiting } from './types.ts'

const isOpenCase = sql`c.closed_at is null`

/**
 * Open cases of this person, or of nobody, that are due within a week or were promised by then; those of the person
 * first.
 */
export async function readDueCases(
  handle: Transaction,
  { organisationId, personId, now, limit }: ReadOptions,
): Promise<Waiting> {
  const ahead = new Date(now.getTime() + aheadMilliseconds)
  const due = sql`least(c.due_at, c.sla_at)`
  const assignee = sql`case when c.assigned_until is null or c.assigned_until > ${now} then c.assignee end`
  const waiting = await readWaiting(handle, {
    limit,
    waiting: sql`
      select c.id, c.title, c.events, c.changed_at, ${due} as due, c.sla_late, c.urgency,
        ${assignee} as assignee
      from ${caseFacts} c
      where c.organisation_id = ${organisationId}::uuid and ${isOpenCase}
        and (${due} < ${ahead} or c.sla_late)
        and (c.snoozed_until is null or c.snoozed_until <= ${now})
        and coalesce(${assignee}, ${personId}::uuid) = ${personId}::uuid
      order by ${assignee} is null, c.sla_late desc, 5, c.urgency, c.id`,
    columns: {
      id: sql`w.id::text`,
      title: sql`w.title`,
      listing: newestListingOf(sql`w.id`),
      detail: sql`case when w.assignee is null then 'unassigned' else 'assigned' end`,
      from: sql`(select u.name from ${userProfiles} u where u.id = w.assignee)`,
      since: sql`w.changed_at`,
      // The time that was promised is over once it was reported as late.
      until: sql`case when w.sla_late then least(w.due, w.changed_at) else w.due end`,
      path: sql`'/cases/' || w.id`,
      version: sql`w.events`,
    },
  })
  const rows = waiting.rows.map((row) => ({
    ...row,
    action: row.detail === 'unassigned' ? ('assign' as const) : null,
  }))
  return { ...waiting, rows }
}

/** Deadlines that end by themselves, as a restriction does, ask nobody for anything. */
function deadlinesToMeet(): { names: string[]; titles: ReadonlyMap<string, string> } {
  const names = new Set<string>()
  const titles = new Map<string, string>()
  for (const id of regimeNames.written) {
    for (const { id: workflow, timeLimits } of shippedRules(id).regime.workflows) {
      for (const { id: timeLimit, title, ...rest } of timeLimits) {
        if (!('expiry' in rest) || rest.expiry === undefined) {
          names.add(timeLimit)
          titles.set(`${workflow} ${timeLimit}`, title)
        }
      }
    }
  }
  return { names: [...names], titles }
}

/**
 * Deadlines within a week, and those that were missed. Received notices, their follow-ups and appeals are items of
 * their own, with their own deadlines.
 */
export async function readDeadlines(
  handle: Transaction,
  { organisationId, now, limit }: ReadOptions,
): Promise<Waiting> {
  const ahead = new Date(now.getTime() + aheadMilliseconds)
  const { names, titles } = deadlinesToMeet()
  const waiting = await readWaiting(handle, {
    limit,
    waiting: sql`
      select c.proceeding_id, c.instance, c.time_limit, c.run, c.due_at
      from (
        select m.proceeding_id, m.instance, m.time_limit, m.run, m.due_at
        from ${missedDeadlines} m where m.organisation_id = ${organisationId}::uuid
        union all
        select r.proceeding_id, r.instance, r.time_limit, r.run, r.due_at
        from ${runningDeadlines} r
        where r.organisation_id = ${organisationId}::uuid and r.due_at < ${ahead}
      ) c
      where c.time_limit = any (${names}::text[])
        and not exists (select from ${undecidedItems} m
          where m.proceeding_id = c.proceeding_id and m.instance = c.instance)
        and not exists (select from ${followUps} f
          join ${receivedItems} i on i.proceeding_id = f.proceeding_id and i.instance = f.item
          where f.proceeding_id = c.proceeding_id and f.instance = c.instance)
        and not exists (select from ${submittedAppeals} a
          where a.proceeding_id = c.proceeding_id and a.instance = c.instance
            and a.state = 'open')
      order by c.due_at, c.proceeding_id, c.instance, c.time_limit, c.run`,
    columns: {
      id: sql`w.proceeding_id || '/' || w.instance || '/' || w.time_limit`,
      title: sql`coalesce(l.title, p.title)`,
      listing: sql`p.listing_id`,
      detail: sql`w.time_limit`,
      limit: sql`json_build_object('workflow', coalesce(s.workflow, ''), 'id', w.time_limit)`,
      since: sql`w.due_at`,
      until: sql`w.due_at`,
      path: sql`case when s.part = 'transparency-filing' then '/moderation/filings'
        else '/proceedings/' || w.proceeding_id end`,
    },
    joins: sql`
      join lateral (
        select p.title, p.organisation_id, coalesce(p.listing_id, (
          select i.listing_id from ${receivedItems} i
          where i.proceeding_id = w.proceeding_id
            and i.instance = split_part(w.instance, '/', 1))) as listing_id
        from ${proceedingListings} p where p.id = w.proceeding_id) p on true
      left join lateral (
        select s.part, s.workflow from ${workflowStates} s
        where s.proceeding_id = w.proceeding_id and s.instance = w.instance) s on true
      left join lateral (
        select l.content ->> 'title' as title from ${currentListings} l
        where l.id = p.listing_id and l.organisation_id = p.organisation_id) l on true`,
  })
  const rows = waiting.rows.map((row) => ({
    ...row,
    detail: titles.get(`${row.limit?.workflow ?? ''} ${row.limit?.id ?? ''}`) ?? row.detail,
  }))
  return { ...waiting, rows }
}

/** Captures that failed and of whose page nobody requested another since. */
export async function readFailedCaptures(
  handle: Transaction,
  { organisationId, now, limit }: ReadOptions,
): Promise<Waiting> {
  return readWaiting(handle, {
    limit,
    action: 'capture-again',
    waiting: sql`
      select c.id, c.listing_id, c.url, c.sentence, c.ended_at
      from ${pageCaptures} c
      where c.organisation_id = ${organisationId}::uuid and c.state = 'failed'
        and c.ended_at > ${recentFrom(now)}
        and not exists (select from ${pageCaptures} later
          where later.organisation_id = c.organisation_id and md5(later.url) = md5(c.url)
            and later.url = c.url and later.requested_at > c.requested_at)
        and not ${isHandled('failed-capture', sql`c.id`, sql`c.ended_at`)}
      order by c.ended_at desc, c.id desc`,
    columns: {
      id: sql`w.id::text`,
      title: sql`coalesce(
        (select l.content ->> 'title' from ${currentListings} l where l.id = w.listing_id), w.url)`,
      listing: sql`w.listing_id`,
      detail: sql`w.sentence`,
      since: sql`w.ended_at`,
      path: sql`'/captures/' || w.id`,
    },
  })
}

/** Questions and decisions of marketplaces on notices, of which nobody took notice. */
export async function readMarketplaceResponses(
  handle: Transaction,
  { organisationId, now, limit }: ReadOptions,
): Promise<Waiting> {
  const found = await readWaiting(handle, {
    limit,
    waiting: sql`
      select * from (
        select distinct on (found.notice_id) n.id as notice_id, n.case_id, found.detail, found.at,
          found.item
        from (
          select q.notice_id, 'question' as detail, null::timestamptz as at, null::int4 as item
          from ${questionedNotices} q where q.organisation_id = ${organisationId}::uuid
          union all
          select r.notice_id,
            case when r.kind <> 'seller-answer-decided' then r.kind
              when r.outcome in ('upheld', 'accepted') then 'appeal-upheld' else 'appeal-rejected' end,
            r.at, r.place
          from ${openResponses} r
          where r.organisation_id = ${organisationId}::uuid and r.at > ${recentFrom(now)}
        ) found
        cross join lateral (
          select s.id, s.case_id, s.sent_at from ${noticeStates} s
          where s.id = found.notice_id and s.state = 'sent'
        ) n
        where found.at is null
          or not ${isHandled('marketplace-response', sql`n.id`, sql`found.at`)}
        order by found.notice_id, found.at nulls first
      ) one
      order by one.at nulls first, one.notice_id`,
    columns: {
      id: sql`w.notice_id::text`,
      title: sql`(select c.title from ${caseFacts} c where c.id = w.case_id)`,
      listing: sql`coalesce(i.listing_id, ${firstListingOf(sql`w.notice_id`)})`,
      seller: sql`(select ${sellerNameOf(sql`l.content`)}
        from ${currentListings} l where l.id = i.listing_id)`,
      detail: sql`case when w.detail = 'decided' then coalesce(n.outcome, 'decided') else w.detail end`,
      from: sql`(
        select string_agg(distinct i.marketplace, ', ') from ${noticeListings} i
        where i.notice_id = w.notice_id)`,
      since: sql`coalesce(w.at, n.sent_at)`,
      path: sql`'/notices/' || w.notice_id`,
    },
    joins: sql`
      join lateral (select s.sent_at, s.outcome from ${noticeStates} s where s.id = w.notice_id) n
        on true
      left join lateral (select a.listing_id from ${noticeListings} a
        where a.notice_id = w.notice_id and a.place = w.item) i on true`,
  })
  const marketplaceName = await marketplaceNamer(handle, organisationId)
  const rows = found.rows.map((row) => ({
    ...row,
    from: row.from?.split(', ').map(marketplaceName).join(', ') ?? null,
    // A question stays until it is answered.
    action: row.detail === 'question' ? null : ('mark-handled' as const),
  }))
  return { ...found, rows }
}
