import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lockFolder } from './folder-lock.ts'
import { removeOnStop } from './remove-on-stop.ts'

const prefix = 'touchstone-verify-'
const names = new RegExp(`^${prefix}[A-Za-z0-9]{6}$`)
/** Time that a process may need to lock its new store. */
const graceMilliseconds = 60_000

/**
 * Provides a temporary embedded store in a folder that only this user may enter, deleted afterwards, also if the
 * process is asked to stop. First deletes what killed processes left.
 */
export async function withTemporaryStore<T>(work: (dataDir: string) => Promise<T>): Promise<T> {
  sweepTemporaryStores()
  const dataDir = mkdtempSync(join(tmpdir(), prefix))
  const keepFolder = removeOnStop(dataDir)
  try {
    return await work(dataDir)
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
    keepFolder()
  }
}

/** Deletes this user's temporary stores without a process: each is a readable copy of a store. */
export function sweepTemporaryStores(): void {
  const root = tmpdir()
  for (const name of readdirSync(root)) {
    if (names.test(name)) sweep(join(root, name))
  }
}

function sweep(folder: string): void {
  const stats = lstatSync(folder, { throwIfNoEntry: false })
  if (stats?.isDirectory() !== true || stats.uid !== process.geteuid?.()) return
  if (Date.now() - stats.ctimeMs < graceMilliseconds && !hasLock(folder)) return
  try {
    lockFolder(join(folder, 'store.lock')).release()
  } catch {
    // Its process is alive, or another one is deleting it.
    return
  }
  rmSync(folder, { recursive: true, force: true })
}

function hasLock(folder: string): boolean {
  return lstatSync(join(folder, 'store.lock'), { throwIfNoEntry: false }) !== undefined
}
