import { inflateSync } from 'node:zlib'
import { isSpace, PdfRefusal, unreadablePdf, type Budget, type PdfValue } from './pdf-lexer.ts'

export type Filter = { name: string; parameters: ReadonlyMap<string, PdfValue> }

/** These give pixels, which are never objects. */
const pictures = new Set(['DCTDecode', 'DCT', 'JPXDecode', 'CCITTFaxDecode', 'CCF', 'JBIG2Decode'])

const none: ReadonlyMap<string, PdfValue> = new Map()

/** A stream's filters in decoding order (7.4); abbreviations are for inline images. */
export function filtersOf(dictionary: ReadonlyMap<string, PdfValue>): Filter[] {
  const names = listOf(dictionary.get('Filter')).map((value) => {
    if (value.kind !== 'name') throw unreadablePdf('a filter that is not a name')
    return value.name
  })
  const parameters = listOf(dictionary.get('DecodeParms')).map((value) => {
    if (value.kind === 'constant') return none
    if (value.kind !== 'dictionary') throw unreadablePdf('filter parameters outside the stream')
    return value.entries
  })
  if (parameters.length > names.length) throw unreadablePdf('parameters without a filter')
  return names.map((name, at) => ({ name, parameters: parameters[at] ?? none }))
}

function listOf(value: PdfValue | undefined): readonly PdfValue[] {
  if (value === undefined || value.kind === 'constant') return []
  return value.kind === 'array' ? value.items : [value]
}

/** For one document, over all steps of its filters: bytes read plus bytes produced. */
const maxBytes = 72 * 1024 * 1024

/** As producers nest them: one text encoding, two compressions, one image. */
const maxFilters = 3
const asText = new Set(['ASCIIHexDecode', 'ASCII85Decode'])

/** A stream's decoded content; undefined for a picture. Every step uses the document's budget. */
export function unpack(
  body: Buffer,
  filters: readonly Filter[],
  budget: Budget,
): Buffer | undefined {
  requirePlainChain(filters)
  let bytes = body
  for (const { name, parameters } of filters) {
    if (pictures.has(name)) return undefined
    spend(budget, bytes.length, name)
    bytes = decode(name, bytes, parameters, maxBytes - budget.bytes)
    spend(budget, bytes.length, name)
  }
  return bytes
}

/** Encoding compressed data as text twice only serves to take long. */
function requirePlainChain(filters: readonly Filter[]): void {
  if (filters.length > maxFilters) throw unreadablePdf('too many filters')
  for (const [at, { name }] of filters.entries()) {
    if (asText.has(name) && at > 0) throw unreadablePdf('text encoding of binary data')
    if (pictures.has(name) && at < filters.length - 1)
      throw unreadablePdf('a picture with a second encoding')
  }
}

function spend(budget: Budget, bytes: number, filter: string): void {
  budget.bytes += bytes
  if (budget.bytes > maxBytes) throw new PdfRefusal('too-large', filter)
}

function decode(
  name: string,
  bytes: Buffer,
  parameters: ReadonlyMap<string, PdfValue>,
  most: number,
): Buffer {
  switch (name) {
    case 'FlateDecode':
      return inflate(bytes, most)
    case 'ASCIIHexDecode':
      return fromHexadecimal(bytes)
    case 'ASCII85Decode':
      return fromBase85(bytes, most)
    case 'RunLengthDecode':
      return fromRuns(bytes, most)
    case 'LZWDecode': {
      const early = parameters.get('EarlyChange')
      return fromLzw(bytes, most, early?.kind === 'number' ? early.value : 1)
    }
    default:
      throw unreadablePdf(`the filter ${name.slice(0, 20)}`)
  }
}

/** Grows with a filter's output, up to `most` bytes. */
class Output {
  length = 0
  private bytes = Buffer.allocUnsafe(4096)
  private readonly most: number
  private readonly filter: string

  constructor(most: number, filter: string) {
    this.most = most
    this.filter = filter
  }

  push(byte: number): void {
    this.reserve(1)
    this.bytes[this.length++] = byte
  }

  fill(byte: number, count: number): void {
    this.reserve(count)
    this.bytes.fill(byte, this.length, this.length + count)
    this.length += count
  }

  append(part: Buffer): void {
    this.reserve(part.length)
    part.copy(this.bytes, this.length)
    this.length += part.length
  }

  /** Repeats output from here on, including what it produces itself. */
  repeat(from: number, count: number): void {
    this.reserve(count)
    for (let at = 0; at < count; at++) this.bytes[this.length++] = this.bytes[from + at] ?? 0
  }

  content(): Buffer {
    return this.bytes.subarray(0, this.length)
  }

  private reserve(count: number): void {
    const needed = this.length + count
    if (needed > this.most) throw new PdfRefusal('too-large', this.filter)
    if (needed <= this.bytes.length) return
    const grown = Buffer.allocUnsafe(Math.max(needed, this.bytes.length * 2))
    this.bytes.copy(grown, 0, 0, this.length)
    this.bytes = grown
  }
}

/** A whole zlib stream including its checksum, followed only by white space. */
function inflate(bytes: Buffer, most: number): Buffer {
  if (bytes.length === 0) return bytes
  if (most <= 0) throw new PdfRefusal('too-large', 'FlateDecode')
  try {
    const { buffer, engine } = inflateSync(bytes, {
      maxOutputLength: most,
      info: true,
    }) as unknown as {
      buffer: Buffer
      engine: { bytesWritten: number }
    }
    requireSpace(bytes, engine.bytesWritten)
    return buffer
  } catch (error) {
    if (error instanceof PdfRefusal) throw error
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new PdfRefusal('too-large', 'FlateDecode')
    throw unreadablePdf('a partly encoded stream')
  }
}

function fromHexadecimal(bytes: Buffer): Buffer {
  const out = Buffer.allocUnsafe(Math.ceil(bytes.length / 2))
  let [digits, length] = [0, 0]
  for (const [at, byte] of bytes.entries()) {
    if (isSpace(byte)) continue
    if (byte === 0x3e) {
      requireSpace(bytes, at + 1)
      break
    }
    const digit = digitOf(byte)
    if (digit === undefined) throw unreadablePdf('ASCIIHexDecode')
    if (digits++ % 2 === 0) out[length++] = digit << 4
    else out[length - 1] = (out[length - 1] ?? 0) | digit
  }
  return out.subarray(0, length)
}

function digitOf(byte: number): number | undefined {
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  const letter = byte | 0x20
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : undefined
}

function requireSpace(bytes: Buffer, from: number): void {
  if (!bytes.subarray(from).every(isSpace)) throw unreadablePdf('extra data after a stream')
}

function fromBase85(bytes: Buffer, most: number): Buffer {
  const out = new Output(most, 'ASCII85Decode')
  let [number, digits] = [0, 0]
  const emit = (count: number): void => {
    if (number > 0xffffffff) throw unreadablePdf('ASCII85Decode')
    for (let at = 0; at < count; at++) out.push(Math.floor(number / 256 ** (3 - at)) % 256)
    ;[number, digits] = [0, 0]
  }
  for (const [at, byte] of bytes.entries()) {
    if (isSpace(byte)) continue
    if (byte === 0x7e) {
      const end = nextOf(bytes, at + 1)
      if (bytes[end] !== 0x3e) throw unreadablePdf('ASCII85Decode')
      requireSpace(bytes, end + 1)
      break
    }
    if (byte === 0x7a && digits === 0) out.fill(0, 4)
    else {
      if (byte < 0x21 || byte > 0x75) throw unreadablePdf('ASCII85Decode')
      number = number * 85 + byte - 0x21
      if (++digits === 5) emit(4)
    }
  }
  if (digits === 1) throw unreadablePdf('ASCII85Decode')
  if (digits > 1) {
    const count = digits - 1
    for (; digits < 5; digits++) number = number * 85 + 84
    emit(count)
  }
  return out.content()
}

function nextOf(bytes: Buffer, from: number): number {
  let at = from
  while (at < bytes.length && isSpace(bytes[at] ?? 0)) at++
  return at
}

function fromRuns(bytes: Buffer, most: number): Buffer {
  const out = new Output(most, 'RunLengthDecode')
  let at = 0
  for (;;) {
    const run = bytes[at++]
    if (run === undefined) throw unreadablePdf('RunLengthDecode')
    if (run === 128) break
    const end = at + (run < 128 ? run + 1 : 1)
    if (end > bytes.length) throw unreadablePdf('RunLengthDecode')
    if (run < 128) out.append(bytes.subarray(at, end))
    else out.fill(bytes[at] ?? 0, 257 - run)
    at = end
  }
  requireSpace(bytes, at)
  return out.content()
}

const [clearTable, endOfData, firstCode, codes] = [256, 257, 258, 4096]

/** Each code beyond 255 repeats earlier output: the previous code's run and one more byte. */
function fromLzw(bytes: Buffer, most: number, early: number): Buffer {
  const out = new Output(most, 'LZWDecode')
  const [starts, lengths] = [new Uint32Array(codes), new Uint16Array(codes)]
  let next = firstCode
  let previous: { from: number; count: number } | undefined
  let [bits, bitCount, width] = [0, 0, 9]
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xffffff
    bitCount += 8
    if (bitCount < width) continue
    bitCount -= width
    const code = (bits >> bitCount) & ((1 << width) - 1)
    if (code === endOfData) return out.content()
    if (code === clearTable) {
      next = firstCode
      previous = undefined
      width = 9
      continue
    }
    if (previous !== undefined && next < codes) {
      starts[next] = previous.from
      lengths[next++] = previous.count + 1
    }
    if (code >= next) break
    const from = out.length
    if (code < clearTable) out.push(code)
    else out.repeat(starts[code] ?? 0, lengths[code] ?? 0)
    previous = { from, count: out.length - from }
    const reached = next + early
    width = reached >= 2048 ? 12 : reached >= 1024 ? 11 : reached >= 512 ? 10 : 9
  }
  throw unreadablePdf('LZWDecode')
}
