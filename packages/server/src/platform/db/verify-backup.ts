import { AppError } from '../errors/index.ts'
import type { Counts } from './backup.ts'
import type { OpenOptions } from './open-store.ts'
import { restoreStore } from './restore.ts'
import { withTemporaryStore } from './temporary-store.ts'

/**
 * Restores a backup into a temporary embedded store, and compares every row and the digest of every table. The
 * backup's digests were computed from the rows as read from its store.
 */
export async function verifyBackup(file: string, options: OpenOptions = {}): Promise<Counts> {
  try {
    return await withTemporaryStore((dataDir) =>
      restoreStore({ engine: 'embedded', dataDir }, file, options),
    )
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new AppError({
      code: error instanceof AppError ? error.code : 'bad-backup',
      message: `the backup ${file} was written but could not be verified: ${why}. Keep an earlier backup until one passes`,
      cause: error,
    })
  }
}
