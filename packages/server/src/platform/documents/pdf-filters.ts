import { inflateSync } from 'node:zlib'
import { isSpace, PdfRefusal, unread, type PdfValue } from './pdf-lexer.ts'

export type Filter = { name: string; parameters: ReadonlyMap<string, PdfValue> }

/** Give pixels, which are no objects whatever they hold. */
const pictures = new Set(['DCTDecode', 'DCT', 'JPXDecode', 'CCITTFaxDecode', 'CCF', 'JBIG2Decode'])

const none: ReadonlyMap<string, PdfValue> = new Map()

/** The filters of a stream, in the order in which they are undone (7.4); abbreviations are for pictures in drawings. */
export function filtersOf(dictionary: ReadonlyMap<string, PdfValue>): Filter[] {
  const names = listOf(dictionary.get('Filter')).map((value) => {
    if (value.kind !== 'name') throw unread('a filter that is no name')
    return value.name
  })
  const parameters = listOf(dictionary.get('DecodeParms')).map((value) => {
    if (value.kind === 'constant') return none
    if (value.kind !== 'dictionary') throw unread('parameters of a filter elsewhere')
    return value.entries
  })
  if (parameters.length > names.length) throw unread('parameters without a filter')
  return names.map((name, at) => ({ name, parameters: parameters[at] ?? none }))
}

function listOf(value: PdfValue | undefined): readonly PdfValue[] {
  if (value === undefined || value.kind === 'constant') return []
  return value.kind === 'array' ? value.items : [value]
}

/** What a stream unpacks to, within `most` bytes at each step; undefined for a picture. */
export function unpack(body: Buffer, filters: readonly Filter[], most: number): Buffer | undefined {
  if (filters.length > 8) throw unread('too many filters')
  let bytes = body
  for (const [at, { name, parameters }] of filters.entries()) {
    if (pictures.has(name)) {
      if (at < filters.length - 1) throw unread('a packed picture that is no picture')
      return undefined
    }
    bytes = decode(name, bytes, parameters, most)
    if (bytes.length > most) throw new PdfRefusal('too-large', name)
  }
  return bytes
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
      return fromBase85(bytes)
    case 'RunLengthDecode':
      return fromRuns(bytes, most)
    case 'LZWDecode': {
      const early = parameters.get('EarlyChange')
      return fromLzw(bytes, most, early?.kind === 'number' ? early.value : 1)
    }
    default:
      throw unread(`the filter ${name.slice(0, 20)}`)
  }
}

/** All of a zlib stream, to its checksum, with nothing behind it but white space. */
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
    if (!bytes.subarray(engine.bytesWritten).every(isSpace)) throw unread('more behind a stream')
    return buffer
  } catch (error) {
    if (error instanceof PdfRefusal) throw error
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ERR_BUFFER_TOO_LARGE') throw new PdfRefusal('too-large', 'FlateDecode')
    throw unread('a stream that is packed in part')
  }
}

function fromHexadecimal(bytes: Buffer): Buffer {
  const [, digits = '', rest = ''] = /^([^>]*)(.*)$/s.exec(withoutSpace(bytes)) ?? []
  if (!/^[0-9a-fA-F]*$/.test(digits) || !/^>?$/.test(rest)) throw unread('ASCIIHexDecode')
  return Buffer.from(digits.length % 2 === 0 ? digits : `${digits}0`, 'hex')
}

function fromBase85(bytes: Buffer): Buffer {
  const text = withoutSpace(bytes)
  const end = text.indexOf('~')
  if (end >= 0 && text.slice(end) !== '~>') throw unread('ASCII85Decode')
  const out: number[] = []
  let group: number[] = []
  const give = (count: number): void => {
    const number = group.reduce((sum, digit) => sum * 85 + digit, 0)
    if (number > 0xffffffff) throw unread('ASCII85Decode')
    for (let at = 0; at < count; at++) out.push(Math.floor(number / 256 ** (3 - at)) % 256)
    group = []
  }
  for (const character of end < 0 ? text : text.slice(0, end)) {
    if (character === 'z' && group.length === 0) out.push(0, 0, 0, 0)
    else {
      const digit = character.charCodeAt(0) - 33
      if (digit < 0 || digit > 84) throw unread('ASCII85Decode')
      if (group.push(digit) === 5) give(4)
    }
  }
  if (group.length === 1) throw unread('ASCII85Decode')
  if (group.length > 1) {
    const count = group.length - 1
    while (group.length < 5) group.push(84)
    give(count)
  }
  return Buffer.from(out)
}

function withoutSpace(bytes: Buffer): string {
  return bytes.toString('latin1').replace(/[\0\t\n\f\r ]+/g, '')
}

function fromRuns(bytes: Buffer, most: number): Buffer {
  const parts: Buffer[] = []
  let [at, length] = [0, 0]
  for (;;) {
    const run = bytes[at++]
    if (run === undefined) throw unread('RunLengthDecode')
    if (run === 128) break
    const part =
      run < 128
        ? bytes.subarray(at, at + run + 1)
        : Buffer.alloc(257 - run, bytes.subarray(at, at + 1))
    at += run < 128 ? run + 1 : 1
    if (at > bytes.length) throw unread('RunLengthDecode')
    parts.push(part)
    length += part.length
    if (length > most) throw new PdfRefusal('too-large', 'RunLengthDecode')
  }
  if (!bytes.subarray(at).every(isSpace)) throw unread('more behind a stream')
  return Buffer.concat(parts)
}

const [clearTable, endOfData] = [256, 257]

function fromLzw(bytes: Buffer, most: number, early: number): Buffer {
  const parts: Buffer[] = []
  const single = Array.from({ length: 256 }, (_, byte) => Buffer.from([byte]))
  let table: Buffer[] = []
  let previous: Buffer | undefined
  let [bits, held, width, length] = [0, 0, 9, 0]
  for (const byte of bytes) {
    bits = ((bits << 8) | byte) & 0xffffff
    held += 8
    if (held < width) continue
    held -= width
    const code = (bits >> held) & ((1 << width) - 1)
    if (code === endOfData) return Buffer.concat(parts)
    if (code === clearTable) {
      table = []
      previous = undefined
      width = 9
      continue
    }
    const known = code < 256 ? single[code] : table[code - 258]
    if (known === undefined && (previous === undefined || code !== table.length + 258)) break
    const first = (known ?? previous ?? Buffer.alloc(0)).subarray(0, 1)
    const isFull = table.length >= 4096 - 258
    if (previous !== undefined && !isFull) table.push(Buffer.concat([previous, first]))
    const part = known ?? table.at(-1) ?? Buffer.alloc(0)
    parts.push(part)
    length += part.length
    if (length > most) throw new PdfRefusal('too-large', 'LZWDecode')
    previous = part
    const next = 258 + table.length + early
    width = next >= 2048 ? 12 : next >= 1024 ? 11 : next >= 512 ? 10 : 9
  }
  throw unread('LZWDecode')
}
