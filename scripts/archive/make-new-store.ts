// Makes an embedded store with every migration applied, as an installation begins with, in the data folder named:
//   node --conditions=touchstone-source scripts/archive/make-new-store.ts FOLDER SECONDS-SINCE-1970
// It depends on the migrations alone, to the byte: in this process, the clock stands and nothing is random. A new store
// holds no secret, since nobody signs in to the embedded database.
import crypto from 'node:crypto'
import { migrateStore } from '../../packages/server/src/platform/db/index.ts'

const [folder, seconds] = process.argv.slice(2)
if (folder === undefined || !/^\d+$/.test(seconds ?? '')) {
  throw new Error('Name a folder and the seconds since 1970.')
}
const now = Number(seconds) * 1000
Date.now = () => now
performance.now = () => 0
crypto.randomFillSync = <T extends NodeJS.ArrayBufferView>(view: T): T => {
  new Uint8Array(view.buffer, view.byteOffset, view.byteLength).fill(1)
  return view
}

await migrateStore({ engine: 'embedded', dataDir: folder })
