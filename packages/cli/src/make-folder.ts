import { mkdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/**
 * Creates a folder and its parents, readable by their owner only; an existing one is fine. Node's own recursive mkdir
 * never returns if a file system refuses a folder with ENOENT, as /proc does.
 */
export async function makeFolder(path: string): Promise<void> {
  const missing: string[] = []
  let folder = resolve(path)
  while (!(await isThere(folder))) {
    missing.unshift(folder)
    folder = dirname(folder)
  }
  for (const missingFolder of missing)
    await mkdir(missingFolder, { mode: 0o700 }).catch(unlessThere)
  if (!(await stat(path)).isDirectory()) {
    throw Object.assign(new Error(`${path} is a file`), { code: 'ENOTDIR' })
  }
}

function unlessThere(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EEXIST') throw error
}

async function isThere(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    (error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return false
      throw error
    },
  )
}
