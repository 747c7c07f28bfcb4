import { showFound } from '@touchstone/contract'
import { peek } from './bytes.ts'
import { ReadingStopped, type Bytes } from './row.ts'
import {
  isKnownEncoding,
  markedEncoding,
  StrictDecoder,
  unknownEncoding,
  type Decoded,
} from './table/index.ts'

/**
 * Converts a text to UTF-8; its byte order mark overrides the stated encoding. Stops at bytes that are invalid in the
 * encoding.
 */
export async function* inUtf8(bytes: Bytes, stated: string): AsyncGenerator<Uint8Array> {
  const { start, all } = await peek(bytes, 3)
  const encoding = markedEncoding(start) ?? stated
  if (!isKnownEncoding(encoding)) throw unknownEncoding(encoding)
  const decoder = new StrictDecoder(encoding)
  for await (const chunk of all) yield* piece(decoder.decode(chunk), decoder)
  yield* piece(decoder.decode(), decoder)
}

function* piece({ text, isBroken }: Decoded, { encoding }: StrictDecoder): Generator<Uint8Array> {
  if (text !== '') yield Buffer.from(text)
  if (isBroken) throw notOfEncoding(encoding, text.slice(-40))
}

/** The fault for invalid bytes in a file's encoding; `before` is the text before them. */
function notOfEncoding(encoding: string, before: string): ReadingStopped {
  return new ReadingStopped({
    problem: `contains bytes that are not ${encoding}`,
    found: `such bytes after ${showFound(before)}`,
    remedy: 'state its encoding, or save it as UTF-8',
  })
}
