import { PassThrough } from 'node:stream'
import { ownVersion } from '../../investigation/evidence/index.ts'
import { blobsInUse } from '../../platform/blobs/index.ts'
import type { ServerConfig } from '../../platform/config/index.ts'
import { inLanes } from '../../platform/data-dir/index.ts'
import { streamBackup, type Counts, type Store } from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import type { BackupFolder, Content } from './backup-folder.ts'
import {
  listContents,
  listHeads,
  listKeys,
  listSettings,
  type InstallationFile,
} from './installation-files.ts'
import { manifestText, readManifest, type BackupFile } from './manifest.ts'

export type BackupOptions = {
  store: Store
  config: ServerConfig
  folder: BackupFolder
  /** Leaves out the keys of the installation, which are then kept elsewhere. */
  withoutKeys?: boolean
  now?: () => number
}

export type BackupReport = Counts & {
  /** The name of the backup. */
  backup: string
  files: number
  bytes: number
  /** What was not in the folder yet. */
  written: { files: number; bytes: number }
  /** Paths of files whose content, here or in an earlier backup, lacks the digest in their name: they are not in this backup. */
  damaged: string[]
  /** Paths of evidence that an earlier backup has and the installation no longer: it is in this backup too. */
  missing: string[]
}

/** The place of the store among the files of a backup. */
export const storeFile = 'store.gz'

/**
 * Writes a backup of the whole installation at one point, with only what the folder does not hold yet. Evidence and
 * pictures are copied before the store, and those added since after it, so that the backup has all that its rows name.
 * The manifest comes last: without it, there is no backup.
 */
export async function createBackup(options: BackupOptions): Promise<BackupReport> {
  const { folder } = options
  try {
    return await folder.locked(() => new BackupRun(options).run())
  } catch (error) {
    throw explained(folder, error)
  }
}

class BackupRun {
  private readonly options: BackupOptions
  private readonly files = new Map<string, BackupFile>()
  private readonly damaged = new Set<string>()
  private readonly written = { files: 0, bytes: 0 }
  private earlier = new Map<string, BackupFile>()
  private readonly missing: string[] = []

  constructor(options: BackupOptions) {
    this.options = options
  }

  async run(): Promise<BackupReport> {
    const { config, folder, store, withoutKeys = false, now = Date.now } = this.options
    this.earlier = await this.newestFiles()
    await this.copy(await listHeads(config))
    for await (const batch of listContents(config)) await this.copy(batch)
    const createdAt = new Date(now())
    const counts = await this.copyStore(store)
    for await (const batch of listContents(config)) {
      await this.copy(batch.filter(({ path }) => !this.files.has(path)))
    }
    await this.retainMissing(store)
    await this.copy(await listSettings(config))
    if (!withoutKeys) await this.copy(await listKeys(config))
    const backup = await this.newName(createdAt)
    const files = [...this.files.values()]
    const manifest = {
      backup,
      program: ownVersion(),
      createdAt: createdAt.toISOString(),
      engine: config.store.engine,
      ...counts,
      files,
    }
    await folder.writeManifest(backup, await manifestText(folder, manifest))
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
    const { written, missing } = this
    const damaged = [...this.damaged]
    return { backup, ...counts, files: files.length, bytes, written, damaged, missing }
  }

  /** Files of the newest backup, if that can be read. */
  private async newestFiles(): Promise<Map<string, BackupFile>> {
    const newest = (await this.options.folder.backups()).at(-1)
    if (newest === undefined) return new Map()
    const { files } = await readManifest(this.options.folder, newest).catch(() => ({ files: [] }))
    return new Map(files.map((file) => [file.path, file]))
  }

  /** Evidence that rows still name, but that is gone, stays in the backups: the earlier ones are dropped some day. */
  private async retainMissing(store: Store): Promise<void> {
    const gone = [...this.earlier.values()].filter(
      ({ kind, path }) => kind === 'blob' && !this.files.has(path) && !this.damaged.has(path),
    )
    const used = await blobsInUse(
      store,
      gone.map(({ sha256 }) => sha256),
    )
    for (const file of gone) {
      if (!used.has(file.sha256)) continue
      const stored = await this.options.folder.storedBytes(file.sha256)
      if (stored === file.bytes) {
        this.missing.push(file.path)
        this.files.set(file.path, file)
      } else this.damaged.add(file.path)
    }
  }

  private async copy(files: readonly InstallationFile[]): Promise<void> {
    await inLanes(files, async (file) => {
      try {
        await this.copyFile(file)
      } catch (error) {
        if (!this.isDeleted(error)) throw error
      }
    })
  }

  /** Whether a file was deleted since it was listed; the folder of backups may be gone too. */
  private isDeleted(error: unknown): boolean {
    const { code, path } = error as NodeJS.ErrnoException
    return code === 'ENOENT' && path?.startsWith(this.options.folder.path) !== true
  }

  private async copyFile({ content, ...file }: InstallationFile): Promise<void> {
    const { folder } = this.options
    const sha256 = file.sha256 ?? this.knownDigest(file)
    if (sha256 !== undefined && (await folder.storedBytes(sha256)) === file.bytes) {
      this.files.set(file.path, { ...file, sha256 })
      return
    }
    const stored = await folder.write(content(), file.sha256)
    if (stored === undefined) this.damaged.add(file.path)
    else this.add(file, stored)
  }

  private knownDigest({ path, bytes, changedAt }: Omit<InstallationFile, 'content'>) {
    const known = this.earlier.get(path)
    const isSame =
      changedAt !== undefined && known?.bytes === bytes && known.changedAt === changedAt
    return isSame ? known.sha256 : undefined
  }

  private add(
    file: Omit<BackupFile, 'bytes' | 'sha256'>,
    { isNew, ...content }: Content & { isNew: boolean },
  ): void {
    this.files.set(file.path, { ...file, ...content })
    if (!isNew) return
    this.written.files++
    this.written.bytes += content.bytes
  }

  private async copyStore(store: Store): Promise<Counts> {
    const rows = new PassThrough()
    const writing = this.options.folder.write(rows as AsyncIterable<Buffer>)
    const reading = streamBackup(store, rows)
    const ends = await Promise.allSettled([reading, writing])
    const failures = ends.flatMap((end) =>
      end.status === 'rejected' ? [end.reason as NodeJS.ErrnoException] : [],
    )
    // If the disk is full, reading fails too, because nothing takes the rows.
    const failure = failures.find(({ syscall }) => syscall !== undefined) ?? failures[0]
    if (failure !== undefined) throw failure
    const stored = await writing
    if (stored !== undefined) this.add({ path: storeFile, kind: 'store' }, stored)
    return reading
  }

  private async newName(createdAt: Date): Promise<string> {
    const taken = new Set(await this.options.folder.backups())
    for (let at = createdAt.getTime(); ; at += 1000) {
      const name = `${new Date(at).toISOString().slice(0, 19).replaceAll(/[-:]/g, '')}Z`
      if (!taken.has(name)) return name
    }
  }
}

function explained({ path }: BackupFolder, cause: unknown): unknown {
  const { code, syscall } = cause as NodeJS.ErrnoException
  if (cause instanceof AppError || syscall === undefined) return cause
  const why =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? 'the disk is full: free space, or move the folder to a larger disk'
      : `${code}: choose a folder that this user can write`
  return new AppError({
    code: 'output-failed',
    message: `no backup was written to ${path} because ${why}; earlier backups in it are unchanged`,
    cause,
  })
}
