import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import { migrator, startWriting } from '../../../test/child-programs.ts'
import { onBothEngines } from '../../../test/engines.ts'
import { writeEarlierVersion, writeLaterVersion } from '../../../test/later-version.ts'
import { columnsByTable, rowsByTable } from '../../../test/store-rows.ts'
import { checkEvidence, openBlobs, openEvidenceKey } from '../../investigation/evidence/index.ts'
import type { ServerConfig } from '../../platform/config/index.ts'
import { migrateStore, openStore, storeStatus } from '../../platform/db/index.ts'
import { BackupFolder, chooseBackup, restoreBackup } from './index.ts'
import { readManifest } from './manifest.ts'
import { contentOf, newPlace } from './test/installation.ts'

const releases = join(import.meta.dirname, '..', '..', '..', 'test', 'releases')
const root = mkdtempSync(join(tmpdir(), 'touchstone-releases-'))
afterAll(() => rmSync(root, { recursive: true }))

const later = writeLaterVersion(join(root, 'later'))
const failing = writeLaterVersion(join(root, 'failing'), [
  'delete from listing_versions where false; select 1 / 0;',
])
const slow = writeLaterVersion(join(root, 'slow'), [
  'update brands set name = upper(name); select pg_sleep(2);',
])

/** The number of migrations that the release had. */
async function migrationsOf(folder: BackupFolder, backup: string): Promise<number> {
  const { files } = await readManifest(folder, backup)
  const { sha256 } = files.find(({ kind }) => kind === 'store')!
  const [header = ''] = gunzipSync(readFileSync(folder.objectPath(sha256)))
    .toString('utf8')
    .split('\n', 1)
  return (JSON.parse(header) as { migrations: unknown[] }).migrations.length
}

async function inStore<T>(
  config: ServerConfig,
  migrations: string,
  work: (store: Awaited<ReturnType<typeof openStore>>) => Promise<T>,
): Promise<T> {
  const store = await openStore(config.store, { migrations, migrate: false })
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

const versions = readdirSync(releases).filter((name) => /^\d/.test(name))

describe.each(versions)('the installation that the release %s left', (version) => {
  const folder = new BackupFolder(join(releases, version), undefined)

  onBothEngines((engine) => {
    let place: ServerConfig
    let released: string
    beforeEach(async () => {
      const backup = await chooseBackup(folder)
      const count = await migrationsOf(folder, backup)
      released = writeEarlierVersion(mkdtempSync(join(root, 'released-')), count)
      place = await newPlace(engine, { root })
      rmSync(place.dataDir, { recursive: true, force: true })
      await restoreBackup(place, folder, backup, { migrations: released })
    })

    const rows = (columns?: Record<string, readonly string[]>, migrations = released) =>
      inStore(place, migrations, (store) => rowsByTable(store, columns))

    test('keeps every row, file, key and seal when it is upgraded', async () => {
      const columns = await inStore(place, released, columnsByTable)
      const before = { rows: await rows(columns), files: contentOf(place.dataDir) }
      expect(before.rows['evidence_seals']?.length).toBeGreaterThan(0)
      await migrateStore(place.store, { migrations: later })
      expect(await rows(columns, later)).toEqual(before.rows)
      expect(contentOf(place.dataDir)).toEqual(before.files)
      const checked = await inStore(place, later, (store) =>
        checkEvidence({
          store,
          blobs: openBlobs(place),
          keys: [openEvidenceKey(place.dataDir).publicKey],
        }),
      )
      expect(checked).toMatchObject({ seals: before.rows['evidence_seals']?.length, findings: [] })
    })

    test('stays whole and in use if a migration fails', async () => {
      const before = await rows()
      await expect(migrateStore(place.store, { migrations: failing })).rejects.toThrow(
        'failed, and the store is unchanged: division by zero',
      )
      expect((await storeStatus(place.store, { migrations: released })).pending).toEqual([])
      expect(await rows()).toEqual(before)
    })

    test('stays whole, or is upgraded, if the process is killed at any time', async () => {
      const columns = await inStore(place, released, columnsByTable)
      const before = await rows(columns)
      const env: Record<string, string> = {
        DATA_DIR: place.dataDir,
        DATABASE_URL: place.store.engine === 'postgresql' ? place.store.ownerUrl.reveal() : '',
      }
      for (const milliseconds of [0, 300, 1000, 1700]) {
        const migrating = startWriting(env, [slow], migrator)
        await migrating.until(1)
        await sleep(milliseconds)
        migrating.kill()
        await migrating.ended
        // A server of PostgreSQL learns of it with its next answer.
        await sleep(engine.name === 'postgresql' ? 2500 : 0)
        const { applied, pending } = await storeStatus(place.store, { migrations: slow })
        if (pending.length > 0) {
          expect(applied).toHaveLength(readdirSync(released).length)
          expect(await rows(columns)).toEqual(before)
        }
      }
      await migrateStore(place.store, { migrations: slow })
      expect((await storeStatus(place.store, { migrations: slow })).pending).toEqual([])
    })
  })
})
