import { countValues, maxRowValues, parseJsonText, TooManyValues } from '@touchstone/contract'
import { AppError } from '../errors/index.ts'
import type { Urgency } from '../fairness/index.ts'
import { runInSlices, type Steps } from '../time-slicing/index.ts'
import { tooManyValues, type ValueLimit } from './json.ts'

/** More lines than any endpoint takes, and few enough to be read in a moment even if none is JSON. */
const maxLines = 100_000
/** Characters of blank lines that are passed in one step. */
const mostBlanks = 32 * 1024
const lineFeed = 0x0a

/**
 * Parses NDJSON lines into values; a line that is not JSON becomes its text (which is no object), and a line with
 * more values than a row may have becomes a `TooManyValues`. Other requests are served in between. The number of
 * values in all lines is limited.
 */
export async function readLines(
  text: string,
  limit: ValueLimit,
  urgency: Urgency,
): Promise<unknown[]> {
  try {
    return await runInSlices(valuesOf(text, limit), urgency)
  } catch (error) {
    if (error instanceof TooManyValues) throw tooManyValues(error)
    throw error
  }
}

function* valuesOf(text: string, { most, hasRows }: ValueLimit): Steps<unknown[]> {
  const values: unknown[] = []
  let left = most
  for (const line of yield* linesOf(text)) {
    const value = valueOf(line, Math.min(left, maxRowValues))
    if (value instanceof TooManyValues && (!hasRows || left < maxRowValues)) {
      throw new TooManyValues(most)
    }
    left -= 1 + (value instanceof TooManyValues ? maxRowValues : countValues(value, left))
    if (left < 0) throw new TooManyValues(most)
    values.push(value)
    yield
  }
  return values
}

/** The lines that are not blank, found before any is read: one that is not JSON costs far more than its end. */
function* linesOf(text: string): Steps<string[]> {
  const lines: string[] = []
  for (let from = 0; from < text.length; yield) {
    const start = endOfBlankLines(text, from)
    if (start > from) {
      from = start
      continue
    }
    const end = text.indexOf('\n', from)
    const to = end === -1 ? text.length : end
    const line = text.slice(from, to)
    from = to + 1
    if (line.trim() === '') continue
    if (lines.push(line) > maxLines) throw tooManyLines()
  }
  return lines
}

/** Where the last of the blank lines ends that begin here: millions of them are passed in few steps. */
function endOfBlankLines(text: string, from: number): number {
  let end = from
  for (let at = from; at < text.length && at - from < mostBlanks; at++) {
    const code = text.charCodeAt(at)
    if (code === lineFeed) end = at + 1
    else if (code !== 0x20 && code !== 0x09 && code !== 0x0d) break
  }
  return end
}

function valueOf(line: string, most: number): unknown {
  try {
    return parseJsonText(line, most)
  } catch (error) {
    return error instanceof TooManyValues ? error : line
  }
}

function tooManyLines(): AppError {
  const message = `the body has more than ${maxLines.toLocaleString('en')} lines; send fewer at once`
  return new AppError({ code: 'row-limit-exceeded', message })
}
