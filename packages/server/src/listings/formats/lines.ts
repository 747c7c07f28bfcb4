import type { Bytes } from './row.ts'

/** The bytes of one line with its end, or of consecutive blank lines; undefined for a line that is too long. */
export type ByteLine = { bytes: Buffer | undefined; line: number }

/**
 * Splits bytes into lines in bounded memory. `end` is the line end in the file's encoding: one byte, or two in
 * UTF-16, where it counts only at even offsets. Consecutive blank lines are returned together, so that millions of
 * them are read quickly.
 */
export async function* cutLines(
  bytes: Bytes,
  { end, maxBytes }: { end: Uint8Array; maxBytes: number },
): AsyncGenerator<ByteLine> {
  const width = end.length
  let line = 1
  let kept: Buffer[] = []
  let keptBytes = 0
  let skipping = false
  let odd: Buffer = Buffer.alloc(0)

  const cutLine = (last: Buffer): ByteLine => {
    const whole = kept.length === 0 ? last : Buffer.concat([...kept, last])
    const result = { bytes: skipping || whole.length > maxBytes ? undefined : whole, line }
    kept = []
    keptBytes = 0
    skipping = false
    line++
    return result
  }

  for await (const chunk of bytes) {
    let rest = asBuffer(chunk)
    if (odd.length > 0) rest = Buffer.concat([odd, rest])
    odd = rest.subarray(rest.length - (rest.length % width))
    rest = rest.subarray(0, rest.length - odd.length)
    let from = 0
    for (let at = endAt(rest, end, from); at !== -1; at = endAt(rest, end, from)) {
      const blank = keptBytes === 0 ? blankLines(rest, end, { from, maxBytes }) : undefined
      yield cutLine(rest.subarray(from, blank?.to ?? at + width))
      line += (blank?.count ?? 1) - 1
      from = blank?.to ?? at + width
    }
    if (from === rest.length) continue
    keptBytes += rest.length - from
    if (keptBytes > maxBytes) skipping = true
    if (skipping) kept = []
    // A copy, since the caller may reuse the chunk.
    else kept.push(Buffer.from(rest.subarray(from)))
  }
  if (keptBytes > 0 || odd.length > 0) yield cutLine(odd)
}

/** For consecutive blank lines. */
const mostBlankBytes = 16 * 1024
const blanks = new Set([0x09, 0x0a, 0x0d, 0x20])

/** End and number of the blank lines that start here. */
function blankLines(
  bytes: Buffer,
  end: Uint8Array,
  { from, maxBytes }: { from: number; maxBytes: number },
): { to: number; count: number } | undefined {
  const { length: width } = end
  const code = Math.max(...end)
  const offset = end.indexOf(code)
  const last = Math.min(bytes.length - width, from + Math.min(mostBlankBytes, maxBytes) - width)
  let found: { to: number; count: number } | undefined
  for (let at = from; at <= last; at += width) {
    const byte = bytes[at + offset] ?? 0
    if (!blanks.has(byte) || (width === 2 && bytes[at + 1 - offset] !== 0)) break
    if (byte === code) found = { to: at + width, count: (found?.count ?? 0) + 1 }
  }
  return found
}

function endAt(bytes: Buffer, end: Uint8Array, from: number): number {
  if (end.length === 1) return bytes.indexOf(end[0] ?? 0, from)
  let at = bytes.indexOf(end, from)
  while (at % 2 === 1) at = bytes.indexOf(end, at + 1)
  return at
}

function asBuffer(chunk: Uint8Array): Buffer {
  return Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength)
}
