import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { createOrganisation, openStore, readServerConfig } from '@touchstone/server'
import {
  BackupFolder,
  createBackup,
  readBackupKey,
  restoreBackup,
  verifyBackupSet,
} from '../packages/server/src/app/backups/index.ts'
import { openBlobs } from '../packages/server/src/investigation/evidence/index.ts'
import { migrateStore, packStore } from '../packages/server/src/platform/db/index.ts'
import { fillListings } from '../packages/server/test/listings.ts'
import { benchFolder } from './bench-folder.ts'

const mostRows = 20_000
const blobCount = 2000
const blobBytes = 200_000
const actor = { kind: 'operator', id: 'bench' } as const
const context = { as: 'operator', actor } as const

/** A backup, a second one, verifying and restoring, each against copying the same DATA_DIR until it is on disk. */
export async function* backup(rows: number): AsyncGenerator<string> {
  const count = Math.min(rows, mostRows)
  mkdirSync(benchFolder, { recursive: true })
  const root = mkdtempSync(join(benchFolder, 'backup-'))
  try {
    yield* measure(root, count)
  } finally {
    rmSync(root, { recursive: true })
  }
}

async function* measure(root: string, count: number): AsyncGenerator<string> {
  const configOf = (name: string) =>
    readServerConfig({ DATA_DIR: join(root, name), DATABASE_URL: '' })
  const config = configOf('data')
  const store = await openStore(config.store)
  const { id } = await store.transact(context, (handle) =>
    createOrganisation({
      handle,
      actor,
      input: { kind: 'marketplace', slug: 'bench', name: 'Bench' },
    }),
  )
  await fillListings(store, id, count, ['brand-a'])
  const source = join(root, 'captured')
  for (let written = 0; written < blobCount; written++) {
    writeFileSync(source, randomBytes(blobBytes))
    await openBlobs(config).put(source)
  }
  const key = join(root, 'backup.key')
  writeFileSync(key, randomBytes(32).toString('base64'))
  const encrypted = new BackupFolder(join(root, 'encrypted'), readBackupKey(key))
  const folder = new BackupFolder(join(root, 'backups'), undefined)
  const first = await timed(() => createBackup({ store, config, folder }))
  const again = await timed(() => createBackup({ store, config, folder }))
  const sealed = await timed(() => createBackup({ store, config, folder: encrypted }))
  await store.close()
  const bytes = sizeOf(config.dataDir)
  // What is still on its way to the disk would count as the copy's.
  execFileSync('sync', ['-f', root])
  const copy = await timed(async () => {
    execFileSync('cp', ['-r', '--reflink=never', config.dataDir, join(root, 'copy')])
    execFileSync('sync', ['-f', root])
  })
  const verified = await timed(() => verifyBackupSet(folder, first.result.backup))
  // As in an archive.
  const packedStore = join(root, 'new-store.bin')
  await migrateStore(configOf('new').store)
  packStore(join(root, 'new', 'store'), packedStore)
  const restored = await timed(() =>
    restoreBackup(configOf('restored'), folder, first.result.backup, { packedStore }),
  )
  const line = (what: string, { ms }: { ms: number }): string =>
    `  ${what.padEnd(18)} ${(ms / 1000).toFixed(2)} s, ${(ms / copy.ms).toFixed(2)} times copying`
  yield `Backup of ${count.toLocaleString('en')} listings and ${blobCount.toLocaleString('en')} files in the embedded store, ${(bytes / 2 ** 20).toFixed(0)} MiB:`
  yield line('copying DATA_DIR', copy)
  yield line('first backup', first)
  yield line('second backup', again)
  yield line('encrypted backup', sealed)
  yield line('verifying', verified)
  yield line('restoring', restored)
}

async function timed<T>(work: () => Promise<T>): Promise<{ ms: number; result: T }> {
  const start = performance.now()
  const result = await work()
  return { ms: performance.now() - start, result }
}

function sizeOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
}
