import { createHash, randomUUID } from 'node:crypto'
import { open, rename, rm, type FileHandle } from 'node:fs/promises'
import { TouchstoneError } from '@touchstone/contract'
import type { SharedTables, TablePlace } from '@touchstone/recognition'
import { z } from 'zod'

const EngineHeader = z.object({
  /** Version of engine and lexicons. */
  engine: z.string().max(200),
  /** SHA-256, in hexadecimal, of all that the tables depend on. */
  digest: z.string().regex(/^[0-9a-f]{64}$/),
  brands: z.int().min(0),
  forms: z.int().min(0),
  terms: z.int().min(0),
  places: z
    .array(
      z.object({
        name: z.string().max(100),
        kind: z.enum(['Int32Array', 'Uint32Array', 'Uint16Array', 'Uint8Array']),
        at: z.int().min(0),
        length: z.int().min(0),
      }),
    )
    .max(1000),
})
export type EngineHeader = z.infer<typeof EngineHeader>

const magic = Buffer.from('TouchstoneEngine')
const FORMAT = 1
const CHECKSUM_BYTES = 32
const formatAt = magic.length
const headerLengthAt = formatAt + 4
const checksumAt = headerLengthAt + 4
/** The checksum covers everything from here on. */
const headerAt = checksumAt + CHECKSUM_BYTES
const MAX_MIB = 512
const MAX_BYTES = MAX_MIB * 1024 * 1024
const ALIGNMENT = 8

function tablesAt(headerLength: number): number {
  return Math.ceil((headerAt + headerLength) / ALIGNMENT) * ALIGNMENT
}

/** Lays an engine out as its file has it. */
export function engineBytes(
  header: Omit<EngineHeader, 'places'>,
  places: readonly TablePlace[],
  tables: Uint8Array,
): { bytes: Uint8Array<SharedArrayBuffer>; stored: SharedTables } {
  const text = Buffer.from(JSON.stringify({ ...header, places }))
  const from = tablesAt(text.length)
  const buffer = new SharedArrayBuffer(from + tables.length)
  const bytes = new Uint8Array(buffer)
  bytes.set(magic)
  const numbers = new DataView(buffer)
  numbers.setUint32(formatAt, FORMAT, true)
  numbers.setUint32(headerLengthAt, text.length, true)
  bytes.set(text, headerAt)
  bytes.set(tables, from)
  bytes.set(checksumOf(bytes), checksumAt)
  return { bytes, stored: { buffer, from, places } }
}

function checksumOf(bytes: Uint8Array): Buffer {
  // The length of the header is before the checksum: a wrong one makes it another.
  return createHash('sha256')
    .update(bytes.subarray(formatAt, checksumAt))
    .update(bytes.subarray(headerAt))
    .digest()
}

/** Writes a file that is there as a whole or not at all, readable by its owner only. */
export async function writeEngineFile(path: string, bytes: Uint8Array): Promise<void> {
  const unfinished = `${path}.${randomUUID()}.part`
  try {
    const file = await open(unfinished, 'wx', 0o600)
    try {
      await file.writeFile(bytes)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(unfinished, path)
  } catch (error) {
    await rm(unfinished, { force: true })
    throw error
  }
}

/**
 * Reads a compiled engine into shared memory.
 * @throws {TouchstoneError} `unusable-input` if the file is torn, damaged, too large or no compiled engine of this
 * version; errors of the file system as they come
 */
export async function readEngineFile(
  path: string,
): Promise<{ header: EngineHeader; stored: SharedTables }> {
  const file = await open(path, 'r')
  try {
    const { size } = await file.stat()
    if (size > MAX_BYTES) throw unusable(path, `is larger than ${MAX_MIB} MiB`)
    const bytes = await readWhole(file, size)
    return openEngine(path, bytes)
  } finally {
    await file.close()
  }
}

async function readWhole(file: FileHandle, size: number): Promise<Uint8Array<SharedArrayBuffer>> {
  const bytes = new Uint8Array(new SharedArrayBuffer(size))
  let length = 0
  while (length < size) {
    const { bytesRead } = await file.read(bytes, length, size - length, length)
    if (bytesRead === 0) break
    length += bytesRead
  }
  return bytes.subarray(0, length)
}

function openEngine(
  path: string,
  bytes: Uint8Array<SharedArrayBuffer>,
): { header: EngineHeader; stored: SharedTables } {
  const known = Math.min(bytes.length, magic.length)
  if (known === 0 || !magic.subarray(0, known).equals(bytes.subarray(0, known)))
    throw unusable(path, 'is no compiled engine')
  if (bytes.length < headerAt) throw unusable(path, 'is cut short')
  const numbers = new DataView(bytes.buffer, 0, bytes.length)
  if (numbers.getUint32(formatAt, true) !== FORMAT)
    throw unusable(path, 'was compiled by another version of Touchstone')
  if (!checksumOf(bytes).equals(bytes.subarray(checksumAt, headerAt)))
    throw unusable(path, 'is damaged or cut short: its bytes do not match their checksum')
  const length = numbers.getUint32(headerLengthAt, true)
  const from = tablesAt(length)
  const header = from > bytes.length ? undefined : headerIn(bytes, length)
  if (header === undefined) throw unusable(path, 'has no header that this version can read')
  return { header, stored: { buffer: bytes.buffer, from, places: header.places } }
}

function headerIn(bytes: Uint8Array, length: number): EngineHeader | undefined {
  try {
    const text = Buffer.from(bytes.slice(headerAt, headerAt + length)).toString('utf8')
    return EngineHeader.safeParse(JSON.parse(text)).data
  } catch {
    return undefined
  }
}

function unusable(path: string, why: string): TouchstoneError {
  return new TouchstoneError({
    code: 'unusable-input',
    message: `${path} ${why}: delete it, and build it again with touchstone engine build`,
  })
}
