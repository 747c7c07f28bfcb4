import { join } from 'node:path'
import { inLanes } from '../../platform/data-dir/index.ts'
import { restoreStore, withTemporaryStore, type Counts } from '../../platform/db/index.ts'
import { Measured, type BackupFolder } from './backup-folder.ts'
import { storeFile } from './create-backup.ts'
import { writeChunks } from './file-chunks.ts'
import { readManifest, type BackupFile } from './manifest.ts'

export type Verification = {
  backup: string
  files: number
  bytes: number
  tables: number
  rows: number
  /** What is wrong, each in a sentence with its remedy; empty if the backup can be restored. */
  findings: string[]
}

/**
 * Reads every file of a backup against its digest, and restores its store into a temporary one. Throws if its
 * manifest cannot be read.
 */
export async function verifyBackupSet(folder: BackupFolder, backup: string): Promise<Verification> {
  const { files } = await readManifest(folder, backup)
  const findings: string[] = []
  await inLanes(distinct(files), async (file) => {
    const problem = await problemOf(folder, file)
    if (problem !== undefined) findings.push(problem)
  })
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
  const result = { backup, files: files.length, bytes, tables: 0, rows: 0, findings }
  const store = files.find(({ path }) => path === storeFile)
  if (store === undefined) findings.push(`the backup ${backup} names no store: use another backup`)
  if (store === undefined || findings.length > 0) return result
  try {
    return { ...result, ...(await restoreTemporarily(folder, store)) }
  } catch (error) {
    findings.push((error as Error).message)
    return result
  }
}

async function restoreTemporarily(folder: BackupFolder, store: BackupFile): Promise<Counts> {
  return withTemporaryStore(async (dataDir) => {
    const file = join(dataDir, storeFile)
    await writeChunks(file, folder.read(store.sha256))
    return restoreStore({ engine: 'embedded', dataDir }, file)
  })
}

function distinct(files: readonly BackupFile[]): BackupFile[] {
  return [...new Map(files.map((file) => [file.sha256, file])).values()]
}

/** Why a file cannot be restored, and what to do; undefined if it can. */
export async function problemOf(
  folder: BackupFolder,
  file: BackupFile,
): Promise<string | undefined> {
  const stored = await folder.storedBytes(file.sha256)
  if (stored === undefined) return problem(folder, file, 'is missing')
  if (stored !== file.bytes) {
    return problem(folder, file, `has ${stored} bytes instead of ${file.bytes}`)
  }
  try {
    const content = await new Measured(folder.read(file.sha256)).measure()
    return content.sha256 === file.sha256 ? undefined : problem(folder, file, 'was changed')
  } catch (error) {
    // Decryption fails without a system call.
    const { code, syscall } = error as NodeJS.ErrnoException
    return problem(folder, file, syscall === undefined ? 'was changed' : `cannot be read (${code})`)
  }
}

/** An object with a problem is not used again once it is deleted. */
function problem(folder: BackupFolder, { path, sha256 }: BackupFile, what: string): string {
  const object = folder.objectPath(sha256)
  return `${object}, the content of ${path}, ${what}: put the file back from a copy of the folder, or delete it and create another backup, which copies it again if the installation still has it`
}
