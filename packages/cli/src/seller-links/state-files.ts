import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { TouchstoneError } from '@touchstone/contract'
import { z } from 'zod'

/** A file of a state, and the SHA-256 of its content. */
export const StateFile = z.strictObject({
  file: z.string().regex(/^[a-z]+-[0-9a-f-]+\.(?:ndjson|json|key)$/),
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type StateFile = z.output<typeof StateFile>

const chunk = 1 << 20

/** Writes lines into a new file that only this user can read, to the disk. */
export async function writeLines(
  folder: string,
  file: string,
  lines: Iterable<string>,
): Promise<StateFile> {
  const handle = await open(join(folder, file), 'wx', 0o600)
  try {
    const hash = createHash('sha256')
    let waiting = ''
    const flush = async (): Promise<void> => {
      hash.update(waiting)
      await handle.writeFile(waiting)
      waiting = ''
    }
    for (const line of lines) {
      waiting += `${line}\n`
      if (waiting.length > chunk) await flush()
    }
    await flush()
    await handle.sync()
    return { file, sha256: hash.digest('hex') }
  } finally {
    await handle.close()
  }
}

/** The lines of a file. Throws a TouchstoneError at its end if it is not as it was written. */
export async function* readLines(
  folder: string,
  { file, sha256 }: StateFile,
): AsyncGenerator<string> {
  const hash = createHash('sha256')
  let rest = ''
  try {
    for await (const part of createReadStream(
      join(folder, file),
      'utf8',
    ) as AsyncIterable<string>) {
      hash.update(part)
      // Not by readline, for which U+2028 in a title would end the line.
      const lines = (rest + part).split('\n')
      rest = lines.pop() ?? ''
      yield* lines
    }
  } catch (cause) {
    throw damaged(folder, file, cause)
  }
  if (hash.digest('hex') !== sha256) throw damaged(folder, file)
}

/** Reads a value from each line of a file. */
export async function readValues<T>(folder: string, file: StateFile): Promise<T[]> {
  const values: T[] = []
  for await (const line of readLines(folder, file)) {
    try {
      values.push(JSON.parse(line) as T)
    } catch (cause) {
      throw damaged(folder, file.file, cause)
    }
  }
  return values
}

export function damaged(folder: string, file: string, cause?: unknown): TouchstoneError {
  return new TouchstoneError({
    code: 'unusable-input',
    message: `the state ${folder} cannot be used: ${file} is missing or not as it was written; restore the folder from a backup, or link all listings again into a new one`,
    cause,
  })
}

/** Makes the entries of a folder last through a loss of power. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
