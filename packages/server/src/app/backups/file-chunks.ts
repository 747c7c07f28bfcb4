import { open } from 'node:fs/promises'

const chunkBytes = 1024 * 1024

/** The bytes of a file, in pieces of up to 1 MiB. */
export async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    for (;;) {
      // A small file takes one piece, and a byte more to see its end.
      const piece = Buffer.allocUnsafe(Math.min(chunkBytes, size + 1))
      const { bytesRead } = await file.read(piece, 0, piece.length)
      if (bytesRead === 0) return
      yield piece.subarray(0, bytesRead)
      if (bytesRead < piece.length && bytesRead === size) return
    }
  } finally {
    await file.close()
  }
}

export async function* inOnePiece(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

export async function inOneBuffer(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of content) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** Writes a new file that only this user may read, and waits until it is on disk. */
export async function writeChunks(path: string, content: AsyncIterable<Buffer>): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    for await (const piece of content) await file.writeFile(piece)
    await file.sync()
  } finally {
    await file.close()
  }
}

/** Makes what was created in a folder, or renamed into it, survive a power failure. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path)
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}
