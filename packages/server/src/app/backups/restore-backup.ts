import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Bucket, bucketFolder } from '../../platform/blobs/index.ts'
import type { ServerConfig } from '../../platform/config/index.ts'
import {
  inLanes,
  openDataDir,
  restoringIn,
  unfinishedRestore,
} from '../../platform/data-dir/index.ts'
import {
  lockFolder,
  removeOnStop,
  requireEmptyStore,
  restoreStore,
  type Counts,
  type OpenOptions,
} from '../../platform/db/index.ts'
import { AppError } from '../../platform/errors/index.ts'
import { Measured, type BackupFolder } from './backup-folder.ts'
import { storeFile } from './create-backup.ts'
import { inOneBuffer, syncFolder, writeChunks } from './file-chunks.ts'
import { evidenceKeyFile, secretKeyFile } from './installation-files.ts'
import { bad, readManifest, type BackupFile } from './manifest.ts'
import { problemOf } from './verify-backup.ts'

export type Restoration = Counts & {
  files: number
  bytes: number
  /** Keys that the backup does not hold, to be put in DATA_DIR before the server starts. */
  missingKeys: string[]
}

/** Locks of the restore itself. */
const locks: ReadonlySet<string> = new Set(['lock', 'store.lock'])

/** Of a file system, not of an installation. */
const foreign: ReadonlySet<string> = new Set(['lost+found'])

/**
 * Restores a backup into an empty DATA_DIR and an empty store of either engine. Files are written to a folder in
 * DATA_DIR, which keeps everything else out of it until they are complete and in their places. A failure leaves
 * DATA_DIR empty again; a killed process leaves the folder, and nothing opens DATA_DIR until it is emptied.
 */
export async function restoreBackup(
  config: ServerConfig,
  folder: BackupFolder,
  backup: string,
  options: OpenOptions = {},
): Promise<Restoration> {
  const { dataDir } = config
  const { files } = await readManifest(folder, backup)
  const store = files.find(({ kind }) => kind === 'store')
  if (store === undefined) throw bad(`the backup ${backup} names no store: use another backup`)
  await requireSameSecret(config, folder, files)
  const restoring = begin(dataDir)
  const keep = removeOnStop(restoring)
  let counts: Counts
  try {
    const lock = lockFolder(join(restoring, 'lock'))
    try {
      const others = files.filter((file) => file !== store && !isSet(config, file))
      const place = placeIn(restoring, folder, config)
      const rows = { restoring, folder, store, options }
      if (config.store.engine === 'embedded') {
        counts = await restoreTogether(others, place, () => restoreRows(config, rows))
      } else {
        await requireEmptyStore(config.store)
        await inLanes(others, place)
        counts = await restoreRows(config, rows)
      }
    } finally {
      lock.release()
    }
  } catch (error) {
    await rm(restoring, { recursive: true, force: true })
    throw explained(dataDir, error)
  } finally {
    keep()
  }
  await giveNames(dataDir, restoring)
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const held = new Set(files.map(({ path }) => path))
  const missingKeys = [secretKeyFile, evidenceKeyFile].filter(
    (key) => !held.has(key) && !(key === secretKeyFile && config.people.secretKey !== undefined),
  )
  return { ...counts, files: files.length, bytes, missingKeys }
}

/** Creates the folder of a restore in an empty DATA_DIR. */
function begin(dataDir: string): string {
  const restoring = restoringIn(dataDir)
  if (existsSync(restoring)) throw notEmpty(unfinishedOrRunning(dataDir))
  openDataDir(dataDir)
  const names = readdirSync(dataDir).filter((name) => !foreign.has(name))
  if (names.length > 0) {
    const some = names.slice(0, 3).join(', ')
    throw notEmpty(
      `DATA_DIR ${dataDir} is not empty (it contains ${some}): restore into a new or empty folder`,
    )
  }
  try {
    mkdirSync(restoring, { mode: 0o700 })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw explained(dataDir, error)
    throw notEmpty(unfinishedOrRunning(dataDir))
  }
  return restoring
}

function unfinishedOrRunning(dataDir: string): string {
  try {
    lockFolder(join(restoringIn(dataDir), 'lock')).release()
    return unfinishedRestore(dataDir)
  } catch {
    return `another process is restoring into DATA_DIR ${dataDir}: only one can`
  }
}

function notEmpty(message: string): AppError {
  return new AppError({ code: 'store-not-empty', message })
}

/** Whether the configuration has this key, so that no file is needed. */
function isSet({ people }: ServerConfig, { path }: BackupFile): boolean {
  return path === secretKeyFile && people.secretKey !== undefined
}

/** SECRET_KEY must be the key that the rows of the backup are encrypted with. */
async function requireSameSecret(
  { people }: ServerConfig,
  folder: BackupFolder,
  files: readonly BackupFile[],
): Promise<void> {
  const file = files.find(({ path }) => path === secretKeyFile)
  if (file === undefined || people.secretKey === undefined) return
  const text = (await inOneBuffer(checked(folder, file))).toString('utf8')
  if (text.trim() === people.secretKey.reveal()) return
  throw new AppError({
    code: 'bad-configuration',
    message:
      'SECRET_KEY is not the key of this backup, so its secrets could not be opened: unset it, or set the one that the backup was made with',
  })
}

/** The content of a file; throws at its end if it is not what the manifest names. */
async function* checked(folder: BackupFolder, file: BackupFile): AsyncGenerator<Buffer> {
  const measured = new Measured(folder.read(file.sha256))
  try {
    yield* measured
    if (measured.finish().sha256 === file.sha256) return
  } catch (error) {
    if (isDiskError(error)) throw error
  }
  throw bad(`${(await problemOf(folder, file)) ?? file.path}; nothing was restored`)
}

function placeIn(
  inside: string,
  folder: BackupFolder,
  { blobs }: ServerConfig,
): (file: BackupFile) => Promise<void> {
  const buckets = blobs && {
    blob: new Bucket(blobs),
    picture: bucketFolder({ ...blobs, folder: 'pictures' }),
  }
  return async (file) => {
    const { kind, bytes, sha256 } = file
    const path = join(inside, file.path)
    await mkdir(dirname(path), { recursive: true, mode: 0o700 })
    await writeChunks(path, checked(folder, file))
    if (buckets === undefined || (kind !== 'blob' && kind !== 'picture')) return
    await buckets[kind].put(basename(path), { file: path, bytes, sha256, ifNew: false })
    await rm(path)
  }
}

/**
 * Places files while rows are inserted, which wait for the disk by turns. For an embedded store only: a database would
 * have the rows even if a file then turns out to be damaged.
 */
async function restoreTogether(
  files: readonly BackupFile[],
  place: (file: BackupFile) => Promise<void>,
  rows: () => Promise<Counts>,
): Promise<Counts> {
  let failed = false
  const [placed, restored] = await Promise.allSettled([
    inLanes(files, async (file) => {
      if (!failed) await place(file)
    }),
    rows().catch((error: unknown) => {
      failed = true
      throw error
    }),
  ])
  if (placed.status === 'rejected') throw placed.reason
  if (restored.status === 'rejected') throw restored.reason
  return restored.value
}

type RowsToRestore = {
  restoring: string
  folder: BackupFolder
  store: BackupFile
  options: OpenOptions
}

async function restoreRows(
  { store: target }: ServerConfig,
  { restoring, folder, store, options }: RowsToRestore,
): Promise<Counts> {
  const rows = join(restoring, storeFile)
  await writeChunks(rows, checked(folder, store))
  const place =
    target.engine === 'embedded' ? { engine: target.engine, dataDir: restoring } : target
  const counts = await restoreStore(place, rows, options)
  await rm(rows)
  return counts
}

/** Moves everything to its place; the folder goes last, and only then DATA_DIR can be opened. */
async function giveNames(dataDir: string, restoring: string): Promise<void> {
  for (const name of readdirSync(restoring)) {
    if (!locks.has(name)) await rename(join(restoring, name), join(dataDir, name))
  }
  await syncFolder(dataDir)
  await rm(restoring, { recursive: true })
  await syncFolder(dataDir)
}

function isDiskError(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).syscall !== undefined
}

function explained(dataDir: string, cause: unknown): unknown {
  if (cause instanceof AppError || !isDiskError(cause)) return cause
  const { code } = cause as NodeJS.ErrnoException
  const why =
    code === 'ENOSPC' || code === 'EDQUOT'
      ? 'its disk is full: free space'
      : `of an error (${code}): check the folder and its disk`
  return new AppError({
    code: 'output-failed',
    message: `nothing was restored into ${dataDir} because ${why}, then run touchstone backup restore again`,
    cause,
  })
}
