import type { Bytes } from './row.ts'

/** A text in UTF-8, whatever it was written in; bytes that are none of the encoding become U+FFFD. */
export async function* inUtf8(bytes: Bytes, encoding: string): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding)
  for await (const chunk of bytes) yield Buffer.from(decoder.decode(chunk, { stream: true }))
  yield Buffer.from(decoder.decode())
}
