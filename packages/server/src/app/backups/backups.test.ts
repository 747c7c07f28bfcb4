import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enginesHere, type TestEngine } from '../../../test/engines.ts'
import { S3Server } from '../../../test/s3-server.ts'
import type { ServerConfig } from '../../platform/config/index.ts'
import { openStore } from '../../platform/db/index.ts'
import {
  BackupFolder,
  chooseBackup,
  createBackup,
  readBackupKey,
  restoreBackup,
  verifyBackupSet,
} from './index.ts'
import { addContents, contentOf, fill, inStore, newPlace, slugsIn } from './test/installation.ts'

const root = mkdtempSync(join(tmpdir(), 'touchstone-backups-'))
afterAll(() => rmSync(root, { recursive: true }))
const newFolder = (): string => mkdtempSync(join(root, 'folder-'))

const keyFile = join(root, 'backup.key')
writeFileSync(keyFile, `${randomBytes(32).toString('base64')}\n`)

const create = (config: ServerConfig, folder: BackupFolder) =>
  inStore(config.store, (store) => createBackup({ store, config, folder }))

const here = enginesHere()
const [engine] = here as [TestEngine]
const engines = here.map((one) => [one.name, one] as const)

describe.each(engines)('a backup of an installation on %s', (_name, from) => {
  let source: ServerConfig
  const folder = new BackupFolder(newFolder(), readBackupKey(keyFile))
  beforeAll(async () => {
    source = await newPlace(from, { root })
    await inStore(source.store, (store) => fill(source, store, 'first'))
    // Blob, picture, facts, head, key, configuration, store.
    expect(await create(source, folder)).toMatchObject({
      files: 7,
      written: { files: 7 },
      damaged: [],
      missing: [],
    })
  })

  test.each(engines)('restores on %s to the same rows and files', async (_target, target) => {
    const place = await newPlace(target, { root })
    rmSync(place.dataDir, { recursive: true, force: true })
    const backup = await chooseBackup(folder)
    const restored = await restoreBackup(place, folder, backup)
    expect(restored).toMatchObject({ files: 7, missingKeys: ['evidence.key'] })
    expect(contentOf(place.dataDir)).toEqual(contentOf(source.dataDir))
    expect(await inStore(place.store, slugsIn)).toEqual(['first'])
    for (const name of readdirSync(place.dataDir)) {
      expect(statSync(join(place.dataDir, name)).mode & 0o077).toBe(0)
    }
    await expect(restoreBackup(place, folder, backup)).rejects.toMatchObject({
      code: 'store-not-empty',
    })
  })

  test('writes only what is new into the same folder', async () => {
    await addContents(source, 'later')
    const report = await create(source, folder)
    // The blob, the picture and the store.
    expect(report).toMatchObject({ files: 10, written: { files: 3 } })
    expect(await verifyBackupSet(folder, report.backup)).toMatchObject({ files: 10, findings: [] })
  })
})

describe('an installation with a bucket', () => {
  const storage = new S3Server()
  beforeAll(() => storage.open())
  afterAll(() => storage.close())

  test('is backed up from it and restored to it', async () => {
    const source = await newPlace(engine, { root, blobs: storage.config() })
    await inStore(source.store, (store) => fill(source, store, 'first'))
    const folder = new BackupFolder(newFolder(), undefined)
    const { backup } = await create(source, folder)
    const before = new Map(storage.objects)
    expect(before.size).toBe(3)
    storage.objects.clear()
    const place = await newPlace(engine, { root, blobs: storage.config() })
    rmSync(place.dataDir, { recursive: true, force: true })
    await restoreBackup(place, folder, backup)
    const bytesOf = (objects: typeof before) =>
      [...objects].map(([key, { bytes }]) => [key, bytes.toString()]).toSorted()
    expect(bytesOf(storage.objects)).toEqual(bytesOf(before))
  })
})

describe('two operators who restore at once', () => {
  test('do not mix: one is refused, and the other restores everything', async () => {
    const source = await newPlace(engine, { root })
    await inStore(source.store, (store) => fill(source, store, 'first'))
    const folder = new BackupFolder(newFolder(), undefined)
    const { backup } = await create(source, folder)
    const place = await newPlace(engine, { root })
    rmSync(place.dataDir, { recursive: true, force: true })
    const restoring = [1, 2].map(() => restoreBackup(place, folder, backup))
    const ends = await Promise.allSettled(restoring)
    expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
    expect(ends.find((end) => end.status === 'rejected')?.reason).toMatchObject({
      message: expect.stringContaining('another process is restoring') as string,
    })
    expect(contentOf(place.dataDir)).toEqual(contentOf(source.dataDir))
    expect(await inStore(place.store, slugsIn)).toEqual(['first'])
  })

  const postgresql = here.find(({ name }) => name === 'postgresql')
  test.skipIf(postgresql === undefined)(
    'into one database from two machines do not mix either',
    async () => {
      const source = await newPlace(engine, { root })
      await inStore(source.store, (store) => fill(source, store, 'first'))
      const folder = new BackupFolder(newFolder(), undefined)
      const { backup } = await create(source, folder)
      const place = await newPlace(postgresql!, { root })
      const places = [place, { ...place, dataDir: newFolder() }]
      const ends = await Promise.allSettled(
        places.map((each) => restoreBackup(each, folder, backup)),
      )
      expect(ends.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected'])
      expect(await inStore(place.store, slugsIn)).toEqual(['first'])
      const refused = places.filter((_place, index) => ends[index]?.status === 'rejected')
      expect(refused.map(({ dataDir }) => readdirSync(dataDir))).toEqual([[]])
    },
  )

  test('leave nothing that is taken for an installation if the process is killed', async () => {
    const place = await newPlace(engine, { root })
    rmSync(place.dataDir, { recursive: true, force: true })
    mkdirSync(join(place.dataDir, 'restoring'), { recursive: true, mode: 0o700 })
    await expect(openStore(place.store)).rejects.toThrow(
      /contains a restore that was not completed/,
    )
  })
})
