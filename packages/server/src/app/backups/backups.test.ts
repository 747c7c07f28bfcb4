import { randomBytes } from 'node:crypto'
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { newOrganisation, operatorContext } from '../../../test/builders.ts'
import { enginesHere } from '../../../test/engines.ts'
import { openImagePipeline } from '../../images/pipeline/index.ts'
import { openBlobs } from '../../investigation/evidence/index.ts'
import {
  readServerConfig,
  type ServerConfig,
  type StoreConfig,
} from '../../platform/config/index.ts'
import { openStore, type Store } from '../../platform/db/index.ts'
import { openSecretKey } from '../../platform/encryption/index.ts'
import { BackupFolder, chooseBackup, createBackup, readBackupKey } from './index.ts'
import { restoreBackup, verifyBackupSet } from './index.ts'

const root = mkdtempSync(join(tmpdir(), 'touchstone-backups-'))
afterAll(() => rmSync(root, { recursive: true }))
let folders = 0
const newFolder = (): string => join(root, `folder-${++folders}`)

const keyFile = join(root, 'backup.key')
writeFileSync(keyFile, `${randomBytes(32).toString('base64')}\n`)

function configOf(
  store: StoreConfig,
  dataDir: string,
  blobs?: ServerConfig['blobs'],
): ServerConfig {
  return { ...readServerConfig({ DATA_DIR: dataDir }), store, blobs }
}

async function inStore<T>(config: StoreConfig, work: (store: Store) => Promise<T>): Promise<T> {
  const store = await openStore(config)
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** Stores what a server would: a captured file, a picture with facts, a head, keys. */
async function fill(config: ServerConfig, store: Store, name: string): Promise<void> {
  await newOrganisation(store, name)
  const file = join(root, 'captured')
  writeFileSync(file, `captured for ${name}`)
  await openBlobs(config).put(file)
  openSecretKey({ dataDir: config.dataDir, secretKey: config.people.secretKey })
  const { archive } = openImagePipeline(config.dataDir)
  const digest = await archive.store(Buffer.from(`picture for ${name}`))
  await archive.write(digest, 'facts', Buffer.from('{"textRead":true}'))
  mkdirSync(join(config.dataDir, 'audit-heads'), { recursive: true, mode: 0o700 })
  writeFileSync(join(config.dataDir, 'audit-heads', 'installation.json'), '{}', { mode: 0o600 })
}

/** All files of DATA_DIR but the store, with their content. */
function contentOf(dataDir: string): Record<string, string> {
  const names = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).filter(
    (name) =>
      !/^(store|store\.lock|configuration\.json|blobs\/drafts)(\/|$)/.test(name) &&
      statSync(join(dataDir, name)).isFile(),
  )
  return Object.fromEntries(
    names.toSorted().map((name) => [name, readFileSync(join(dataDir, name), 'utf8')]),
  )
}

const slugsIn = (store: Store): Promise<string[]> =>
  store.transact(operatorContext, async (handle) => {
    const rows = await handle.selectFrom('organisations').select('slug').orderBy('slug').execute()
    return rows.map(({ slug }) => slug)
  })

/** A new place for an installation on this engine. */
async function newPlace(
  engine: ReturnType<typeof enginesHere>[number],
  blobs?: ServerConfig['blobs'],
): Promise<ServerConfig> {
  const store = await engine.newStore('empty')
  const dataDir = store.engine === 'embedded' ? store.dataDir : newFolder()
  return configOf(store, dataDir, blobs)
}

const engines = enginesHere().map((engine) => [engine.name, engine] as const)

describe.each(engines)('a backup of an installation on %s', (_name, engine) => {
  let source: ServerConfig
  beforeAll(async () => {
    source = await newPlace(engine)
    await inStore(source.store, (store) => fill(source, store, 'first'))
  })

  test.each(engines)('restores on %s to the same rows and files', async (_target, target) => {
    const folder = new BackupFolder(newFolder(), readBackupKey(keyFile))
    const report = await inStore(source.store, (store) =>
      createBackup({ store, config: source, folder }),
    )
    // Blob, picture, facts, head, key, configuration, store.
    expect(report).toMatchObject({ files: 7, written: { files: 7 }, damaged: [] })
    expect(await verifyBackupSet(folder, report.backup)).toMatchObject({ files: 7, findings: [] })
    const place = await newPlace(target)
    rmSync(place.dataDir, { recursive: true, force: true })
    const restored = await restoreBackup(place, folder, await chooseBackup(folder))
    expect(restored).toMatchObject({ rows: report.rows, missingKeys: ['evidence.key'] })
    expect(contentOf(place.dataDir)).toEqual(contentOf(source.dataDir))
    expect(await inStore(place.store, slugsIn)).toEqual(['first'])
    for (const name of readdirSync(place.dataDir)) {
      expect(statSync(join(place.dataDir, name)).mode & 0o077).toBe(0)
    }
    await expect(restoreBackup(place, folder, report.backup)).rejects.toMatchObject({
      code: 'store-not-empty',
    })
  })
})
