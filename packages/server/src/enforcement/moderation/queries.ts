import { sql, type RawBuilder } from 'kysely'
import { exportedQuery, type Transaction } from '../../platform/db/index.ts'

/** Notices as received; those with `forgotten_at` have no notifier. */
export const receivedNotices = exportedQuery
  .selectFrom('received_notices')
  .select(['id', 'organisation_id', 'from_organisation', 'notice', 'received_at', 'forgotten_at'])

export const receivedItems = exportedQuery
  .selectFrom('received_items')
  .select(['notice_id', 'position', 'organisation_id', 'proceeding_id', 'instance', 'listing_key'])
  .select(['listing_id', 'received_at', 'urgency'])

/** Whether a workflow instance `m` is an item of a notice that awaits its decision. */
export const isUndecidedItem = sql<boolean>`m.part = 'notice'
  and m.state in ('received', 'on-hold', 'triaged', 'in-review', 'information-requested')`

/** Whether a workflow instance leaves somebody something to do once its item is decided: as the index has it. */
export function isFollowUp(of: 'm' | 'o'): RawBuilder<boolean> {
  const [part, state] = [sql.ref(`${of}.part`), sql.ref(`${of}.state`)]
  return sql`((${part} = 'notice' and ${state} = 'decided')
    or (${part} = 'restriction' and ${state} in ('proposed', 'imposed'))
    or (${part} = 'complaint' and ${state} in ('lodged', 'human-review', 'upheld', 'rejected'))
    or (${part} = 'dispute-settlement' and ${state} in ('referred', 'engaged', 'extended', 'decided'))
    or (${part} = 'life-safety-report' and ${state} = 'suspected')
    or (${part} = 'buyer-notification' and ${state} in ('aware', 'selected', 'notified-in-part')))`
}

/** Workflow instances of items that await a decision. */
export const undecidedItems = exportedQuery
  .selectFrom('workflow_instances as m')
  .select(['m.proceeding_id', 'm.instance', 'm.organisation_id', 'm.state'])
  .where(isUndecidedItem)

/** Workflow instances that leave something to do, each with the item that led to them, if one did. */
export const followUps = exportedQuery
  .selectFrom('workflow_instances as m')
  .select(['m.proceeding_id', 'm.instance', 'm.organisation_id', 'm.part', 'm.state', 'm.since'])
  .select(sql<string>`split_part(m.instance, '/', 1)`.as('item'))
  .where(isFollowUp('m'))

export const misuseRecords = exportedQuery
  .selectFrom('misuse_records')
  .select(['id', 'organisation_id', 'role', 'subject', 'proceeding_id', 'instance', 'opened_at'])

/** Measures in force and those that ended, each with the seller whom it binds. */
export const allMeasures = exportedQuery
  .selectFrom('measures')
  .select(['id', 'organisation_id', 'proceeding_id', 'instance', 'listing_id', 'seller', 'measure'])
  .select(['starts_on', 'ends_on', 'ended_at', 'end_reason'])

/** Measures in force without a complaint by the seller. */
export const measuresWithoutComplaint = exportedQuery
  .selectFrom('measures as m')
  .select(['m.organisation_id', 'm.proceeding_id', 'm.listing_id', 'm.starts_on'])
  .where(
    // Lodging a complaint moved it on from its open window.
    sql<boolean>`m.ended_at is null and not exists (
      select from workflow_instances c
      where c.proceeding_id = m.proceeding_id and c.part = 'complaint'
        and starts_with(c.instance, m.instance || '/') and c.state not in ('open', 'closed'))`,
  )

/**
 * Redacts the notifiers of notices: a person's name, all addresses, and the hashes that identify them. References to
 * pictures of the page are removed; the next sweep of unused blobs deletes their bytes.
 */
export async function redactNotifiers(handle: Transaction, ids: readonly string[]): Promise<void> {
  await sql`
    update received_notices set forgotten_at = now(), network_hash = null, address_hash = null,
      notice = (case when from_organisation is null then notice::jsonb - 'name' - 'email'
        else notice::jsonb - 'email' end)::json
    where id = any (${[...ids]}::uuid[])`.execute(handle)
  await sql`
    update received_pictures set disposed_at = now()
    where notice_id = any (${[...ids]}::uuid[]) and disposed_at is null`.execute(handle)
}
