import type { ReadLimits } from '../limits.ts'
import { cutLines } from '../lines.ts'
import type { Bytes } from '../row.ts'
import { decoderOf } from './decoding.ts'
import { markLength } from './encoding.ts'

/** Replaces a line that is too long. */
export const tooLongSign = '\ufdd1'

export type TextLine = { text: string; line: number }
export type LineEnd = '\n' | '\r'

/** Splits bytes into lines of text with their ends, in bounded memory. */
export async function* textLines(
  bytes: Bytes,
  { encoding, lineEnd, limits }: { encoding: string; lineEnd: LineEnd; limits: ReadLimits },
): AsyncGenerator<TextLine> {
  const decode = decoderOf(encoding)
  const code = lineEnd.charCodeAt(0)
  const end = encoding === 'utf-16le' ? [code, 0] : encoding === 'utf-16be' ? [0, code] : [code]
  const lines = cutLines(bytes, { end: Uint8Array.from(end), maxBytes: limits.rowBytes })
  for await (const { bytes: found, line } of lines) {
    if (found === undefined) yield { text: `${tooLongSign}${lineEnd}`, line }
    else
      yield { text: decode(line === 1 ? found.subarray(markLength(found, encoding)) : found), line }
  }
}

/** A lone carriage return ends lines only in very old tables; otherwise it just precedes the newline. */
export function lineEndOf(sample: string): LineEnd {
  return sample.includes('\r') && !sample.includes('\n') ? '\r' : '\n'
}
