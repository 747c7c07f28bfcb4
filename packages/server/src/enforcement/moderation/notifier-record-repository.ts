import { sql } from 'kysely'
import type { Transaction } from '../../platform/db/index.ts'
import type { ReceivedNoticeRow } from './repository.ts'

/** What became of the other items of a notifier. */
export type NotifierRecord = {
  items: number
  decided: number
  restricted: number
  reversed: number
  withdrawn: number
}

const none: NotifierRecord = { items: 0, decided: 0, restricted: 0, reversed: 0, withdrawn: 0 }

/** Newest items of a notifier that are counted. */
const mostCounted = 2000

/** The record of a notice's notifier without this notice: an organisation, or whoever gave the same email address. */
export async function readNotifierRecord(
  handle: Transaction,
  { id, organisationId, fromOrganisation, notice: { email } }: ReceivedNoticeRow,
): Promise<NotifierRecord> {
  if (fromOrganisation === null && email === undefined) return none
  const sender =
    fromOrganisation === null
      ? sql`n.from_organisation is null and lower(n.notice ->> 'email') = lower(${email}::text)`
      : sql`n.from_organisation = ${fromOrganisation}::uuid`
  const { rows } = await sql<NotifierRecord>`
    with theirs as (
      select i.proceeding_id, i.instance, n.withdrawn_cause
      from received_notices n join received_items i on i.notice_id = n.id
      where n.organisation_id = ${organisationId}::uuid and n.id <> ${id}::uuid and ${sender}
      order by n.received_at desc limit ${mostCounted}
    )
    select count(*)::int as items,
      (count(*) filter (where m.state in
        ('decided', 'notifier-informed', 'closed-without-contact')))::int as decided,
      (count(*) filter (where r.state in
        ('statement-sent', 'statement-exempt', 'expired', 'replaced', 'reversed')))::int as restricted,
      (count(*) filter (where r.state = 'reversed'))::int as reversed,
      (count(*) filter (where t.withdrawn_cause = 'mistaken'))::int as withdrawn
    from theirs t
    join workflow_instances m on m.proceeding_id = t.proceeding_id and m.instance = t.instance
    left join workflow_instances r on r.proceeding_id = t.proceeding_id
      and r.instance = t.instance || '/restriction'`.execute(handle)
  return rows[0] ?? none
}
