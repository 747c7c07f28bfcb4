import { createHash, randomUUID } from 'node:crypto'
import { chmod, mkdir, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { lockFolder } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { encryptionOverhead, type BackupKey } from './backup-key.ts'
import { chunksOf, inOnePiece, syncFolder, writeChunks } from './file-chunks.ts'

const objectForm = /^[0-9a-f]{64}$/
const manifestForm = /^(\d{8}T\d{6}Z)\.json$/

export type Content = { sha256: string; bytes: number }

/**
 * A folder of backups. `objects` holds contents under their SHA-256, or under a keyed digest of it if they are
 * encrypted; each backup is a manifest that names them. An object is complete and on disk, or not there.
 */
export class BackupFolder {
  readonly path: string
  readonly key: BackupKey | undefined
  private readonly changed = new Set<string>()

  constructor(path: string, key: BackupKey | undefined) {
    this.path = path
    this.key = key
  }

  private get objects(): string {
    return join(this.path, 'objects')
  }

  private get drafts(): string {
    return join(this.objects, 'drafts')
  }

  /** Runs `work` while no other process writes or deletes backups here. Creates the folder if it is missing. */
  async locked<T>(work: () => Promise<T>): Promise<T> {
    for (const folder of [this.path, this.objects, this.drafts]) {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await chmod(folder, 0o700)
    }
    const lock = this.lock()
    try {
      // Left by a process that died.
      for (const name of await readdir(this.drafts)) await rm(join(this.drafts, name))
      return await work()
    } finally {
      lock.release()
    }
  }

  private lock(): { release(): void } {
    try {
      return lockFolder(join(this.path, 'lock'))
    } catch (cause) {
      if (!(cause instanceof AppError)) throw cause
      throw new AppError({
        code: 'store-in-use',
        message: `another process is writing backups to ${this.path}: try again when it has finished`,
        retryable: true,
        cause,
      })
    }
  }

  /** Names of the backups, oldest first. */
  async backups(): Promise<string[]> {
    const names = await readdir(this.path).catch((cause: NodeJS.ErrnoException) => {
      throw new AppError({
        code: 'bad-backup',
        message: `the folder ${this.path} cannot be read (${cause.code}): name the folder that touchstone backup create wrote`,
        cause,
      })
    })
    return names.flatMap((name) => manifestForm.exec(name)?.[1] ?? []).toSorted()
  }

  manifestPath(backup: string): string {
    return join(this.path, `${backup}.json`)
  }

  /** Writes a manifest, after everything that it names is on disk. */
  async writeManifest(backup: string, text: string): Promise<void> {
    for (const folder of this.changed) await syncFolder(folder)
    this.changed.clear()
    await syncFolder(this.objects)
    const draft = join(this.drafts, randomUUID())
    await writeChunks(draft, inOnePiece(Buffer.from(text)))
    await rename(draft, this.manifestPath(backup))
    await syncFolder(this.path)
  }

  objectName(sha256: string): string {
    return this.key === undefined ? sha256 : this.key.nameOf(sha256)
  }

  objectPath(sha256: string): string {
    return this.pathOf(this.objectName(sha256))
  }

  private pathOf(name: string): string {
    return join(this.objects, name.slice(0, 2), name)
  }

  /** Bytes of a stored object before encryption; undefined if there is none. */
  async storedBytes(sha256: string): Promise<number | undefined> {
    const stats = await stat(this.objectPath(sha256)).catch(() => undefined)
    if (stats?.isFile() !== true) return undefined
    return stats.size - (this.key === undefined ? 0 : encryptionOverhead)
  }

  /** Stores a content, replacing an object that may be damaged. If its digest is not the expected one, nothing is stored and undefined is returned. */
  async write(
    content: AsyncIterable<Buffer>,
    expected?: string,
  ): Promise<(Content & { isNew: boolean }) | undefined> {
    const draft = join(this.drafts, randomUUID())
    const measured = new Measured(content)
    try {
      await writeChunks(draft, this.key === undefined ? measured : this.key.encrypt(measured))
      const found = measured.finish()
      if (expected !== undefined && found.sha256 !== expected) return undefined
      const isNew = (await this.storedBytes(found.sha256)) !== found.bytes
      const path = this.objectPath(found.sha256)
      const folder = join(path, '..')
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await rename(draft, path)
      this.changed.add(folder)
      return { ...found, isNew }
    } finally {
      await rm(draft, { force: true })
    }
  }

  /** The content of an object as stored; it counts only once its digest was compared. */
  read(sha256: string): AsyncIterable<Buffer> {
    const bytes = chunksOf(this.objectPath(sha256))
    return this.key === undefined ? bytes : this.key.decrypt(bytes)
  }

  /** Deletes all objects but those with these names; returns how many, with their bytes. */
  async dropObjects(kept: ReadonlySet<string>): Promise<{ objects: number; bytes: number }> {
    const dropped = { objects: 0, bytes: 0 }
    for (const prefix of await readdir(this.objects)) {
      if (!/^[0-9a-f]{2}$/.test(prefix)) continue
      for (const name of await readdir(join(this.objects, prefix))) {
        if (!objectForm.test(name) || kept.has(name)) continue
        const { size } = await stat(this.pathOf(name))
        await rm(this.pathOf(name))
        dropped.objects++
        dropped.bytes += size
      }
    }
    return dropped
  }
}

/** Measures a content while it passes. */
export class Measured implements AsyncIterable<Buffer> {
  private readonly content: AsyncIterable<Buffer>
  private readonly hash = createHash('sha256')
  private bytes = 0

  constructor(content: AsyncIterable<Buffer>) {
    this.content = content
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Buffer> {
    for await (const piece of this.content) {
      this.hash.update(piece)
      this.bytes += piece.length
      yield piece
    }
  }

  /** Reads all of it. */
  async measure(): Promise<Content> {
    const pieces = this[Symbol.asyncIterator]()
    while ((await pieces.next()).done !== true);
    return this.finish()
  }

  finish(): Content {
    return { sha256: this.hash.digest('hex'), bytes: this.bytes }
  }
}
