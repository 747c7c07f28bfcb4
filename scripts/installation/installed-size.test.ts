import { lstatSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { expect, test } from 'vitest'
import { isNeeded } from './unneeded-files.mjs'

const root = dirname(dirname(import.meta.dirname))
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, { dev?: boolean }>
}

/** The package of the lock that a folder of node_modules belongs to; that of Node brings one that the lock doesn't name. */
function packageAt(place: string): string | undefined {
  for (let folder = place; folder !== '.'; folder = dirname(folder))
    if (folder.includes('node_modules/') && packages[folder] !== undefined) return folder
  return undefined
}

const counted = new Set<number>()

/** Bytes on disk, in blocks of 4 KiB, of what starting needs of a folder; like `du`, one file of several names once. */
function bytesOnDisk(folder: string): number {
  let sum = 0
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name)
    const place = relative(root, path)
    if (entry.isDirectory()) {
      // Caches of the tools lie beside packages.
      if (/node_modules\/\./.test(place)) continue
      const owner = packageAt(place)
      if (owner === undefined || packages[owner]?.dev !== true) sum += bytesOnDisk(path)
    } else if (entry.isFile() && isNeeded(place, process)) {
      const { size, ino } = lstatSync(path)
      if (!counted.has(ino)) sum += Math.ceil(size / 4096) * 4096
      counted.add(ino)
    }
  }
  return sum === 0 ? 0 : sum + 4096
}

test.skipIf(process.platform !== 'linux')(
  'what npm start needs takes at most 350 MiB, Node 24 included',
  () => {
    const places = ['', 'packages/console/', 'packages/evidence/'].map((place) =>
      join(root, place, 'node_modules'),
    )
    const mebibytes = places.reduce((sum, place) => sum + bytesOnDisk(place), 0) / 2 ** 20
    expect(mebibytes).toBeLessThan(350)
    // All of it is counted.
    expect(mebibytes).toBeGreaterThan(300)
  },
)
