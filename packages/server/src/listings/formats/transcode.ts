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
 * A text in UTF-8, whatever it was written in; its byte order mark goes before what is stated. It stops at bytes that
 * are none of the encoding.
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

/** The fault of bytes that are no text in the encoding of their file; `before` is what stands before them. */
function notOfEncoding(encoding: string, before: string): ReadingStopped {
  return new ReadingStopped({
    problem: `contains bytes that are not ${encoding}`,
    found: `such bytes after ${showFound(before)}`,
    mend: 'state its encoding, or save it as UTF-8',
  })
}
