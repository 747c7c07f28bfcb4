import { lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lockFolder } from './folder-lock.ts'
import { removeOnStop } from './remove-on-stop.ts'

const prefix = 'touchstone-verify-'
const names = new RegExp(`^${prefix}[A-Za-z0-9]{6}$`)
/** Until then a process may not have come to lock its own. */
const graceMilliseconds = 60_000

/**
 * Has an embedded store of its own for a while, in a folder that this user alone may enter and that goes afterwards, also where
 * the process is asked to stop. What a process left that was killed goes first.
 */
export async function withTemporaryStore<T>(work: (dataDir: string) => Promise<T>): Promise<T> {
  sweepTemporaryStores()
  const dataDir = mkdtempSync(join(tmpdir(), prefix))
  const keep = removeOnStop(dataDir)
  try {
    return await work(dataDir)
  } finally {
    rmSync(dataDir, { recursive: true, force: true })
    keep()
  }
}

/** Deletes the temporary stores of this user whose process is gone: each is a readable copy of a store. */
export function sweepTemporaryStores(): void {
  const root = tmpdir()
  for (const name of readdirSync(root)) {
    if (names.test(name)) sweep(join(root, name))
  }
}

function sweep(folder: string): void {
  const found = lstatSync(folder, { throwIfNoEntry: false })
  if (found?.isDirectory() !== true || found.uid !== process.geteuid?.()) return
  if (Date.now() - found.ctimeMs < graceMilliseconds && !hasLock(folder)) return
  try {
    lockFolder(join(folder, 'store.lock')).release()
  } catch {
    // Its process lives, or somebody else deletes it.
    return
  }
  rmSync(folder, { recursive: true, force: true })
}

function hasLock(folder: string): boolean {
  return lstatSync(join(folder, 'store.lock'), { throwIfNoEntry: false }) !== undefined
}
