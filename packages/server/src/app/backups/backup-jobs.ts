import { z } from 'zod'
import { recordBackup } from './record-backup.ts'
import type { BackupsConfig, ServerConfig } from '../../platform/config/index.ts'
import type { Store } from '../../platform/db/index.ts'
import { defineJob, type Job } from '../../platform/jobs/index.ts'
import { BackupFolder } from './backup-folder.ts'
import { readBackupKey } from './backup-key.ts'
import { createBackup } from './create-backup.ts'
import { dropBackups } from './drop-backups.ts'
import { bad, chooseBackup } from './manifest.ts'
import { verifyBackupSet } from './verify-backup.ts'

const actor = { kind: 'operator', id: 'backup' } as const

const hours = 3600

/** Backs up the installation on the operator's schedule, and rehearses a restore each week. */
export function backupJobs(options: {
  store: Store
  config: ServerConfig
  backups: BackupsConfig
}): Job[] {
  const { store, config, backups } = options
  // Read at each run, since the file may be on a disk that is mounted later.
  const openFolder = (): BackupFolder => {
    const { folder, keyFile } = backups
    return new BackupFolder(folder, keyFile === undefined ? undefined : readBackupKey(keyFile))
  }
  const run = async (): Promise<void> => {
    const folder = openFolder()
    const report = await createBackup({ store, config, folder })
    await recordBackup({ store, actor }, report)
    const { damaged, missing } = report
    // An earlier backup may have the only good copy, so none is dropped.
    if (damaged.length > 0) {
      throw bad(
        `${damaged[0]} is damaged and not in the backup ${report.backup} (${damaged.length} in total): restore it from an earlier backup`,
      )
    }
    await dropBackups(folder, backups.keep)
    if (missing.length > 0) {
      throw bad(
        `${missing[0]} is missing from the installation (${missing.length} in total): restore it from the backup ${report.backup}`,
      )
    }
  }
  const rehearse = async (): Promise<void> => {
    const folder = openFolder()
    const { findings } = await verifyBackupSet(folder, await chooseBackup(folder))
    if (findings.length > 0) throw bad(findings.slice(0, 10).join('\n'))
  }
  return [
    defineJob('back-up-installation', z.object({}), run, {
      cron: backups.schedule,
      expireSeconds: 12 * hours,
    }),
    defineJob('rehearse-restore', z.object({}), rehearse, {
      cron: '41 4 * * 0',
      expireSeconds: 12 * hours,
    }),
  ]
}
