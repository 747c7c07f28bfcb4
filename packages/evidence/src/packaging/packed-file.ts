import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { Readable } from 'node:stream'
import { sha256 } from '../canonical/index.ts'

/** The content of a file in a package: bytes, or a file of this machine. */
export type Content = Uint8Array | { file: string }

export type PackedFile = { path: string; content: Content; sha256: string; bytes: number }

/** A file with its digest; one of this machine is read in pieces. */
export async function hashFile(path: string, content: Content): Promise<PackedFile> {
  if (content instanceof Uint8Array) {
    return { path, content, sha256: sha256(content), bytes: content.length }
  }
  const hash = createHash('sha256')
  let bytes = 0
  for await (const chunk of createReadStream(content.file) as AsyncIterable<Buffer>) {
    hash.update(chunk)
    bytes += chunk.length
  }
  return { path, content, sha256: hash.digest('hex'), bytes }
}

export function streamOf(content: Content): Readable {
  return content instanceof Uint8Array
    ? Readable.from([Buffer.from(content)])
    : createReadStream(content.file)
}
