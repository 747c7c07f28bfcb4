import type { ProgramIo } from '../program-io.ts'
import { inUtf8, openInput, type Input } from './input.ts'

/**
 * Opens a file of listings, or standard input for `-`: NDJSON, or a table if its name or its content says so. A table
 * is read with the columns and encodings that imports of the server know.
 */
export async function openListings(
  io: Pick<ProgramIo, 'stdin'>,
  path: string,
  signal: AbortSignal,
  encoding?: string,
): Promise<Input> {
  const input = await openInput(io, path, signal)
  try {
    const { start, chunks } = await peek(input.chunks)
    if (!isTable(path, start)) {
      return { ...input, chunks: encoding === undefined ? chunks : inUtf8(chunks, encoding) }
    }
    const { openListingTable } = await import('./listing-table.ts')
    const { name } = input
    return { ...input, chunks, table: await openListingTable(chunks, { name, signal, encoding }) }
  } catch (error) {
    await input.close()
    throw error
  }
}

const tableName = /\.(?:csv|tsv|tab|txt|xlsx|xlsm|xls|xml)(?:\.gz)?$/i
/** Archives, as which workbooks are stored, and workbooks of the old format. */
const workbookStart = /^(?:PK\u0003\u0004|\u00d0\u00cf\u0011\u00e0)/
/** What may precede the first character of a text: spaces, marks of byte order, and the zeros of UTF-16. */
const beforeText = /^[\s\0\u00ef\u00bb\u00bf\u00fe\u00ff]*/

function isTable(path: string, start: Uint8Array): boolean {
  const text = Buffer.from(start).toString('latin1')
  if (workbookStart.test(text)) return true
  const first = text.replace(beforeText, '').charAt(0)
  return tableName.test(path) && first !== '' && first !== '{' && first !== '['
}

const startBytes = 64

/** The first bytes, and all of them; a failure stays where it is in the stream. */
async function peek(
  chunks: AsyncIterable<Uint8Array>,
): Promise<{ start: Uint8Array; chunks: AsyncIterable<Uint8Array> }> {
  const iterator = chunks[Symbol.asyncIterator]()
  const first: Uint8Array[] = []
  let seen = 0
  let failure: Error | undefined
  let isEnded = false
  while (seen < startBytes && !isEnded && failure === undefined) {
    try {
      const step = await iterator.next()
      if (step.done) isEnded = true
      else {
        seen += step.value.length
        first.push(step.value)
      }
    } catch (error) {
      failure = error as Error
    }
  }
  async function* all(): AsyncGenerator<Uint8Array> {
    yield* first
    if (failure !== undefined) throw failure
    for (let step = await iterator.next(); !step.done; step = await iterator.next())
      yield step.value
  }
  return { start: Buffer.concat(first).subarray(0, startBytes), chunks: all() }
}
