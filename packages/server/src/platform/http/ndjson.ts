import { setImmediate as breathe } from 'node:timers/promises'
import { parseJsonText } from '@touchstone/contract'

const linesAtOnce = 500

/**
 * The lines of NDJSON as values; a line that is not JSON becomes its text, which is no object. Other
 * requests are heard in between.
 */
export async function readLines(text: string): Promise<unknown[]> {
  const values: unknown[] = []
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue
    values.push(valueOf(line))
    if (values.length % linesAtOnce === 0) await breathe()
  }
  return values
}

function valueOf(line: string): unknown {
  try {
    return parseJsonText(line)
  } catch {
    return line
  }
}
