import { sql, type RawBuilder } from 'kysely'
import { exportedQuery } from '../../platform/db/index.ts'

export const noticeStates = exportedQuery
  .selectFrom('notices')
  .select(['id', 'organisation_id', 'case_id', 'state', 'proposed_by', 'sent_at', 'outcome'])

/** Notices of which a marketplace of the installation asks something. */
export const questionedNotices = exportedQuery
  .selectFrom('notice_recipients')
  .select(['notice_id', 'organisation_id'])
  .where(sql<boolean>`response::jsonb @? '$.items[*] ? (@.state == "information-requested")'`)

/** What marketplaces of the installation decided to which nobody reacted; of an appeal, on which item and how. */
export const openResponses = exportedQuery
  .selectFrom('notice_events as e')
  .select(['e.notice_id', 'e.organisation_id', 'e.kind', 'e.at'])
  .select([
    sql<number | null>`(e.data ->> 'position')::int4`.as('place'),
    sql<string | null>`e.data ->> 'outcome'`.as('outcome'),
  ])
  .where(
    sql<boolean>`e.kind in ('decided', 'complaint-decided', 'seller-answer-decided')
      and e.data ->> 'from' is not null
      and not exists (
        select from notice_events later
        where later.notice_id = e.notice_id and later.position > e.position and later.kind in (
          'decided', 'complaint-decided', 'seller-answer-decided', 'pursued', 'escalated',
          'withdrawn'))`,
  )

/** When a notice was last submitted for approval. */
export function proposedAt(notice: RawBuilder<unknown>): RawBuilder<Date | null> {
  return sql`(
    select max(e.at) from notice_events e where e.notice_id = ${notice} and e.kind = 'proposed')`
}

/** The listings of notices. */
export const noticeListings = exportedQuery
  .selectFrom('notice_items')
  .select(['notice_id', 'listing_id', 'marketplace', 'external_id', 'place'])

/** The listing that a notice names first. */
export function firstListingOf(notice: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql`(
    select i.listing_id from notice_items i where i.notice_id = ${notice} order by i.place limit 1)`
}

/** Notices at every stage, without their content. */
export const noticeFacts = exportedQuery
  .selectFrom('notices')
  .select([
    'id',
    'organisation_id',
    'case_id',
    'regime',
    'ground',
    'state',
    'drafted_at',
    'sent_at',
  ])
  .select(['decided_at', 'outcome', 'withdrawn_at', 'withdrawn_cause'])

/** What organisations call the recipients of their notices, by marketplace. */
export const noticeRecipientNames = exportedQuery
  .selectFrom('notice_addresses')
  .select(['id', 'organisation_id', 'marketplace', 'name'])

/** Who may sign notices of an organisation now. */
export const authorisedSignatories = exportedQuery
  .selectFrom('notice_signatories')
  .select(['organisation_id', 'person_id'])
  .where(
    sql<boolean>`authorised
      and (until_day is null or until_day >= (now() at time zone 'utc')::date)`,
  )

/** The listings of sent notices with what takedown checks saw of them. */
export const takedownChecks = exportedQuery
  .selectFrom('notice_items as i')
  .innerJoin('notices as n', 'n.id', 'i.notice_id')
  .select(['i.notice_id', 'i.listing_id', 'i.organisation_id', 'i.look', 'i.checked_at'])
  .select(['i.live_at', 'i.gone_at', 'n.sent_at', 'n.state'])
  .where('n.sent_at', 'is not', null)

/** Decided appeals against what marketplaces of the installation did on a notice, by listing. */
export const reportedAppeals = sql`(
  select i.listing_id, i.organisation_id, appeal ->> 'outcome' as outcome,
    (appeal ->> 'decidedAt')::timestamptz as decided_at
  from notice_recipients r
  cross join lateral json_array_elements(r.response -> 'items') as reported (item)
  join notice_items i on i.notice_id = r.notice_id and i.place = (item ->> 'position')::int4
  cross join lateral json_array_elements(item -> 'answers') as decided (appeal)
  where r.response is not null)`
