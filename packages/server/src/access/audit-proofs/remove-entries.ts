import type { Signer } from '@touchstone/evidence'
import { sql, type RawBuilder } from 'kysely'
import { recordEvent, type AuditEvent } from '../audit/index.ts'
import type { Transaction } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { mergeSpans, leafOf, installationLogId, type Span } from './types.ts'
import { digestLeaves, signRemoval } from './prove-removal.ts'
import { eventColumns, lockTrees } from './tree-repository.ts'

const spansInEntry = 1000
const mostNamed = 10

/**
 * Records in the installation's log which of its entries this transaction lawfully removes, and why: their leaves
 * stay, and the signature tells verifiers that they were not deleted. `which` is a condition on `audit_events`, whose
 * content the owner of the database could have prepared: nothing is signed unless each entry is as it was sealed and
 * `isLawful` accepts it.
 */
export async function recordRemovedEntries(
  handle: Transaction,
  options: {
    which: RawBuilder<unknown>
    isLawful: (event: AuditEvent) => boolean
    reason: 'sample-removed'
    signer: Signer
  },
): Promise<void> {
  const { which, isLawful, reason, signer } = options
  // A concurrent sealing waits for this removal, and vice versa.
  await lockTrees(handle)
  const entries = await entriesThat(handle, which)
  refuse(
    entries.filter(({ event, hash }) => hash !== null && !leafOf(event).equals(hash)),
    'not as sealed',
  )
  refuse(
    entries.filter(({ event }) => !isLawful(event)),
    'not covered by this removal',
  )
  const spans = mergeSpans(
    entries.flatMap(({ index }): Span[] => (index === null ? [] : [[index, index]])),
  )
  for (let from = 0; from < spans.length; from += spansInEntry) {
    const positions = spans.slice(from, from + spansInEntry)
    const leaves = await digestLeaves(handle, installationLogId, positions)
    await recordEvent({
      handle,
      organisationId: null,
      action: 'audit-entries-removed',
      subject: { kind: 'installation', id: 'audit-log' },
      detail: { reason, ...(await signRemoval(signer, { positions, leaves })) },
    })
  }
  // Entries without a leaf leave no trace.
  await sql`
    delete from audit_pending
    where organisation_id is null
      and event_id in (select id from audit_events where organisation_id is null and ${which})
    `.execute(handle)
}

type Entry = { event: AuditEvent; index: number | null; hash: Buffer | null }

/** Entries of the installation's log that match, with their leaves if they have one. */
async function entriesThat(handle: Transaction, which: RawBuilder<unknown>): Promise<Entry[]> {
  const { rows } = await sql<AuditEvent & Omit<Entry, 'event'>>`
    select ${eventColumns}, n.index, n.hash
    from (select * from audit_events where organisation_id is null and ${which}) e
    left join audit_log_nodes n on n.event_id = e.id and n.level = 0
    order by n.index, e.id`.execute(handle)
  return rows.map(({ index, hash, ...event }) => ({
    event,
    index: index === null ? null : Number(index),
    hash,
  }))
}

function refuse(entries: readonly Entry[], why: string): void {
  if (entries.length === 0) return
  const named = entries
    .slice(0, mostNamed)
    .map(({ event, index }) => (index === null ? event.id : `${event.id} at position ${index}`))
  const more = entries.length > mostNamed ? ', …' : ''
  throw new AppError({
    code: 'audit-log-tampered',
    message: `the removal would delete ${entries.length === 1 ? 'an entry' : `${entries.length} entries`} of the installation’s log that ${entries.length === 1 ? 'is' : 'are'} ${why} (${named.join(', ')}${more}): the database was tampered with; nothing was removed; run touchstone doctor`,
  })
}
