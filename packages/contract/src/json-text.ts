/** Most levels of objects and arrays in a JSON value, counting the outermost. */
export const maxJsonDepth = 64

/** One level for a list around the values, and one that shows that a value is too deep. */
export const maxParsedDepth = maxJsonDepth + 2

/** Thrown for JSON text with more values than its reader accepts. */
export class TooManyValues extends RangeError {
  constructor(most: number) {
    super(`more than ${most.toLocaleString('en')} values`)
    this.name = 'TooManyValues'
  }
}

/**
 * Parses JSON text. Builds only the first `maxParsedDepth` levels of a value, enough for `isTooDeep`, so that any
 * recursive walk over the result ends; JSON.parse alone needs gigabytes for 64 MiB of brackets.
 * @throws SyntaxError if the text is not JSON
 * @throws TooManyValues if the text has more than `most` members and entries, before anything is built
 */
export function parseJsonText(text: string, most = Infinity): unknown {
  return JSON.parse(pruned(text, most))
}

/** Counts the members and entries of a value down to `levels`, and stops soon after `most`. */
export function countValues(value: unknown, most: number, levels: number = maxJsonDepth): number {
  if (typeof value !== 'object' || value === null || levels === 0) return 0
  let count = 0
  // Without a list of all names, which costs more than the count.
  for (const name in value) {
    const member = (value as Record<string, unknown>)[name]
    count += 1 + countValues(member, most - count - 1, levels - 1)
    if (count > most) return count
  }
  return count
}

/** True if a value has more than `most` levels of objects and arrays. */
export function isTooDeep(value: unknown, most: number = maxJsonDepth): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (most === 0) return true
  if (Array.isArray(value)) return value.some((item) => isTooDeep(item, most - 1))
  for (const name in value) {
    if (isTooDeep((value as Record<string, unknown>)[name], most - 1)) return true
  }
  return false
}

const quote = 0x22
const comma = 0x2c
const backslash = 0x5c

/** The text with null for each value that starts below `maxParsedDepth`, or the same text if there is none. */
function pruned(text: string, most: number): string {
  if (text.length <= Math.min(2 * maxParsedDepth, most)) return text
  let values = 0
  let kept = ''
  let from = 0
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) {
      at = endOfString(text, at)
    } else if (code === comma) {
      if (++values > most) throw new TooManyValues(most)
    } else if (code === 0x5b || code === 0x7b) {
      if (depth === maxParsedDepth) kept += `${text.slice(from, at)}null`
      depth++
      // The first value inside has no comma before it; an empty object or list counts as one value.
      if (++values > most) throw new TooManyValues(most)
    } else if (code === 0x5d || code === 0x7d) {
      if (depth > 0) depth--
      if (depth === maxParsedDepth) from = at + 1
    }
  }
  if (kept === '') return text
  return depth > maxParsedDepth ? kept : kept + text.slice(from)
}

/** Index of the closing quote of the string that opens here, or the length of the text if there is none. */
export function endOfString(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let first = at
    while (text.charCodeAt(first - 1) === backslash) first--
    if ((at - first) % 2 === 0) return at
  }
  return text.length
}
