import { isUtf8 } from 'node:buffer'
import type { ReadLimits } from '../limits.ts'
import { cutLines } from '../lines.ts'
import type { Bytes } from '../row.ts'
import { markLength } from './encoding.ts'

/**
 * Stands where bytes were no text in the file's encoding. A non-character: no file may hold it, so
 * that it can't be mistaken for a sign of the text, as U+FFFD could.
 */
export const brokenSign = '\ufdd0'
/** Stands for a line too long to be kept. */
export const tooLongSign = '\ufdd1'

export type TextLine = { text: string; line: number }
export type LineEnd = '\n' | '\r'

/** Cuts bytes into lines of text, each with its end, in bounded memory. */
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

function decoderOf(encoding: string): (bytes: Buffer) => string {
  const options = { ignoreBOM: true }
  const strict = new TextDecoder(encoding, { ...options, fatal: true })
  const lenient = new TextDecoder(encoding, options)
  const mended = (bytes: Buffer): string => lenient.decode(bytes).replaceAll('\ufffd', brokenSign)
  if (strict.encoding === 'utf-8') {
    return (bytes) => (isUtf8(bytes) ? bytes.toString('utf8') : mended(bytes))
  }
  return (bytes) => {
    try {
      return strict.decode(bytes)
    } catch {
      return mended(bytes)
    }
  }
}

/** A lone carriage return ends the lines of very old tables; else it only precedes the newline. */
export function lineEndOf(sample: string): LineEnd {
  return sample.includes('\r') && !sample.includes('\n') ? '\r' : '\n'
}
