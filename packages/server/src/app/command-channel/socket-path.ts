import { chmodSync, lstatSync, mkdtempSync, readlinkSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'

// A socket's path has 104 bytes on the most limited system, including a final null.
const mostBytes = 103
const foreign = 'touchstone-serve-'

/** Where to find the socket of the server running on this folder. */
function placeIn(dataDir: string): string {
  return join(dataDir, 'serve.sock')
}

/**
 * A free place for the socket, for the holder of the folder's lock: anything already there is stale. If the folder's
 * path is too long, the socket is in a temporary folder with a link to it.
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

/** The path of the socket; undefined if there is none. */
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
