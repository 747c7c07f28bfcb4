import { z } from 'zod'
import { backUp, type Counts } from '../../platform/db/index.ts'
import {
  BackupFolder,
  createBackup,
  readBackupKey,
  recordBackup,
  type BackupReport,
} from '../backups/index.ts'
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
