import { randomUUID, webcrypto } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { PictureReading } from '@touchstone/contract'
import { AppError } from '../platform/errors/index.ts'
import type { PictureType } from './kind.ts'

/** What is known of a picture once it was looked at. */
export type PictureFacts = {
  type: PictureType
  /** Upright. */
  width: number
  height: number
  reading: PictureReading
  /** Whether text was read too, and not codes alone. */
  textRead: boolean
  /** The operator's networks that looked at it too, by their digests. */
  networks?: string
}

const suffixes = { bytes: '', description: '.description', facts: '.facts' } as const
export type Part = keyof typeof suffixes

/**
 * Pictures on disk, each once, under the SHA-256 of its bytes, with what was found in it beside it. Who may
 * see one is the store's to say: this folder knows no organisation.
 */
export class PictureArchive {
  readonly folder: string

  constructor(folder: string) {
    this.folder = folder
  }

  /** Keeps a picture; gives its digest in hexadecimal digits. */
  async keep(bytes: Uint8Array): Promise<string> {
    // Of a large picture it takes tens of milliseconds, in which others would wait.
    const hash = await webcrypto.subtle.digest('SHA-256', bytes)
    const digest = Buffer.from(hash).toString('hex')
    if (!(await this.has(digest, 'bytes'))) await this.write(digest, 'bytes', bytes)
    return digest
  }

  pathOf(digest: string, part: Part): string {
    if (!/^[0-9a-f]{64}$/.test(digest)) {
      throw new AppError({ code: 'internal', message: 'a picture is named by its digest alone' })
    }
    return join(this.folder, digest.slice(0, 2), `${digest}${suffixes[part]}`)
  }

  async has(digest: string, part: Part): Promise<boolean> {
    return stat(this.pathOf(digest, part)).then(
      () => true,
      () => false,
    )
  }

  /** Undefined where the picture is gone. */
  async read(digest: string): Promise<Buffer | undefined> {
    return readFile(this.pathOf(digest, 'bytes')).catch(unlessMissing)
  }

  /** Undefined where nobody looked at the picture yet. */
  async factsOf(digest: string): Promise<PictureFacts | undefined> {
    const text = await readFile(this.pathOf(digest, 'facts'), 'utf8').catch(unlessMissing)
    return text === undefined ? undefined : (JSON.parse(text) as PictureFacts)
  }

  /** Whole or not at all, also where the machine stops amid it. */
  async write(digest: string, part: Part, bytes: Uint8Array): Promise<void> {
    const path = this.pathOf(digest, part)
    await mkdir(join(this.folder, digest.slice(0, 2)), { recursive: true, mode: 0o700 })
    const made = `${path}.${randomUUID()}.tmp`
    const file = await open(made, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(made, path)
  }

  /** Deletes a picture with all that was found in it. */
  async remove(digest: string): Promise<void> {
    for (const part of ['facts', 'description', 'bytes'] as const) {
      await rm(this.pathOf(digest, part), { force: true })
    }
  }

  /** The digests of pictures that were written before, and broken files; some hundred at a time. */
  async *olderThan(before: Date): AsyncGenerator<string[]> {
    for (const name of await readdir(this.folder).catch(() => [])) {
      if (!/^[0-9a-f]{2}$/.test(name)) continue
      const digests: string[] = []
      for (const file of await readdir(join(this.folder, name))) {
        const path = join(this.folder, name, file)
        const { mtime } = await stat(path).catch(() => ({ mtime: new Date() }))
        if (mtime >= before) continue
        if (file.endsWith('.tmp')) await rm(path, { force: true })
        else if (/^[0-9a-f]{64}$/.test(file)) digests.push(file)
      }
      for (let at = 0; at < digests.length; at += 500) yield digests.slice(at, at + 500)
    }
  }
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === 'ENOENT') return undefined
  throw error
}
