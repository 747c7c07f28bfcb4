import { createReadStream } from 'node:fs'
import { createGunzip } from 'node:zlib'
import { AppError } from '../errors/index.ts'

/** The lines of a backup; throws `bad-backup` if the file cannot be read. */
export async function* backupLines(file: string): AsyncGenerator<string, undefined> {
  const bytes = createReadStream(file)
  const text = bytes.pipe(createGunzip())
  text.setEncoding('utf8')
  // pipe does not forward errors.
  bytes.on('error', (error) => text.destroy(error))
  // A row may span many chunks: each chunk is searched once.
  let rest: string[] = []
  try {
    for await (const part of text as AsyncIterable<string>) {
      const [first = '', ...remaining] = part.split('\n')
      rest.push(first)
      for (const other of remaining) {
        yield rest.join('')
        rest = [other]
      }
    }
  } catch (error) {
    throw unreadable(file, error as Error)
  } finally {
    bytes.destroy()
  }
  const last = rest.join('')
  if (last !== '') yield last
}

function unreadable(file: string, cause: Error): AppError {
  const { code } = cause as NodeJS.ErrnoException
  const why = code === 'ENOENT' ? 'the file does not exist' : cause.message
  return new AppError({
    code: 'bad-backup',
    message: `the backup ${file} cannot be read: ${why}`,
    cause,
  })
}
