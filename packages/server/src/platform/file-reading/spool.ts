import { randomUUID } from 'node:crypto'
import { open, unlink, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ByteShares } from '../fairness/index.ts'

/** The start of a file stays in memory: short ones never reach the disk. */
const memoryBytes = 128 * 1024
const pieceBytes = 64 * 1024

const memoryRoom = new ByteShares(64 * 1024 ** 2)

/** Disk space for the copies of all files of this process. */
export const spoolRoom = new ByteShares(2 * 1024 ** 3)

/**
 * The received part of a file, so that it can be read again from the start. If it would exceed the organisation's
 * share of the disk, the file is streamed and read only once.
 */
export class Spool {
  /** All of it has arrived, or it broke off. */
  isWhole = false
  private readonly source: AsyncIterator<Uint8Array>
  private readonly holder: string
  private readonly room: ByteShares
  private stored: Stored | undefined
  private fault: { error: unknown } | undefined
  private pulling: Promise<Uint8Array | undefined> | undefined
  private writing: Promise<void> = Promise.resolve()

  constructor(bytes: AsyncIterable<Uint8Array>, holder: string, room: ByteShares = spoolRoom) {
    this.source = bytes[Symbol.asyncIterator]()
    this.holder = holder
    this.room = room
    this.stored = new Stored(holder)
  }

  /** Whether it can be read again. */
  get isStored(): boolean {
    return this.stored !== undefined
  }

  /** The next bytes as they arrive; undefined at the end. */
  async next(): Promise<Uint8Array | undefined> {
    const chunk = await this.pullOnce()
    if (chunk === undefined && this.fault !== undefined) throw this.fault.error
    return chunk
  }

  /** Takes in the rest. False where there is no room for it. */
  async fill(): Promise<boolean> {
    while (!this.isWhole && this.isStored) await this.pullOnce()
    await this.writing
    return this.isStored
  }

  /** All of it from its start, once it is whole; where it broke off, that follows. */
  async *again(): AsyncGenerator<Uint8Array> {
    if (this.stored !== undefined) yield* this.stored.read()
    if (this.fault !== undefined) throw this.fault.error
  }

  async close(): Promise<void> {
    void this.source.return?.().catch(() => undefined)
    await this.writing
    await this.drop()
  }

  /** One pull at a time: after an abandoned pull, its bytes are in the store. */
  private async pullOnce(): Promise<Uint8Array | undefined> {
    this.pulling ??= this.pull().finally(() => {
      this.pulling = undefined
    })
    return this.pulling
  }

  private async pull(): Promise<Uint8Array | undefined> {
    if (this.isWhole) return undefined
    try {
      const step = await this.source.next()
      if (step.done !== true) {
        // Written while the thread reads it already.
        await this.writing
        this.writing = this.store(step.value)
        return step.value
      }
    } catch (error) {
      this.fault = { error }
    }
    this.isWhole = true
    return undefined
  }

  private async store(chunk: Uint8Array): Promise<void> {
    const { stored, room, holder } = this
    if (stored === undefined) return
    if (!room.hasRoom(holder, chunk.length)) return this.drop()
    room.add(holder, chunk.length)
    stored.size += chunk.length
    try {
      await stored.append(chunk)
    } catch {
      // A full disk is no fault of the file: it is read without a copy.
      await this.drop()
    }
  }

  private async drop(): Promise<void> {
    const { stored } = this
    this.stored = undefined
    if (stored === undefined) return
    this.room.add(this.holder, -stored.size)
    await stored.close()
  }
}

class Stored {
  /** Bytes that count for it. */
  size = 0
  private readonly holder: string
  private chunks: Uint8Array[] = []
  private chunkBytes = 0
  private file: FileHandle | undefined
  private written = 0
  private isClosed = false

  constructor(holder: string) {
    this.holder = holder
  }

  async append(chunk: Uint8Array): Promise<void> {
    if (this.file === undefined && this.fitsInMemory(chunk.length)) {
      memoryRoom.add(this.holder, chunk.length)
      this.chunks.push(chunk)
      this.chunkBytes += chunk.length
      return
    }
    if (this.file === undefined) {
      this.file = await openNameless()
      if (this.isClosed) return this.file.close()
      await this.write(this.file, Buffer.concat(this.chunks))
      this.letGo()
    }
    await this.write(this.file, chunk)
  }

  async *read(): AsyncGenerator<Uint8Array> {
    yield* this.chunks
    if (this.file === undefined) return
    for (let at = 0; at < this.written;) {
      const piece = Buffer.allocUnsafeSlow(pieceBytes)
      const { bytesRead } = await this.file.read(piece, 0, pieceBytes, at)
      if (bytesRead === 0) throw new Error('The copy of a file on the disk is shorter than it was.')
      at += bytesRead
      yield piece.subarray(0, bytesRead)
    }
  }

  async close(): Promise<void> {
    this.isClosed = true
    this.letGo()
    await this.file?.close()
  }

  private fitsInMemory(bytes: number): boolean {
    return this.chunkBytes + bytes <= memoryBytes && memoryRoom.hasRoom(this.holder, bytes)
  }

  private letGo(): void {
    memoryRoom.add(this.holder, -this.chunkBytes)
    this.chunks = []
    this.chunkBytes = 0
  }

  private async write(file: FileHandle, chunk: Uint8Array): Promise<void> {
    for (let at = 0; at < chunk.length;) {
      const { bytesWritten } = await file.write(chunk, at, chunk.length - at, this.written)
      at += bytesWritten
      this.written += bytesWritten
    }
  }
}

/** A file without a name: it goes with the process, however that ends. */
async function openNameless(): Promise<FileHandle> {
  const path = join(tmpdir(), `touchstone-upload-${randomUUID()}`)
  const file = await open(path, 'wx+', 0o600)
  await unlink(path)
  return file
}
