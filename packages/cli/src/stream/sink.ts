import { open, realpath, rename, rm, stat, type FileHandle } from 'node:fs/promises'
import { TouchstoneError } from '@touchstone/contract'
import type { ProgramIo } from '../program-io.ts'

/** Destination of bytes: a file that appears complete at the end, or standard output. */
export type Sink = {
  /** False once the reader has closed the output: writing can stop. */
  write(bytes: Uint8Array): Promise<boolean>
  /** Moves the file to its final place. */
  finish(): Promise<void>
  /** Deletes what was written, unless writing itself failed, since the rows may still be useful. */
  discard(): Promise<void>
}

/** Opens a file for output, or standard output for `-`. */
export async function openSink(io: Pick<ProgramIo, 'stdout'>, path: string): Promise<Sink> {
  return path === '-' ? standardOutput(io) : fileSink(path)
}

async function fileSink(path: string): Promise<Sink> {
  const existing = await stat(path).catch(() => undefined)
  if (existing?.isDirectory()) throw outputFailed(path, 'it is a directory: name a file in it')
  // A device or a pipe cannot be replaced by renaming.
  const inPlace = existing !== undefined && !existing.isFile()
  const target = existing ? await realpath(path) : path
  const working = inPlace ? target : `${target}.partial-${process.pid}`
  let handle: FileHandle
  let failed = false
  try {
    handle = await open(working, 'w')
  } catch (cause) {
    throw outputFailed(path, openRemedy(cause), cause)
  }
  return {
    write: async (bytes) => {
      try {
        for (let at = 0; at < bytes.length;) {
          at += (await handle.write(bytes, at)).bytesWritten
        }
        return true
      } catch (cause) {
        if ((cause as NodeJS.ErrnoException).code === 'EPIPE') return false
        failed = true
        const partial = inPlace ? '' : `; what was written so far is in ${working}`
        throw outputFailed(path, `${writeRemedy(cause)}${partial}`, cause)
      }
    },
    finish: async () => {
      await handle.close()
      if (!inPlace) await rename(working, target)
    },
    discard: async () => {
      await handle.close()
      if (!inPlace && !failed) await rm(working, { force: true })
    },
  }
}

function openRemedy(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException
  if (code === 'ENOENT') return 'its folder does not exist: create it first'
  if (code === 'EACCES' || code === 'EROFS') return 'this user cannot write there'
  return message
}

function writeRemedy(cause: unknown): string {
  const { code, message } = cause as NodeJS.ErrnoException
  return code === 'ENOSPC' ? 'the disk is full' : message
}

function outputFailed(path: string, why: string, cause?: unknown): TouchstoneError {
  return new TouchstoneError({
    code: 'output-failed',
    message: `cannot write ${path}: ${why}`,
    cause,
  })
}

function standardOutput({ stdout }: Pick<ProgramIo, 'stdout'>): Sink {
  let failure: NodeJS.ErrnoException | undefined
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    failure = error
  })
  const verdict = (): boolean => {
    if (!failure) return true
    if (failure.code === 'EPIPE') return false
    throw outputFailed('standard output', writeRemedy(failure), failure)
  }
  return {
    write: async (bytes) => {
      if (bytes.length > 0 && !failure) {
        await new Promise<void>((resolve) => {
          stdout.write(bytes, (error) => {
            if (error) failure = error
            resolve()
          })
        })
      }
      return verdict()
    },
    finish: async () => undefined,
    discard: async () => undefined,
  }
}
