import { sql } from 'kysely'
import { organisationProfiles } from '../../access/organisations/queries.ts'
import { openProofRequests, submittedAppeals } from '../../enforcement/appeals/queries.ts'
import {
  followUps,
  receivedItems,
  receivedNotices,
  undecidedItems,
} from '../../enforcement/moderation/queries.ts'
import {
  actedBefore,
  passedDeadline,
  proceedingListings,
  runningDeadlines,
} from '../../enforcement/proceedings/queries.ts'
import { currentListings } from '../../listings/ingest/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { brandName } from './brand-names.ts'
import { readWaiting, type ReadOptions } from './repository.ts'
import type { Waiting } from './types.ts'

/** The lowest urgencies of received items are those that may concern life or safety. */
const lifeSafetyBelow = 3

const decideDeadlines = ['decide', 'decide-flagger']
const complaintDeadlines = ['decide-complaint']

const titleOfItem = sql`coalesce(
  (select l.content ->> 'title' from ${currentListings} l
    where l.id = w.listing_id and l.organisation_id = w.organisation_id),
  n.named)`

const noticeOfItem = sql`
  left join lateral (
    select coalesce(r.notice -> 'items' -> w.position -> 'urls' ->> 0,
        r.notice -> 'items' -> w.position -> 'identifiers' ->> 0) as named,
      case when r.from_organisation is not null then coalesce(
        (select o.name from ${organisationProfiles} o where o.id = r.from_organisation),
        r.notice ->> 'name') end as sender
    from ${receivedNotices} r where r.id = w.notice_id
  ) n on true`

const columnsOfItem = {
  id: sql`w.notice_id || '/' || w.position`,
  title: titleOfItem,
  listing: sql`w.listing_id`,
  from: sql`n.sender`,
  urgent: sql`w.urgency < ${lifeSafetyBelow}::int4`,
  path: sql`'/moderation/notices/' || w.notice_id || '?item=' || w.position`,
}

/** Items of received notices that await a decision, as they are to be worked on. */
export async function readReceivedNotices(
  handle: Transaction,
  { organisationId, limit }: ReadOptions,
): Promise<Waiting> {
  return readWaiting(handle, {
    limit,
    waiting: sql`
      select i.notice_id, i.position, i.organisation_id, i.proceeding_id, i.instance, i.listing_id,
        i.urgency, i.received_at, m.state
      from ${undecidedItems} m
      join ${receivedItems} i on i.proceeding_id = m.proceeding_id and i.instance = m.instance
      where m.organisation_id = ${organisationId}::uuid
      order by i.urgency, i.received_at, i.notice_id, i.position`,
    columns: {
      ...columnsOfItem,
      detail: sql`w.state`,
      since: sql`w.received_at`,
      until: sql`least(
        ${passedDeadline(sql`w.proceeding_id`, sql`w.instance`, decideDeadlines)},
        (select min(c.due_at) from ${runningDeadlines} c
          where c.proceeding_id = w.proceeding_id and c.instance = w.instance))`,
    },
    joins: noticeOfItem,
  })
}

/** Decided items of which something is left to do, but for complaints that wait as appeals. */
export async function readFollowUps(
  handle: Transaction,
  { organisationId, limit }: ReadOptions,
): Promise<Waiting> {
  return readWaiting(handle, {
    limit,
    waiting: sql`
      select i.notice_id, i.position, i.organisation_id, i.proceeding_id, i.listing_id, i.urgency,
        min(f.since) as since, min(f.part) as part
      from ${followUps} f
      join ${receivedItems} i on i.proceeding_id = f.proceeding_id and i.instance = f.item
      where f.organisation_id = ${organisationId}::uuid
        and not exists (select from ${undecidedItems} m
          where m.proceeding_id = i.proceeding_id and m.instance = i.instance)
        and not exists (select from ${submittedAppeals} a
          where a.proceeding_id = f.proceeding_id and a.instance = f.instance
            and a.state = 'open')
      group by i.notice_id, i.position, i.organisation_id, i.proceeding_id, i.listing_id, i.urgency
      order by min(f.since), i.notice_id, i.position`,
    columns: {
      ...columnsOfItem,
      detail: sql`w.part`,
      since: sql`w.since`,
      until: sql`(
        select min(c.due_at) from ${followUps} f
        join ${runningDeadlines} c on c.proceeding_id = f.proceeding_id and c.instance = f.instance
        where f.proceeding_id = w.proceeding_id)`,
    },
    joins: noticeOfItem,
  })
}

/** Appeals that this person may decide, the oldest first. */
export async function readAppeals(
  handle: Transaction,
  { organisationId, personId, limit }: ReadOptions,
): Promise<Waiting> {
  return readWaiting(handle, {
    limit,
    waiting: sql`
      select a.id, a.link_id, a.proceeding_id, a.instance, a.submitted_at
      from ${submittedAppeals} a
      where a.organisation_id = ${organisationId}::uuid and a.state = 'open' and a.proof_request_id is null
        and not ${actedBefore(sql`a.proceeding_id`, sql`a.instance`, personId)}
      order by a.submitted_at, a.id`,
    columns: {
      id: sql`w.id::text`,
      title: sql`coalesce(
        (select l.content ->> 'title' from ${currentListings} l where l.id = p.listing_id),
        p.title)`,
      listing: sql`p.listing_id`,
      since: sql`w.submitted_at`,
      until: sql`least(
        ${passedDeadline(sql`w.proceeding_id`, sql`w.instance`, complaintDeadlines)},
        (select min(c.due_at) from ${runningDeadlines} c
          where c.proceeding_id = w.proceeding_id and c.instance = w.instance))`,
      path: sql`'/appeals/' || w.id`,
    },
    joins: sql`
      left join lateral (
        select p.listing_id, p.title from ${proceedingListings} p where p.id = w.proceeding_id
      ) p on true`,
  })
}

/** Proofs that sellers sent and nobody assessed. */
export async function readProofSubmissions(
  handle: Transaction,
  { organisationId, limit }: ReadOptions,
): Promise<Waiting> {
  return readWaiting(handle, {
    limit,
    waiting: sql`
      select k.id, k.listing_id, k.brand_id, k.marketplace, min(a.submitted_at) as submitted_at
      from ${submittedAppeals} a
      join ${openProofRequests} k on k.id = a.proof_request_id and k.state = 'submitted'
      where a.organisation_id = ${organisationId}::uuid and a.state = 'open'
      group by k.id, k.listing_id, k.brand_id, k.marketplace
      order by min(a.submitted_at), k.id`,
    columns: {
      id: sql`w.id::text`,
      title: sql`(select l.content ->> 'title' from ${currentListings} l where l.id = w.listing_id)`,
      listing: sql`w.listing_id`,
      brand: brandName(sql`w.brand_id`),
      marketplace: sql`w.marketplace`,
      since: sql`w.submitted_at`,
      path: sql`'/appeals/proof-requests/' || w.id`,
    },
  })
}
