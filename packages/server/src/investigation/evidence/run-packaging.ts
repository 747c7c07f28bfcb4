import { withTemporaryFolder } from '../../platform/db/index.ts'
import { AppError, type ErrorCode } from '../../platform/errors/index.ts'

type Problem = { code: ErrorCode; message: string }

type Packaging<Row> = {
  /** Of the temporary folder. */
  prefix: string
  /** Begins an attempt; undefined for a package that has ended or is made elsewhere. */
  begin: () => Promise<Row | undefined>
  make: (row: Row, folder: string) => Promise<void>
  fail: (row: Row, problem: Problem) => Promise<void>
  /** Lets it begin again; an attempt that ended with its process does not count. */
  reset: (row: Row, attempt: { counts: boolean }) => Promise<void>
  /** Reports every now and then that a process still makes it. */
  pulse?: { everyMs: number; write: (row: Row) => Promise<void> }
  maxAttempts: number
  /** Of the problem, once it could not be made in so many attempts. */
  failedCode: ErrorCode
  signal?: AbortSignal | undefined
}

/**
 * Makes a package in the background, in a folder that is deleted afterwards. A refusal is its end; after any other error
 * it is made again from the beginning. Throws these errors, unless the process is ending.
 */
export async function runPackaging<Row extends { attempts: number }>(
  packaging: Packaging<Row>,
): Promise<void> {
  const { begin, make, fail, reset, pulse, maxAttempts, failedCode, signal } = packaging
  const row = await begin()
  if (row === undefined) return
  if (row.attempts > maxAttempts) {
    const message = `the package could not be made in ${maxAttempts} attempts: ask the operator to look at the server’s log`
    return fail(row, { code: failedCode, message })
  }
  // What fails here fails in the next step as well.
  const beat =
    pulse && setInterval(() => void pulse.write(row).catch(() => undefined), pulse.everyMs)
  try {
    await withTemporaryFolder(packaging.prefix, (folder) => make(row, folder))
  } catch (error) {
    if (error instanceof AppError && error.status < 500) {
      return await fail(row, { code: error.code, message: error.publicMessage })
    }
    // A process that is ending leaves it to the next one.
    const isEnding = signal?.aborted === true
    await reset(row, { counts: !isEnding })
    if (!isEnding) throw error
  } finally {
    clearInterval(beat)
  }
}

export type PackagingSteps = { next: (count?: number) => Promise<void> }

/** Reports progress after each step, and stops between two of them. */
export function packagingSteps({
  total,
  note,
  signal,
}: {
  total: number
  note: (progress: { done: number; total: number }) => Promise<void>
  signal: AbortSignal | undefined
}): PackagingSteps {
  let done = 0
  return {
    next: async (count = 1) => {
      signal?.throwIfAborted()
      done = Math.min(total, done + count)
      await note({ done, total })
    },
  }
}
