import { chmodSync, lstatSync, mkdtempSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'

// The address of a socket holds 104 bytes on the shortest of the systems, with a null at its end.
const mostBytes = 103
const foreign = 'touchstone-serve-'

/** Where the socket of the server that runs on this folder is looked for. */
function placeIn(dataDir: string): string {
  return join(dataDir, 'serve.sock')
}

/**
 * A free place for the socket, which only who holds the lock of the folder may ask for: whatever is
 * there is stale. Where the folder's own path is too long for one, the socket lies in a folder of
 * its own below the system's temporary one, and a link leads there.
 */
export function makeSocketPath(dataDir: string): string {
  removeSocketPath(dataDir)
  const own = placeIn(dataDir)
  if (Buffer.byteLength(own) <= mostBytes) return own
  const folder = mkdtempSync(join(tmpdir(), foreign))
  chmodSync(folder, 0o700)
  const path = join(folder, 'serve.sock')
  symlinkSync(path, own)
  return path
}

/** Where the socket lies; undefined where there is none. */
export function findSocketPath(dataDir: string): string | undefined {
  const own = placeIn(dataDir)
  try {
    return lstatSync(own).isSymbolicLink() ? readlinkSync(own) : own
  } catch {
    return undefined
  }
}

export function removeSocketPath(dataDir: string): void {
  const path = findSocketPath(dataDir)
  if (path === undefined) return
  const own = placeIn(dataDir)
  rmSync(own, { force: true })
  const folder = dirname(path)
  if (path !== own && basename(folder).startsWith(foreign)) {
    rmSync(folder, { recursive: true, force: true })
  }
}
