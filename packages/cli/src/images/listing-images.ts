import { isAbsolute, relative, resolve } from 'node:path'
import { parseJsonText, type PictureReading } from '@touchstone/contract'
import type { FileReading } from './read-image-file.ts'

/** A picture in a listing that could not be read. */
export type UnreadPicture = { path: string; reason: string; message: string }

type Options = {
  folder: string
  ask(path: string): Promise<FileReading>
  onUnread(picture: UnreadPicture): void
}

/** Results are cached for later listings, since shops use one picture in many listings. */
const maxCached = 2000

const newline = 0x0a

/** Reads the pictures that listings name by path below a folder, each once. */
export class ListingPictures {
  private readonly options: Options
  private readonly readings = new Map<string, Promise<PictureReading | undefined>>()

  constructor(options: Options) {
    this.options = options
  }

  /** Whole lines of listings, with the text of their pictures added. Invalid lines are unchanged. */
  async inLines(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const lines: Promise<Uint8Array>[] = []
    for (let from = 0; from < buffer.length;) {
      const end = buffer.indexOf(newline, from)
      const to = end === -1 ? buffer.length : end + 1
      lines.push(this.inLine(buffer.subarray(from, to)))
      from = to
    }
    return new Uint8Array(Buffer.concat(await Promise.all(lines)))
  }

  private async inLine(line: Buffer): Promise<Uint8Array> {
    if (!line.includes('"images"')) return line
    const listing = parsed(line)
    const images = listing?.['images']
    if (listing === undefined || !Array.isArray(images)) return line
    const read = await Promise.all(images.map((image: unknown) => this.inImage(image)))
    return Buffer.from(`${JSON.stringify({ ...listing, images: read })}\n`)
  }

  private async inImage(image: unknown): Promise<unknown> {
    if (typeof image !== 'object' || image === null || 'reading' in image) return image
    const path = (image as { path?: unknown }).path
    if (typeof path !== 'string') return image
    const reading = await this.readingOf(path)
    return reading === undefined ? image : { ...image, reading }
  }

  private readingOf(path: string): Promise<PictureReading | undefined> {
    const known = this.readings.get(path)
    if (known !== undefined) return known
    const reading = this.read(path)
    this.readings.set(path, reading)
    const [oldest] = this.readings.keys()
    if (this.readings.size > maxCached && oldest !== undefined) this.readings.delete(oldest)
    return reading
  }

  private async read(path: string): Promise<PictureReading | undefined> {
    const { folder, ask: askFor, onUnread } = this.options
    const file = resolve(folder, path)
    const within = relative(folder, file)
    if (within.startsWith('..') || isAbsolute(within)) {
      onUnread({ path, reason: 'outside', message: 'it is outside the folder of pictures' })
      return undefined
    }
    const read = await askFor(file)
    if (read.ok) return read.reading
    onUnread({ path, reason: read.reason, message: read.message })
    return undefined
  }
}

function parsed(line: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = parseJsonText(line.toString('utf8'))
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return isObject ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
