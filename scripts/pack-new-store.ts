// Packs an embedded store with every migration applied, as an installation begins with, into a file:
//   node --conditions=touchstone-source scripts/pack-new-store.ts FILE SECONDS-SINCE-1970
// It depends on the migrations alone, to the byte: in this process, the clock stands and nothing is random. A new store
// holds no secret, since nobody signs in to the embedded database.
import crypto from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrateStore, packStore } from '../packages/server/src/platform/db/index.ts'

const [file, seconds] = process.argv.slice(2)
if (file === undefined || !/^\d+$/.test(seconds ?? '')) {
  throw new Error('Name a file and the seconds since 1970.')
}
const dataDir = mkdtempSync(join(tmpdir(), 'touchstone-new-store-'))
const now = Number(seconds) * 1000
Date.now = () => now
performance.now = () => 0
crypto.randomFillSync = <T extends NodeJS.ArrayBufferView>(view: T): T => {
  new Uint8Array(view.buffer, view.byteOffset, view.byteLength).fill(1)
  return view
}

try {
  await migrateStore({ engine: 'embedded', dataDir })
  const folder = join(dataDir, 'store')
  // After a clean stop, everything is in the first segment of the write-ahead log; the others are spares.
  const log = join(folder, 'pg_wal')
  const [, ...spare] = readdirSync(log)
    .filter((name) => /^[0-9A-F]{24}$/.test(name))
    .toSorted()
  for (const name of spare) rmSync(join(log, name))
  packStore(folder, file)
} finally {
  rmSync(dataDir, { recursive: true, force: true })
}
