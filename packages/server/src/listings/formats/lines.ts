import type { Bytes } from './row.ts'

/** The bytes of one line with its end; undefined where the line is too long to be kept. */
export type ByteLine = { bytes: Buffer | undefined; line: number }

/**
 * Cuts bytes into lines in bounded memory. `end` is the line end in the file's encoding: one byte,
 * or two in UTF-16, where it counts at even offsets only.
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

  const take = (last: Buffer): ByteLine => {
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
      yield take(rest.subarray(from, at + width))
      from = at + width
    }
    if (from === rest.length) continue
    keptBytes += rest.length - from
    if (keptBytes > maxBytes) skipping = true
    if (skipping) kept = []
    // A copy: who gave the chunk may fill it again.
    else kept.push(Buffer.from(rest.subarray(from)))
  }
  if (keptBytes > 0 || odd.length > 0) yield take(odd)
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
