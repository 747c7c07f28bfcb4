import { recordEvent } from '../../access/audit/index.ts'
import { contextOf, type Actor } from '../../access/organisations/index.ts'
import { statusOf, type Counts, type Store } from '../../platform/db/index.ts'

/** Records a backup in the installation's log, without its place. */
export async function recordBackup(
  { store, actor }: { store: Store; actor: Actor },
  { tables, rows }: Counts,
): Promise<void> {
  // A store of an older version is backed up unchanged: its log may not accept the entry.
  const { pending } = await statusOf(store)
  if (pending.length > 0) return
  await store.transact(contextOf(actor), (handle) =>
    recordEvent({
      handle,
      organisationId: null,
      action: 'store-backed-up',
      subject: { kind: 'installation', id: 'store' },
      detail: { tables, rows },
    }),
  )
}
