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
import { newOrganisation, operatorContext } from '../../../../test/builders.ts'
import type { TestEngine } from '../../../../test/engines.ts'
import { openImagePipeline, openSharedImages } from '../../../images/pipeline/index.ts'
import { openBlobs } from '../../../investigation/evidence/index.ts'
import {
  readServerConfig,
  type ServerConfig,
  type StoreConfig,
} from '../../../platform/config/index.ts'
import { openStore, type Store } from '../../../platform/db/index.ts'
import { openSecretKey } from '../../../platform/encryption/index.ts'

/** A place for an installation on this engine, with its store unopened. */
export async function newPlace(
  engine: TestEngine,
  { root, blobs }: { root: string; blobs?: ServerConfig['blobs'] },
): Promise<ServerConfig> {
  const store = await engine.newStore('empty')
  const dataDir = store.engine === 'embedded' ? store.dataDir : mkdtempSync(join(root, 'data-'))
  return { ...readServerConfig({ DATA_DIR: dataDir }), store, blobs }
}

export async function inStore<T>(
  config: StoreConfig,
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await openStore(config)
  try {
    return await work(store)
  } finally {
    await store.close()
  }
}

/** Stores what a server would: a captured file, a picture with facts, a head of a log, a key. */
export async function fill(config: ServerConfig, store: Store, slug: string): Promise<void> {
  await newOrganisation(store, slug)
  await addContents(config, slug)
  openSecretKey({ dataDir: config.dataDir, secretKey: config.people.secretKey })
  mkdirSync(join(config.dataDir, 'audit-heads'), { recursive: true, mode: 0o700 })
  writeFileSync(join(config.dataDir, 'audit-heads', 'installation.json'), '{}', { mode: 0o600 })
}

/** Stores a captured file and a picture. */
export async function addContents(config: ServerConfig, name: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'touchstone-captured-'))
  try {
    const file = join(folder, 'file')
    writeFileSync(file, `captured for ${name}`)
    await openBlobs(config).put(file)
  } finally {
    rmSync(folder, { recursive: true })
  }
  const { archive } = openImagePipeline(config.dataDir, {}, openSharedImages(config.blobs))
  const digest = await archive.store(Buffer.from(`picture for ${name}`))
  await archive.write(digest, 'facts', Buffer.from('{"textRead":true}'))
  await archive.share(digest, 'facts')
}

/** All files of DATA_DIR but the store, with their content. */
export function contentOf(dataDir: string): Record<string, string> {
  const names = readdirSync(dataDir, { recursive: true, encoding: 'utf8' }).filter(
    (name) =>
      !/^(store|store\.lock|configuration\.json|blobs\/drafts|blobs-fetched)(\/|$)/.test(name) &&
      statSync(join(dataDir, name)).isFile(),
  )
  return Object.fromEntries(
    names.toSorted().map((name) => [name, readFileSync(join(dataDir, name), 'utf8')]),
  )
}

export const slugsIn = (store: Store): Promise<string[]> =>
  store.transact(operatorContext, async (handle) => {
    const rows = await handle.selectFrom('organisations').select('slug').orderBy('slug').execute()
    return rows.map(({ slug }) => slug)
  })
