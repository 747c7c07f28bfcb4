import { randomUUID } from 'node:crypto'
import { mkdir, readdir, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Bucket, bucketFolder } from '../../platform/blobs/index.ts'
import type { ServerConfig } from '../../platform/config/index.ts'
import { chunksOf, inOnePiece } from './file-chunks.ts'
import type { BackupFile } from './manifest.ts'

/** A file of the installation, before it is backed up. */
export type InstallationFile = Pick<BackupFile, 'path' | 'kind' | 'bytes' | 'changedAt'> & {
  /** If its name is its digest. */
  sha256?: string
  /** Throws an error with the code ENOENT if it was deleted since it was listed. */
  content(): AsyncIterable<Buffer>
}

const digestForm = /^[0-9a-f]{64}$/
/** Thumbnails are left out: each machine makes its own. */
const pictureForm = /^[0-9a-f]{64}(\.description|\.facts)?$/

type Place = Pick<ServerConfig, 'dataDir' | 'blobs'>

/** Evidence and pictures, in batches: from DATA_DIR, or from the bucket. */
export async function* listContents({ dataDir, blobs }: Place): AsyncGenerator<InstallationFile[]> {
  if (blobs === undefined) {
    yield* inFolders(dataDir, 'blobs', digestForm)
    yield* inFolders(dataDir, 'pictures', pictureForm)
    return
  }
  const drafts = join(dataDir, 'blobs-fetched', 'drafts')
  yield* inBucket(new Bucket(blobs), { folder: 'blobs', form: digestForm, drafts })
  const pictures = bucketFolder({ ...blobs, folder: 'pictures' })
  yield* inBucket(pictures, { folder: 'pictures', form: pictureForm, drafts })
}

type ContentFolder = 'blobs' | 'pictures'
const kinds = { blobs: 'blob', pictures: 'picture' } as const

function contentFile(
  folder: ContentFolder,
  name: string,
  { bytes, changedAt }: { bytes: number; changedAt: number },
): Omit<InstallationFile, 'content'> {
  const path = `${folder}/${name.slice(0, 2)}/${name}`
  const isDigest = digestForm.test(name)
  return {
    path,
    kind: kinds[folder],
    bytes,
    ...(isDigest ? { sha256: name } : { changedAt }),
  }
}

async function* inFolders(
  dataDir: string,
  folder: ContentFolder,
  form: RegExp,
): AsyncGenerator<InstallationFile[]> {
  for (const inside of await namesIn(join(dataDir, folder))) {
    if (!/^[0-9a-f]{2}$/.test(inside)) continue
    const names = (await namesIn(join(dataDir, folder, inside))).filter((name) => form.test(name))
    const files = await Promise.all(
      names.map(async (name): Promise<InstallationFile[]> => {
        const path = join(dataDir, folder, inside, name)
        const stats = await stat(path).catch(() => undefined)
        if (stats === undefined) return []
        const size = { bytes: stats.size, changedAt: stats.mtimeMs }
        return [{ ...contentFile(folder, name, size), content: () => chunksOf(path) }]
      }),
    )
    yield files.flat()
  }
}

async function* inBucket(
  bucket: Bucket,
  { folder, form, drafts }: { folder: ContentFolder; form: RegExp; drafts: string },
): AsyncGenerator<InstallationFile[]> {
  for await (const objects of bucket.list()) {
    yield objects
      .filter(({ name }) => form.test(name))
      .map(({ name, bytes, at }) => ({
        ...contentFile(folder, name, { bytes, changedAt: at }),
        content: () => downloaded(bucket, name, drafts),
      }))
  }
}

/** The nightly sweep deletes drafts of processes that died. */
async function* downloaded(bucket: Bucket, name: string, drafts: string): AsyncGenerator<Buffer> {
  await mkdir(drafts, { recursive: true, mode: 0o700 })
  const draft = join(drafts, randomUUID())
  try {
    if (!(await bucket.get(name, draft))) {
      throw Object.assign(new Error(`${name} was deleted`), { code: 'ENOENT' })
    }
    yield* chunksOf(draft)
  } finally {
    await rm(draft, { force: true })
  }
}

/** Heads of the audit logs: copied before the store, which may only be ahead of them. */
export async function listHeads({ dataDir }: Place): Promise<InstallationFile[]> {
  const names = await namesIn(join(dataDir, 'audit-heads'))
  return named(
    dataDir,
    'audit-head',
    names.filter((name) => name.endsWith('.json')).map((name) => `audit-heads/${name}`),
  )
}

export const secretKeyFile = 'secret.key'
export const evidenceKeyFile = 'evidence.key'

/** The keys of the installation; SECRET_KEY as the file that it stands for. */
export async function listKeys({
  dataDir,
  people,
}: Pick<ServerConfig, 'dataDir' | 'people'>): Promise<InstallationFile[]> {
  const { secretKey } = people
  if (secretKey === undefined) return named(dataDir, 'key', [secretKeyFile, evidenceKeyFile])
  const text = Buffer.from(`${secretKey.reveal()}\n`)
  const file: InstallationFile = {
    path: secretKeyFile,
    kind: 'key',
    bytes: text.length,
    content: () => inOnePiece(text),
  }
  return [file, ...(await named(dataDir, 'key', [evidenceKeyFile]))]
}

/** What the operator set, without secrets, and files of DATA_DIR that people rely on. */
export async function listSettings(config: ServerConfig): Promise<InstallationFile[]> {
  // Secrets hide themselves.
  const text = Buffer.from(`${JSON.stringify(config, null, 2)}\n`)
  const configuration: InstallationFile = {
    path: 'configuration.json',
    kind: 'settings',
    bytes: text.length,
    content: () => inOnePiece(text),
  }
  const names = ['earlier-evidence-keys.json', 'admin-password.txt', 'sample-sign-ins.txt']
  return [configuration, ...(await named(config.dataDir, 'settings', names))]
}

async function named(
  dataDir: string,
  kind: BackupFile['kind'],
  paths: readonly string[],
): Promise<InstallationFile[]> {
  const files = await Promise.all(
    paths.map(async (path): Promise<InstallationFile[]> => {
      const full = join(dataDir, path)
      const stats = await stat(full).catch(() => undefined)
      if (stats?.isFile() !== true) return []
      return [{ path, kind, bytes: stats.size, content: () => chunksOf(full) }]
    }),
  )
  return files.flat()
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []
    throw error
  })
}
