import { setImmediate as breathe } from 'node:timers/promises'
import { countValues, parseJsonText, TooManyValues } from '@touchstone/contract'
import { tooManyValues } from './json.ts'

const linesAtOnce = 500

/**
 * The lines of NDJSON as values; a line that is not JSON becomes its text, which is no object. Other
 * requests are heard in between. All lines together have at most so many values.
 */
export async function readLines(text: string, most = Infinity): Promise<unknown[]> {
  const values: unknown[] = []
  let left = most
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue
    const value = valueOf(line, left)
    if (left !== Infinity) left -= 1 + countValues(value, left)
    if (left < 0) throw tooManyValues(new TooManyValues(most))
    values.push(value)
    if (values.length % linesAtOnce === 0) await breathe()
  }
  return values
}

function valueOf(line: string, most: number): unknown {
  try {
    return parseJsonText(line, most)
  } catch (error) {
    if (error instanceof TooManyValues) throw tooManyValues(error)
    return line
  }
}
