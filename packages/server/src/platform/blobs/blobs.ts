import { createHash, randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { chmod, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { AppError } from '../errors/index.ts'

export type Blob = { sha256: string; bytes: number }

/** Bytes stored under their own digest, in any storage. */
export type Blobs = {
  /** Stores a file's bytes; equal ones are stored once. */
  put(file: string): Promise<Blob>
  has(sha256: string): Promise<boolean>
  /** A local file with the blob, its digest verified again. */
  file(sha256: string): Promise<string>
  dispose(sha256: string): Promise<void>
  /** Digests of blobs stored before a time, in batches. */
  olderThan(moment: Date): AsyncIterable<string[]>
}

const digest = /^[0-9a-f]{64}$/

/** Blobs in a folder, in subfolders by two letters of the digest: complete and on disk, or not there at all. */
export function blobsIn(folder: string): Blobs {
  const placeOf = (sha256: string): { inside: string; path: string } => {
    if (!digest.test(sha256)) throw new TypeError(`${sha256} is not a SHA-256 digest`)
    const inside = join(folder, sha256.slice(0, 2))
    return { inside, path: join(inside, sha256) }
  }
  return {
    put: async (file) => {
      const drafts = join(folder, 'drafts')
      await makePrivate(folder, drafts)
      const draft = join(drafts, randomUUID())
      try {
        const meter = new Meter()
        await pipeline(
          createReadStream(file),
          meter,
          createWriteStream(draft, { flags: 'wx', mode: 0o600, flush: true }),
        )
        const blob = meter.finish()
        const { inside, path } = placeOf(blob.sha256)
        await makePrivate(folder, inside)
        // An existing file has the same bytes, and may be damaged: replace it.
        await rename(draft, path)
        await syncFolder(inside)
        return blob
      } finally {
        await rm(draft, { force: true })
      }
    },
    has: async (sha256) => isFile(placeOf(sha256).path),
    file: async (sha256) => {
      const { path } = placeOf(sha256)
      const stored = await measure(path)
      if (stored?.sha256 === sha256) return path
      throw new AppError({
        code: 'store-unfit',
        message:
          stored === undefined
            ? `blob ${sha256} is missing: restore the blobs folder from your backup`
            : `blob ${sha256} is damaged: restore it from your backup`,
      })
    },
    dispose: async (sha256) => rm(placeOf(sha256).path, { force: true }),
    olderThan: (moment) => olderIn(folder, moment),
  }
}

/** Drafts left by a process that died are deleted too, once they are old enough. */
async function* olderIn(folder: string, moment: Date): AsyncGenerator<string[]> {
  for (const inside of await namesIn(folder)) {
    const names = await namesIn(join(folder, inside))
    const old: string[] = []
    for (const name of names) {
      const path = join(folder, inside, name)
      const stats = await stat(path).catch(() => undefined)
      if (stats === undefined || stats.mtimeMs >= moment.getTime()) continue
      if (digest.test(name)) old.push(name)
      else if (inside === 'drafts') await rm(path, { force: true })
    }
    if (old.length > 0) yield old
  }
}

async function namesIn(folder: string): Promise<string[]> {
  return readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return []
    throw error
  })
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  )
}

async function measure(path: string): Promise<Blob | undefined> {
  if (!(await isFile(path))) return undefined
  const meter = new Meter()
  meter.resume()
  await pipeline(createReadStream(path), meter)
  return meter.finish()
}

class Meter extends Transform {
  private readonly hash = createHash('sha256')
  private bytes = 0

  override _transform(chunk: Buffer, _encoding: string, done: (e: null, c: Buffer) => void): void {
    this.hash.update(chunk)
    this.bytes += chunk.length
    done(null, chunk)
  }

  finish(): Blob {
    return { sha256: this.hash.digest('hex'), bytes: this.bytes }
  }
}

/** For this user only, also if an earlier version created it. */
async function makePrivate(root: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  for (const directory of [root, folder]) await chmod(directory, 0o700)
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
