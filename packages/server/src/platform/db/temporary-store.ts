import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lockFolder } from './folder-lock.ts'
import { removeOnStop } from './remove-on-stop.ts'

const lockName = 'store.lock'
const prefix = 'touchstone-verify-'
/** Time that a process may need to lock its new folder. */
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

/**
 * Provides a temporary folder that only this user may enter, deleted afterwards. First deletes the folders under this
 * prefix that killed processes left.
 */
export async function withTemporaryFolder<T>(
  name: string,
  work: (folder: string) => Promise<T>,
): Promise<T> {
  sweepTemporaryFolders(name)
  const folder = mkdtempSync(join(tmpdir(), name))
  const lock = lockFolder(join(folder, lockName))
  try {
    return await work(folder)
  } finally {
    lock.release()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Deletes this user's temporary stores without a process: each is a readable copy of a store. */
export function sweepTemporaryStores(): void {
  sweepTemporaryFolders(prefix)
}

/** Deletes this user's temporary folders under a prefix that have no process. */
function sweepTemporaryFolders(name: string): void {
  const root = tmpdir()
  for (const found of readdirSync(root)) {
    if (found.startsWith(name) && /^[A-Za-z0-9]{6}$/.test(found.slice(name.length))) {
      sweep(join(root, found))
    }
  }
}

function sweep(folder: string): void {
  const stats = lstatSync(folder, { throwIfNoEntry: false })
  if (stats?.isDirectory() !== true || stats.uid !== process.geteuid?.()) return
  if (Date.now() - stats.ctimeMs < graceMilliseconds && !hasLock(folder)) return
  try {
    lockFolder(join(folder, lockName)).release()
  } catch {
    // Its process is alive, or another one is deleting it.
    return
  }
  rmSync(folder, { recursive: true, force: true })
}

function hasLock(folder: string): boolean {
  return lstatSync(join(folder, lockName), { throwIfNoEntry: false }) !== undefined
}
