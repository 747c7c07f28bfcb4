import type { TimelineEntryView } from '@touchstone/contract'
import { sql } from 'kysely'
import { requireVisibleCase } from '../../investigation/cases/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import type { Outgoing } from '../../platform/http/index.ts'
import { requireReader } from './settings.ts'
import type { ServiceInput } from './manage-notices.ts'
import { caseEvents, caseListings } from '../../investigation/cases/queries.ts'
import { pageCaptures } from '../../investigation/evidence/queries.ts'

/** End of a timeline page: time, source, object, and position in it. */
export type TimelineCursor = { at: Date; source: string; id: string; position: number }

type PageInput = { limit: number; after?: TimelineCursor }

/** All events of a case, newest first: enough on its own to follow the case. */
export async function listCaseTimeline(
  options: ServiceInput<{ id: string } & PageInput>,
): Promise<Outgoing<TimelineEntryView>[]> {
  const { handle, actor, input } = options
  requireReader(actor)
  const { id, organisationId } = await requireVisibleCase({ handle, actor, id: input.id })
  return pageOfCourse(handle, { ...input, id, organisationId })
}

async function pageOfCourse(
  handle: Transaction,
  { id, organisationId, limit, after }: PageInput & { id: string; organisationId: string },
): Promise<Outgoing<TimelineEntryView>[]> {
  const from = after
    ? sql`where (at, source, id, position) < (${after.at}::timestamptz, ${after.source},
        ${after.id}::uuid, ${after.position}::int4)`
    : sql``
  const { rows } = await sql<Outgoing<TimelineEntryView>>`
    with theirs as (
      select id, title, regime, opened_at from proceedings where case_id = ${id}::uuid
      union
      select p.id, p.title, p.regime, p.opened_at
      from ${caseListings} o join proceedings p on p.listing_id = o.listing_id
      where o.case_id = ${id}::uuid and p.organisation_id = ${organisationId}::uuid
    )
    select at, source, id, position, kind, data,
      json_build_object('kind', actor_kind, 'id', actor_id) as by
    from (
      select at, 'case' as source, case_id as id, position, kind,
        case_event_in_sight(case_id, kind, data) as data, actor_kind, actor_id
      from ${caseEvents} e where case_id = ${id}::uuid
      union all
      select c.requested_at, 'capture', c.id, 1, 'asked',
        json_build_object('listing', c.listing_id, 'url', c.url, 'reason', c.reason),
        c.requested_by_kind, c.requested_by_id
      from ${caseListings} o join ${pageCaptures} c on c.listing_id = o.listing_id
      where o.case_id = ${id}::uuid and c.organisation_id = ${organisationId}::uuid
      union all
      select c.ended_at, 'capture', c.id, 2, c.state,
        json_build_object('listing', c.listing_id, 'url', c.url, 'outcome', c.outcome,
          'sentence', c.sentence),
        'operator', 'captures'
      from ${caseListings} o join ${pageCaptures} c on c.listing_id = o.listing_id
      where o.case_id = ${id}::uuid and c.organisation_id = ${organisationId}::uuid
        and c.ended_at is not null
      union all
      select p.opened_at, 'proceeding', p.id, 0, 'begun',
        json_build_object('title', p.title, 'regime', p.regime), 'operator', 'proceedings'
      from theirs p
      union all
      select (e.event ->> 'at')::timestamptz, 'proceeding', e.proceeding_id, e.position,
        e.event ->> 'type',
        json_build_object('title', p.title, 'regime', p.regime, 'instance', e.event ->> 'id',
          'workflow', m.workflow, 'transition', e.event ->> 'transition',
          'timeLimit', e.event ->> 'timeLimit', 'role', e.event -> 'by' ->> 'role'),
        e.actor_kind, e.actor_id
      from theirs p join proceeding_events e on e.proceeding_id = p.id
      left join workflow_instances m on m.proceeding_id = p.id and m.instance = e.event ->> 'id'
      union all
      select e.at, 'notice', e.notice_id, e.position, e.kind, e.data, e.actor_kind, e.actor_id
      from notices n join notice_events e on e.notice_id = n.id
      where n.case_id = ${id}::uuid
    ) course ${from}
    order by at desc, source desc, id desc, position desc limit ${limit}`.execute(handle)
  return rows
}
