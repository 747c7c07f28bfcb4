import { parseJsonText, TouchstoneError } from '@touchstone/contract'
import type { z } from 'zod'
import type { ProgramIo } from './program-io.ts'
import { cutBlocks, openInput } from './stream/index.ts'

/**
 * Reads an NDJSON file that another command wrote, plain or gzip. Throws a TouchstoneError at the first line that is
 * something else.
 * @param what the line and where it comes from, as in `no ${what}`
 */
export async function readCheckedLines<S extends z.ZodType>(
  io: Pick<ProgramIo, 'stdin'>,
  path: string,
  { schema, what, signal }: { schema: S; what: string; signal: AbortSignal },
): Promise<z.output<S>[]> {
  const wrong = (line: number): TouchstoneError =>
    new TouchstoneError({ code: 'unusable-input', message: `${path}, line ${line} is no ${what}` })
  const input = await openInput(io, path, signal)
  const rows: z.output<S>[] = []
  try {
    for await (const block of cutBlocks(input.chunks)) {
      if (block.kind === 'oversize') throw wrong(block.line)
      let line = block.firstLine
      for (const text of Buffer.from(block.bytes.buffer).toString('utf8').split('\n')) {
        if (text.trim() !== '') {
          const parsed = schema.safeParse(jsonOf(text))
          if (!parsed.success) throw wrong(line)
          rows.push(parsed.data)
        }
        line++
      }
    }
  } finally {
    await input.close()
  }
  return rows
}

function jsonOf(text: string): unknown {
  try {
    return parseJsonText(text)
  } catch {
    return undefined
  }
}
