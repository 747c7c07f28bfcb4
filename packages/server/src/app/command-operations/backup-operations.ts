import { z } from 'zod'
import { recordEvent } from '../../access/audit/index.ts'
import { contextOf } from '../../access/organisations/index.ts'
import { backUp, statusOf, type Counts } from '../../platform/db/index.ts'
import { BackupFolder, createBackup, readBackupKey, type BackupReport } from '../backups/index.ts'
import { defineOperation, type OperationContext } from './operation.ts'

const File = z.strictObject({ file: z.string().min(1) })
const Backup = z.strictObject({
  folder: z.string().min(1),
  keyFile: z.string().min(1).optional(),
  withoutKeys: z.boolean().optional(),
})

export const backupOperations = {
  'db.backup': defineOperation(File, backUpStore, { unmigrated: true }),
  'backup.create': defineOperation(Backup, backUpInstallation, { unmigrated: true }),
}

async function backUpStore(
  context: OperationContext,
  { file }: z.output<typeof File>,
): Promise<Counts> {
  const counts = await backUp(context.store, file)
  await recordBackup(context, counts)
  return counts
}

async function backUpInstallation(
  context: OperationContext,
  { folder, keyFile, withoutKeys = false }: z.output<typeof Backup>,
): Promise<BackupReport> {
  const { store, config } = context
  const key = keyFile === undefined ? undefined : readBackupKey(keyFile)
  const report = await createBackup({
    store,
    config,
    folder: new BackupFolder(folder, key),
    withoutKeys,
  })
  await recordBackup(context, report)
  return report
}

/** Records a backup in the installation's log, without its place. */
async function recordBackup(
  { store, actor }: Pick<OperationContext, 'store' | 'actor'>,
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
