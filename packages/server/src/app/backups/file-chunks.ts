import { open } from 'node:fs/promises'

const chunkBytes = 256 * 1024
const mostIdle = 8
/** For the next file: buffers come with a collection of the whole heap for every few hundred files. */
const idle: Buffer[] = []

/** The bytes of a file, in pieces of up to 256 KiB. A piece is valid until the next one is asked for. */
export async function* chunksOf(path: string): AsyncGenerator<Buffer> {
  const file = await open(path)
  const buffer = idle.pop() ?? Buffer.allocUnsafeSlow(chunkBytes)
  try {
    const { size } = await file.stat()
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length)
      if (bytesRead === 0) return
      yield buffer.subarray(0, bytesRead)
      // A small file takes one piece.
      if (bytesRead < buffer.length && bytesRead === size) return
    }
  } finally {
    if (idle.length < mostIdle) idle.push(buffer)
    await file.close()
  }
}

export async function* inOnePiece(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes
}

export async function inOneBuffer(content: AsyncIterable<Buffer>): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of content) pieces.push(Buffer.from(piece))
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
