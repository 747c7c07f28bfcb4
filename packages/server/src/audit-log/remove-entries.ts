import type { Signer } from '@touchstone/evidence'
import { sql, type RawBuilder } from 'kysely'
import { recordEvent } from '../audit/index.ts'
import type { Handle } from '../platform/db/index.ts'
import { joined, nilId, type Span } from './model.ts'
import { leavesAt, proveRemoval } from './prove-removal.ts'
import { lockTrees } from './tree-store.ts'

const spansInEntry = 1000

/**
 * Says in the installation's log which of its entries are lawfully removed in this transaction, and why: their
 * leaves stay, and whoever verifies the log tells them from deleted ones by the signature. `which` is a condition on `audit_events`.
 */
export async function noteRemovedEntries(
  handle: Handle,
  asked: { which: RawBuilder<unknown>; reason: 'sample-removed'; signer: Signer },
): Promise<void> {
  const { which, reason, signer } = asked
  // Whoever seals meanwhile holds what is removed here, and the other way round.
  await lockTrees(handle)
  const { rows } = await sql<{ index: number }>`
    select n.index
    from audit_events join audit_log_nodes n on n.event_id = audit_events.id and n.level = 0
    where n.log_id = ${nilId}::uuid and audit_events.organisation_id is null and ${which}
    order by n.index`.execute(handle)
  const spans = joined(rows.map(({ index }): Span => [Number(index), Number(index)]))
  for (let from = 0; from < spans.length; from += spansInEntry) {
    const positions = spans.slice(from, from + spansInEntry)
    const leaves = await leavesAt(handle, nilId, positions)
    await recordEvent({
      handle,
      organisationId: null,
      action: 'audit-entries-removed',
      subject: { kind: 'installation', id: 'audit-log' },
      detail: { reason, ...(await proveRemoval(signer, { positions, leaves })) },
    })
  }
  // What has no leaf yet leaves nothing behind.
  await sql`
    delete from audit_pending
    where organisation_id is null
      and event_id in (select id from audit_events where organisation_id is null and ${which})
    `.execute(handle)
}
