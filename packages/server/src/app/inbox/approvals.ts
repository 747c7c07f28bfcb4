import { sql } from 'kysely'
import { userProfiles } from '../../access/users/queries.ts'
import {
  firstListingOf,
  noticeStates,
  noticeListings,
  proposedAt,
} from '../../enforcement/notices/queries.ts'
import { caseFacts } from '../../investigation/cases/queries.ts'
import { currentListings, mentionsBrandOf } from '../../listings/ingest/queries.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { decisionProposals } from '../../review/decisions/queries.ts'
import { readWaiting, type ReadOptions } from './repository.ts'
import type { Waiting } from './types.ts'

/** Decisions that somebody else proposed, the longest waiting first. */
export async function readDecisionApprovals(
  handle: Transaction,
  { organisationId, personId, limit, only }: ReadOptions & { only?: readonly string[] },
): Promise<Waiting> {
  return readWaiting(handle, {
    limit,
    waiting: sql`
      select p.id, p.listing_id, p.verdict, p.proposed_at, p.actor_kind, p.actor_id
      from ${decisionProposals} p
      where p.organisation_id = ${organisationId}::uuid and p.state = 'proposed'
        and (p.actor_kind, p.actor_id) <> ('person', ${personId}::text)
        ${only === undefined ? sql`` : sql`and ${mentionsBrandOf(sql`p.listing_id`, only)}`}
      order by p.proposed_at, p.id`,
    columns: {
      id: sql`w.id::text`,
      title: sql`l.title`,
      detail: sql`w.verdict`,
      listing: sql`w.listing_id`,
      marketplace: sql`l.marketplace`,
      from: sql`u.name`,
      since: sql`w.proposed_at`,
      path: sql`'/listings/' || w.listing_id`,
    },
    joins: sql`
      left join lateral (
        select s.marketplace, s.content ->> 'title' as title from ${currentListings} s
        where s.id = w.listing_id
      ) l on true
      left join lateral (
        select name from ${userProfiles} p
        where p.id = case when w.actor_kind = 'person' then w.actor_id::uuid end
      ) u on true`,
  })
}

/** Notices that somebody else submitted for approval. */
export async function readNoticeApprovals(
  handle: Transaction,
  { organisationId, personId, limit }: ReadOptions,
): Promise<Waiting> {
  return readWaiting(handle, {
    limit,
    waiting: sql`
      select n.id, n.case_id, n.proposed_by, ${proposedAt(sql`n.id`)} as proposed_at
      from ${noticeStates} n
      where n.organisation_id = ${organisationId}::uuid and n.state = 'proposed'
        and n.proposed_by is distinct from ${personId}::text
      order by 4, 1`,
    columns: {
      id: sql`w.id::text`,
      title: sql`(select c.title from ${caseFacts} c where c.id = w.case_id)`,
      listing: firstListingOf(sql`w.id`),
      marketplace: sql`(
        select string_agg(distinct i.marketplace, ', ') from ${noticeListings} i
        where i.notice_id = w.id)`,
      from: sql`(select u.name from ${userProfiles} u where u.id = w.proposed_by::uuid)`,
      since: sql`coalesce(w.proposed_at, now())`,
      path: sql`'/notices/' || w.id`,
    },
  })
}
