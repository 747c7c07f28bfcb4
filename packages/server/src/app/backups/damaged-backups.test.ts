import { randomBytes } from 'node:crypto'
import {
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { enginesHere } from '../../../test/engines.ts'
import { mountSmallDisk } from '../../../test/small-disk.ts'
import type { ServerConfig } from '../../platform/config/index.ts'
import {
  BackupFolder,
  createBackup,
  readBackupKey,
  restoreBackup,
  verifyBackupSet,
} from './index.ts'
import { fill, inStore, newPlace } from './test/installation.ts'

const root = mkdtempSync(join(tmpdir(), 'touchstone-damaged-'))
afterAll(() => rmSync(root, { recursive: true }))

const newKeyFile = (): string => {
  const file = join(mkdtempSync(join(root, 'key-')), 'backup.key')
  writeFileSync(file, randomBytes(32).toString('base64'))
  return file
}
const key = readBackupKey(newKeyFile())
const engine = enginesHere()[0]!

let source: ServerConfig
beforeAll(async () => {
  source = await newPlace(engine, { root })
  await inStore(source.store, (store) => fill(source, store, 'first'))
})

const create = (folder: BackupFolder) =>
  inStore(source.store, (store) => createBackup({ store, config: source, folder }))

/** What verifying says: findings, or why the manifest cannot be read. */
async function sentencesOf(folder: BackupFolder, backup: string): Promise<string[]> {
  return verifyBackupSet(folder, backup).then(
    ({ findings }) => findings,
    (error: { code: string; message: string }) => {
      expect(error.code).toBe('bad-backup')
      return [error.message]
    },
  )
}

const files = (folder: BackupFolder): string[] =>
  readdirSync(folder.path, { recursive: true, encoding: 'utf8' })
    .filter((name) => /^objects\/..\/|\.json$/.test(name))
    .map((name) => join(folder.path, name))
    .toSorted()

describe.each([
  ['unencrypted', undefined],
  ['encrypted', key],
] as const)('an %s backup', (_name, ownKey) => {
  const folder = new BackupFolder(mkdtempSync(join(root, 'folder-')), ownKey)
  let backup: string
  beforeAll(async () => void ({ backup } = await create(folder)))

  /** Damages one file, and expects that it is named and that nothing is restored. */
  async function expectNamed(file: string, damage: () => void): Promise<void> {
    const bytes = readFileSync(file)
    damage()
    try {
      const sentences = await sentencesOf(folder, backup)
      expect(sentences).toEqual([expect.stringContaining(file)])
    } finally {
      writeFileSync(file, bytes)
    }
  }

  test('names a file in which one bit changed, wherever', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), fc.nat(7), async (which, where, bit) => {
        const all = files(folder)
        const file = all[which % all.length]!
        await expectNamed(file, () => {
          const bytes = readFileSync(file)
          const at = where % bytes.length
          bytes[at] = bytes[at]! ^ (1 << bit)
          writeFileSync(file, bytes)
        })
      }),
      { numRuns: 150 },
    )
  })

  test('names a file that was cut, wherever', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), async (which, where) => {
        const all = files(folder)
        const file = all[which % all.length]!
        await expectNamed(file, () => truncateSync(file, where % statSync(file).size))
      }),
      { numRuns: 60 },
    )
  })

  test('names every file that is missing', async () => {
    for (const file of files(folder).filter((path) => path.includes('/objects/'))) {
      await expectNamed(file, () => rmSync(file))
    }
  })

  test('restores nothing if a file is damaged', async () => {
    const file = files(folder).find((path) => path.includes('/objects/'))!
    const bytes = readFileSync(file)
    truncateSync(file, 1)
    const place = await newPlace(engine, { root })
    rmSync(place.dataDir, { recursive: true, force: true })
    await expect(restoreBackup(place, folder, backup)).rejects.toThrow(/nothing was restored/)
    expect(readdirSync(place.dataDir)).toEqual([])
    writeFileSync(file, bytes)
  })

  test('is refused with another key or none, under another name, and of a later version', async () => {
    const other = new BackupFolder(
      folder.path,
      ownKey === undefined ? undefined : readBackupKey(newKeyFile()),
    )
    if (ownKey !== undefined) {
      expect(await sentencesOf(other, backup)).toEqual([
        expect.stringContaining('is encrypted with another key'),
      ])
      expect(await sentencesOf(new BackupFolder(folder.path, undefined), backup)).toEqual([
        expect.stringContaining('name its key file with --key'),
      ])
    }
    const renamed = folder.manifestPath('20200101T000000Z')
    renameSync(folder.manifestPath(backup), renamed)
    expect(await sentencesOf(folder, '20200101T000000Z')).toEqual([
      expect.stringContaining('is damaged'),
    ])
    const text = readFileSync(renamed, 'utf8')
    writeFileSync(renamed, text.replace('"version":1', '"version":2'))
    expect(await sentencesOf(folder, '20200101T000000Z')).toEqual([
      expect.stringContaining('is of version 2'),
    ])
    writeFileSync(folder.manifestPath(backup), text)
    rmSync(renamed)
  })
})

const disk = mountSmallDisk(8)
const why = disk === undefined ? ' (left out: nothing can be mounted here)' : ''
describe.skipIf(disk === undefined)(`a full disk${why}`, () => {
  afterAll(() => disk?.unmount())

  test('ends a backup with a sentence and without a manifest, and the next one succeeds', async () => {
    const folder = new BackupFolder(join(disk!.folder, 'backups'), undefined)
    disk!.fill(16_384)
    await expect(create(folder)).rejects.toMatchObject({
      code: 'output-failed',
      message: expect.stringContaining('because the disk is full: free space') as string,
    })
    expect(await folder.backups()).toEqual([])
    disk!.free()
    const { backup } = await create(folder)
    expect(await sentencesOf(folder, backup)).toEqual([])
  })
})
