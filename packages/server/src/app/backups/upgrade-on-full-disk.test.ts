import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest'
import { writeLaterVersion } from '../../../test/later-version.ts'
import { mountSmallDisk, type SmallDisk } from '../../../test/small-disk.ts'
import { rowsByTable } from '../../../test/store-rows.ts'
import { readServerConfig, type ServerConfig } from '../../platform/config/index.ts'
import { migrateStore, openStore, storeStatus } from '../../platform/db/index.ts'
import { BackupFolder, chooseBackup, restoreBackup } from './index.ts'
import { contentOf } from './test/installation.ts'

const releases = join(import.meta.dirname, '..', '..', '..', 'test', 'releases')
const [release = ''] = readdirSync(releases).filter((name) => /^\d/.test(name))
const migrations = mkdtempSync(join(tmpdir(), 'touchstone-migrations-'))
afterAll(() => rmSync(migrations, { recursive: true }))
const trial = mountSmallDisk(1)
trial?.unmount()
const unmountable = trial === undefined ? ' (left out: nothing can be mounted here)' : ''

/** Writes 60 MB to a new table, which needs no log. */
const intoNewTable = `create table copies as
  select number, repeat(md5(number::text), 30) as text from generate_series(1, 60000) number;`
/** Writes rows to a table that was there, and so to the log. */
const intoTable = `set local role touchstone_operator;
  insert into organisations (id, slug, name, kind)
  select gen_random_uuid(), 'm-' || number, repeat('n', 190), 'host'
  from generate_series(1, 60000) number;
  set local role none;`

describe.skipIf(trial === undefined)(`an upgrade on a full disk${unmountable}`, () => {
  let disk: SmallDisk
  let place: ServerConfig

  beforeEach(async () => {
    disk = mountSmallDisk(400)!
    const folder = new BackupFolder(join(releases, release), undefined)
    place = readServerConfig({ DATA_DIR: join(disk.folder, 'data') })
    await restoreBackup(place, folder, await chooseBackup(folder))
  })
  afterEach(() => disk?.unmount())

  async function rows(): Promise<Awaited<ReturnType<typeof rowsByTable>>> {
    const store = await openStore(place.store, { migrate: false })
    try {
      return await rowsByTable(store)
    } finally {
      await store.close()
    }
  }

  test.each([
    ['rows of a new table', intoNewTable, 2_000_000],
    ['rows of an older table, or the log of them', intoTable, 14_000_000],
  ])(
    'without room for %s it says so, leaves the store whole, and succeeds once there is room',
    async (_what, sql, leave) => {
      const later = writeLaterVersion(mkdtempSync(join(migrations, 'later-')), [sql])
      const migrateTo = (): Promise<unknown> => migrateStore(place.store, { migrations: later })
      const before = { rows: await rows(), files: contentOf(place.dataDir) }
      disk.fill(leave)
      await expect(migrateTo()).rejects.toThrow(
        /failed, and the store is unchanged: .*(; free space on its disk, then start again|: free at least 32 MiB in DATA_DIR)/,
      )
      disk.free()
      expect((await storeStatus(place.store)).pending).toEqual([])
      expect({ rows: await rows(), files: contentOf(place.dataDir) }).toEqual(before)
      await migrateTo()
      expect((await storeStatus(place.store, { migrations: later })).pending).toEqual([])
    },
  )
})
