import { fromBufferPromise, type Entry, type ZipFile } from 'yauzl'
import { showFound } from '@touchstone/contract'
import { limitBytes, decompressionBomb, isDecompressionBomb, peek, tooManyBytes } from '../bytes.ts'
import type { ReadLimits } from '../limits.ts'
import { ReadingStopped, formatBytes, type Bytes } from '../row.ts'

const oldWorkbook = Buffer.from([0xd0, 0xcf, 0x11, 0xe0])

/** The parts of a workbook by path, decompressed on demand. */
export class WorkbookPackage {
  private readonly zip: ZipFile
  private readonly entries: ReadonlyMap<string, Entry>
  private readonly limits: ReadLimits

  private constructor(zip: ZipFile, entries: ReadonlyMap<string, Entry>, limits: ReadLimits) {
    this.zip = zip
    this.entries = entries
    this.limits = limits
  }

  /** Opens a workbook. The claims of its directory are checked before anything is decompressed. */
  static async open(bytes: Bytes, limits: ReadLimits): Promise<WorkbookPackage> {
    const { start, all } = await peek(bytes, 4)
    if (start.subarray(0, 4).equals(oldWorkbook)) throw tooOld()
    const pieces: Uint8Array[] = []
    for await (const piece of limitBytes(all, limits.workbookBytes)) pieces.push(Buffer.from(piece))
    const buffer = Buffer.concat(pieces)
    const zip = await fromBufferPromise(buffer, {
      lazyEntries: true,
      validateEntrySizes: true,
      strictFileNames: true,
    }).catch((error: unknown) => {
      throw damaged(error)
    })
    return new WorkbookPackage(zip, await directoryOf(zip, buffer.length, limits), limits)
  }

  has(path: string): boolean {
    return this.entries.has(path.toLowerCase())
  }

  /** Decompresses one part as it is read, no further than its directory entry claims. */
  async *read(path: string): AsyncGenerator<Uint8Array> {
    const entry = this.entries.get(path.toLowerCase())
    if (entry === undefined) {
      throw new ReadingStopped({
        problem: `is missing its part ${path}`,
        found: 'a zip archive without it',
        remedy: 'save it again as .xlsx with a spreadsheet program',
      })
    }
    let given = 0
    try {
      const stream = await this.zip.openReadStreamPromise(entry)
      try {
        for await (const chunk of stream as AsyncIterable<Buffer>) {
          given += chunk.length
          if (isDecompressionBomb(entry.compressedSize, given, this.limits)) {
            throw decompressionBomb(entry.compressedSize, given, this.limits.ratio)
          }
          yield chunk
        }
      } finally {
        stream.destroy()
      }
    } catch (error) {
      throw error instanceof ReadingStopped ? error : damaged(error)
    }
  }
}

async function directoryOf(
  zip: ZipFile,
  packed: number,
  limits: ReadLimits,
): Promise<Map<string, Entry>> {
  const entries = new Map<string, Entry>()
  let claimed = 0
  try {
    if (zip.entryCount > limits.workbookEntries) throw tooManyEntries(zip.entryCount, limits)
    for await (const entry of zip.eachEntry()) {
      const path = entry.fileName.toLowerCase()
      if (entries.has(path)) throw twice(entry.fileName)
      if (entry.isEncrypted()) throw encrypted()
      entries.set(path, entry)
      claimed += entry.uncompressedSize
      if (claimed > limits.bytes) throw tooManyBytes(limits.bytes)
      if (isDecompressionBomb(entry.compressedSize, entry.uncompressedSize, limits)) {
        throw decompressionBomb(entry.compressedSize, entry.uncompressedSize, limits.ratio)
      }
    }
    if (isDecompressionBomb(packed, claimed, limits))
      throw decompressionBomb(packed, claimed, limits.ratio)
  } catch (error) {
    throw error instanceof ReadingStopped ? error : damaged(error)
  }
  return entries
}

function damaged(error: unknown): ReadingStopped {
  return new ReadingStopped({
    problem: `is not a valid .xlsx workbook (${error instanceof Error ? error.message : String(error)})`,
    found: 'a damaged zip archive or another kind of file',
    remedy: 'save it again as .xlsx, or send it as CSV',
  })
}

function tooOld(): ReadingStopped {
  return new ReadingStopped({
    problem: 'is an old .xls workbook or password-protected',
    found: 'a compound document',
    remedy: 'save it as .xlsx without a password',
  })
}

function encrypted(): ReadingStopped {
  return new ReadingStopped({
    problem: 'is password-protected',
    found: 'an encrypted zip archive',
    remedy: 'save it without a password',
  })
}

function twice(path: string): ReadingStopped {
  return new ReadingStopped({
    problem: 'contains two parts with the same path',
    found: showFound(path),
    remedy: 'save it again as .xlsx with a spreadsheet program',
  })
}

function tooManyEntries(count: number, limits: ReadLimits): ReadingStopped {
  return new ReadingStopped({
    problem: `contains more than ${limits.workbookEntries.toLocaleString('en')} parts`,
    found: `${count.toLocaleString('en')} parts`,
    remedy: `keep one sheet of rows; the maximum is ${formatBytes(limits.workbookBytes)}`,
  })
}
