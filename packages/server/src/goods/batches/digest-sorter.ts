import { mkdtemp, open, readFile, rm, type FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bytesOf } from './unit-serials.ts'

const partitions = 256
/** Bytes that are gathered before they are written. */
const bufferedBytes = 32 * 1024
/** More digests than this are sorted in files. */
const mostInMemory = 200_000

/** Numbers of eight bytes in their order, in memory or in a file. */
class Spool {
  readonly #file: FileHandle | undefined
  readonly #path: string | undefined
  #full: Buffer[] = []
  #buffer = Buffer.alloc(0)
  #used = 0

  private constructor(path?: string, file?: FileHandle) {
    this.#path = path
    this.#file = file
  }

  static async create(folder: string | undefined, name: string): Promise<Spool> {
    if (folder === undefined) return new Spool()
    const path = join(folder, name)
    return new Spool(path, await open(path, 'wx+', 0o600))
  }

  add(number: bigint): void {
    if (this.#used === this.#buffer.length) {
      if (this.#used > 0) this.#full.push(this.#buffer)
      this.#buffer = Buffer.allocUnsafe(bufferedBytes)
      this.#used = 0
    }
    this.#used = this.#buffer.writeBigUInt64BE(number, this.#used)
  }

  /** Writes what has gathered to the file: full buffers, or at the end all. */
  async flush(isLast = false): Promise<void> {
    if (this.#file === undefined) return
    for (const buffer of this.#full.splice(0)) await this.#file.writeFile(buffer)
    if (!isLast) return
    await this.#file.writeFile(this.#buffer.subarray(0, this.#used))
    this.#used = 0
  }

  async *read(): AsyncGenerator<Buffer> {
    if (this.#file === undefined) {
      yield this.#held()
      return
    }
    for await (const bytes of this.#file.createReadStream({ start: 0, autoClose: false }))
      yield bytes as Buffer
  }

  async readWhole(): Promise<Buffer> {
    return this.#path === undefined ? this.#held() : readFile(this.#path)
  }

  async close(): Promise<void> {
    await this.#file?.close()
  }

  #held(): Buffer {
    return Buffer.concat([...this.#full, this.#buffer.subarray(0, this.#used)])
  }
}

/** A digest and its line. */
const recordBytes = 16

/**
 * Sorts the digests of a file of any length in bounded memory: they are divided by their first byte, and each part is
 * sorted by itself. It knows the line of each digest, for the duplicates.
 */
export class DigestSorter {
  readonly #folder: string | undefined
  readonly #inOrder: Spool
  readonly #parts: Spool[]
  count = 0

  private constructor(folder: string | undefined, inOrder: Spool, parts: Spool[]) {
    this.#folder = folder
    this.#inOrder = inOrder
    this.#parts = parts
  }

  /** @param expected how many digests are to come; more are sorted too, and need more memory */
  static async create(expected: number): Promise<DigestSorter> {
    const isLarge = expected > mostInMemory
    const folder = isLarge ? await mkdtemp(join(tmpdir(), 'touchstone-codes-')) : undefined
    const inOrder = await Spool.create(folder, 'in-order')
    const parts: Spool[] = []
    for (let part = 0; part < (isLarge ? partitions : 1); part++)
      parts.push(await Spool.create(folder, `part-${part}`))
    return new DigestSorter(folder, inOrder, parts)
  }

  add(digest: bigint, line: number): void {
    this.#inOrder.add(digest)
    this.#inOrder.add(BigInt(line))
    const part = this.#parts.length === 1 ? 0 : Number(digest >> 56n)
    this.#parts[part]?.add(digest)
    this.count++
  }

  /** Writes what has gathered to the files. */
  async flush(isLast = false): Promise<void> {
    for (const spool of [this.#inOrder, ...this.#parts]) await spool.flush(isLast)
  }

  /** All digests in ascending order, part by part. */
  async *sorted(): AsyncGenerator<BigUint64Array> {
    await this.flush(true)
    for (const part of this.#parts) {
      const bytes = await part.readWhole()
      const digests = new BigUint64Array(bytes.length / 8)
      for (let at = 0; at < digests.length; at++) digests[at] = bytes.readBigUInt64BE(at * 8)
      yield digests.sort()
    }
  }

  /** The lines of these digests, ascending. */
  async linesOf(digests: ReadonlySet<bigint>): Promise<number[]> {
    const wanted = new Set([...digests].map((digest) => bytesOf(digest).toString('latin1')))
    const lines: number[] = []
    let rest = Buffer.alloc(0)
    for await (const read of this.#inOrder.read()) {
      const bytes = Buffer.concat([rest, read])
      let at = 0
      for (; at + recordBytes <= bytes.length; at += recordBytes)
        if (wanted.has(bytes.toString('latin1', at, at + 8)))
          lines.push(Number(bytes.readBigUInt64BE(at + 8)))
      rest = bytes.subarray(at)
    }
    return lines
  }

  async dispose(): Promise<void> {
    for (const spool of [this.#inOrder, ...this.#parts]) await spool.close()
    if (this.#folder !== undefined) await rm(this.#folder, { recursive: true, force: true })
  }
}
