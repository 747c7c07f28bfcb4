import { rm } from 'node:fs/promises'
import type { KeepRule } from '../../platform/config/index.ts'
import type { BackupFolder } from './backup-folder.ts'
import { readManifest } from './manifest.ts'

export type Dropped = { backups: string[]; objects: number; bytes: number }

/**
 * Deletes the backups that the rule does not keep, then every object that no backup names. Deletes nothing if the
 * manifest of a backup cannot be read: what that one needs is unknown.
 */
export async function dropBackups(folder: BackupFolder, rule: KeepRule): Promise<Dropped> {
  return folder.locked(async () => {
    const names = await folder.backups()
    const kept = retainedBackups(names, rule)
    const objects = new Set<string>()
    for (const name of names) {
      const { files } = await readManifest(folder, name)
      if (kept.has(name)) for (const { sha256 } of files) objects.add(folder.objectName(sha256))
    }
    const backups = names.filter((name) => !kept.has(name))
    // Manifests first: an interruption leaves objects without a backup, never a backup without objects.
    for (const name of backups) await rm(folder.manifestPath(name))
    return { backups, ...(await folder.dropObjects(objects)) }
  })
}

/** The newest backup, and the newest of each of the last days, weeks and months that have one. */
export function retainedBackups(names: readonly string[], rule: KeepRule): Set<string> {
  const newestFirst = names.toSorted().toReversed()
  const kept = new Set(newestFirst.slice(0, 1))
  const periods = [
    [rule.daily, (name: string) => name.slice(0, 8)],
    [rule.weekly, weekOf],
    [rule.monthly, (name: string) => name.slice(0, 6)],
  ] as const
  for (const [count, periodOf] of periods) {
    const seen = new Set<string>()
    for (const name of newestFirst) {
      const period = periodOf(name)
      if (seen.has(period) || seen.size === count) continue
      seen.add(period)
      kept.add(name)
    }
  }
  return kept
}

const dayMilliseconds = 86_400_000

/** The Monday of a backup's week. */
function weekOf(name: string): string {
  const day = Date.parse(`${name.slice(0, 4)}-${name.slice(4, 6)}-${name.slice(6, 8)}T00:00:00Z`)
  const sinceMonday = (new Date(day).getUTCDay() + 6) % 7
  return new Date(day - sinceMonday * dayMilliseconds).toISOString().slice(0, 10)
}
