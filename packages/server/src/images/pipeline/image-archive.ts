import { randomUUID, webcrypto } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { PictureReading } from '@touchstone/contract'
import type { PartitionedBlobs } from '../../platform/blobs/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { ImageType } from './image-type.ts'

/** Facts about an analysed picture. */
export type ImageFacts = {
  type: ImageType
  /** Of the upright picture. */
  width: number
  height: number
  reading: PictureReading
  /** Whether text was read, and not only codes. */
  textRead: boolean
  /** Digests of the operator's networks that analysed it. */
  networks?: string
}

const suffixes = {
  bytes: '',
  description: '.description',
  facts: '.facts',
  thumbnail: '.thumbnail',
} as const
export type ImagePart = keyof typeof suffixes
const sharedName = { bytes: '', description: 'description', facts: 'facts' } as const
/** Thumbnails are shown to people: each machine makes its own from bytes that it has checked. */
type SharedPart = keyof typeof sharedName
const sharedParts: readonly SharedPart[] = ['facts', 'description', 'bytes']
const parts: readonly ImagePart[] = ['thumbnail', ...sharedParts]

const mostTampered = 10_000

/** Another process may have read more in a picture since its facts were loaded. */
const factsHoldMilliseconds = 10 * 60_000

/**
 * Pictures stored once each under the SHA-256 of their bytes, with their facts. They are in a folder of this machine;
 * if processes share a bucket, also there, and missing files are fetched from it. Access control is the store's:
 * nothing here knows organisations.
 */
export class ImageArchive {
  readonly folder: string
  readonly shared: PartitionedBlobs | undefined
  /** Called if the bucket has other bytes under a picture's name than those stored. */
  onTampered: ((digest: string) => void) | undefined
  private readonly fetching = new Map<string, Promise<boolean>>()
  private readonly tampered = new Set<string>()

  constructor(folder: string, shared?: PartitionedBlobs) {
    this.folder = folder
    this.shared = shared
  }

  /**
   * Stores a picture; returns its digest in hexadecimal. Also writes an existing one, so that timing does not reveal
   * it, and so that the sweep counts it as new.
   */
  async store(bytes: Uint8Array): Promise<string> {
    const digest = await digestOf(bytes)
    await this.write(digest, 'bytes', bytes)
    await this.share(digest, 'bytes')
    return digest
  }

  /** Uploads a picture's part from this machine to the shared bucket. */
  async share(digest: string, part: SharedPart): Promise<void> {
    await this.shared?.put(digest, sharedName[part], this.pathOf(digest, part))
  }

  /** Uploads all parts of a picture; false if the bucket already has it. */
  async shareAll(digest: string): Promise<boolean> {
    if (this.shared === undefined || (await this.shared.has(digest, ''))) return false
    // The bytes last: once they are there, everything is.
    for (const part of sharedParts) {
      if (await this.isHere(digest, part)) await this.share(digest, part)
    }
    return true
  }

  /** Local path of a part, fetched if necessary; the path exists only if the part does. */
  async localPath(digest: string, part: ImagePart): Promise<string> {
    if (this.shared !== undefined && isShared(part) && !(await this.isHere(digest, part))) {
      await this.fetch(digest, part)
    }
    return this.pathOf(digest, part)
  }

  pathOf(digest: string, part: ImagePart): string {
    if (!/^[0-9a-f]{64}$/.test(digest)) {
      throw new AppError({
        code: 'internal',
        message: 'an image is identified by its digest alone',
      })
    }
    return join(this.folder, digest.slice(0, 2), `${digest}${suffixes[part]}`)
  }

  async has(digest: string, part: ImagePart): Promise<boolean> {
    if (await this.isHere(digest, part)) return true
    return isShared(part) && (await this.shared?.has(digest, sharedName[part])) === true
  }

  /** Undefined if the picture was deleted. */
  async read(digest: string, part: 'bytes' | 'thumbnail' = 'bytes'): Promise<Buffer | undefined> {
    return readFile(await this.localPath(digest, part)).catch(unlessMissing)
  }

  /** Throws if the last download of a picture had other bytes: it was not deleted but changed. */
  requireUntampered(digest: string): void {
    if (!this.tampered.has(digest)) return
    throw new AppError({
      code: 'not-found',
      message: 'the stored picture was altered and is not shown: see the server’s log',
    })
  }

  /** Undefined if the picture was never analysed. */
  async factsOf(digest: string): Promise<ImageFacts | undefined> {
    const known = await this.localFacts(digest)
    if (this.shared === undefined || known?.textRead === true) return known
    const { mtimeMs } = await stat(this.pathOf(digest, 'facts')).catch(() => ({ mtimeMs: 0 }))
    if (Date.now() - mtimeMs < factsHoldMilliseconds) return known
    await this.fetch(digest, 'facts')
    return this.localFacts(digest)
  }

  private async localFacts(digest: string): Promise<ImageFacts | undefined> {
    const text = await readFile(this.pathOf(digest, 'facts'), 'utf8').catch(unlessMissing)
    return text === undefined ? undefined : (JSON.parse(text) as ImageFacts)
  }

  private async isHere(digest: string, part: ImagePart): Promise<boolean> {
    return stat(this.pathOf(digest, part)).then(
      () => true,
      () => false,
    )
  }

  /** Downloads a part from the bucket, once for concurrent callers; false if missing. */
  private fetch(digest: string, part: SharedPart): Promise<boolean> {
    const path = this.pathOf(digest, part)
    const before = this.fetching.get(path)
    if (before !== undefined) return before
    const bringing = this.bring(digest, part, path).finally(() => this.fetching.delete(path))
    this.fetching.set(path, bringing)
    return bringing
  }

  private async bring(digest: string, part: SharedPart, path: string): Promise<boolean> {
    await this.makeFolder(digest)
    const temporary = `${path}.${randomUUID()}.tmp`
    try {
      if (!(await this.shared?.fetch(digest, sharedName[part], temporary))) return false
      const bytes = await readFile(temporary)
      // Never returned under another picture's name.
      if (part === 'bytes' && (await digestOf(bytes)) !== digest) {
        // One report per picture, and not more than can be read.
        if (!this.tampered.has(digest) && this.tampered.size < mostTampered) {
          this.tampered.add(digest)
          this.onTampered?.(digest)
        }
        return false
      }
      if (part === 'bytes') this.tampered.delete(digest)
      await this.write(digest, part, bytes)
      return true
    } finally {
      await rm(temporary, { force: true })
    }
  }

  private async makeFolder(digest: string): Promise<void> {
    await mkdir(join(this.folder, digest.slice(0, 2)), { recursive: true, mode: 0o700 })
  }

  /** Atomically, even if the machine stops. */
  async write(digest: string, part: ImagePart, bytes: Uint8Array): Promise<void> {
    const path = this.pathOf(digest, part)
    await this.makeFolder(digest)
    const temporary = `${path}.${randomUUID()}.tmp`
    const file = await open(temporary, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(temporary, path)
  }

  /** Deletes a picture with all its facts, also from the bucket. */
  async remove(digest: string): Promise<void> {
    await this.shared?.remove(
      digest,
      sharedParts.map((part) => sharedName[part]),
    )
    await this.forget(digest)
  }

  /** Deletes a picture's files on this machine. */
  async forget(digest: string): Promise<void> {
    for (const part of parts) await rm(this.pathOf(digest, part), { force: true })
  }

  /** Digests of this machine's pictures written before a time, some hundred at a time. Deletes incomplete files. */
  async *hereOlderThan(before: Date): AsyncGenerator<string[]> {
    for (const name of await readdir(this.folder).catch(() => [])) {
      if (!/^[0-9a-f]{2}$/.test(name)) continue
      const newest = new Map<string, number>()
      for (const file of await readdir(join(this.folder, name))) {
        const path = join(this.folder, name, file)
        const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: Date.now() }))
        if (file.endsWith('.tmp')) {
          if (mtimeMs < before.getTime()) await rm(path, { force: true })
        } else if (/^[0-9a-f]{64}(\.|$)/.test(file)) {
          const digest = file.slice(0, 64)
          newest.set(digest, Math.max(newest.get(digest) ?? 0, mtimeMs))
        }
      }
      const digests = [...newest].flatMap(([digest, at]) => (at < before.getTime() ? digest : []))
      for (let at = 0; at < digests.length; at += 500) yield digests.slice(at, at + 500)
    }
  }
}

function isShared(part: ImagePart): part is SharedPart {
  return part !== 'thumbnail'
}

async function digestOf(bytes: Uint8Array): Promise<string> {
  // Hashing a large picture takes tens of milliseconds, which would delay others.
  const hash = await webcrypto.subtle.digest('SHA-256', bytes)
  return Buffer.from(hash).toString('hex')
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined
  throw error
}
