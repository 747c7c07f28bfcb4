import { deflateSync } from 'node:zlib'

type Part = string | Buffer

/** A PDF of objects as they are written, with a table of references to those that begin a part. */
export function assemblePdf(
  objects: readonly Part[],
  { trailer = '', behind = '', begin = '%PDF-1.7\n%\u00e2\u00e3\u00cf\u00d3\n' } = {},
): Buffer {
  const parts = [bytesOf(begin), ...objects.map(bytesOf)]
  const offsets = new Map<number, number>()
  let length = 0
  for (const part of parts) {
    const [, number] = /^(\d+) 0 obj/.exec(part.toString('latin1', 0, 20)) ?? []
    if (number !== undefined) offsets.set(Number(number), length)
    length += part.length
  }
  const size = Math.max(0, ...offsets.keys()) + 1
  const rows = Array.from({ length: size }, (_, number) => {
    const offset = offsets.get(number)
    return offset === undefined
      ? '0000000000 65535 f \n'
      : `${String(offset).padStart(10, '0')} 00000 n \n`
  })
  const table = `xref\n0 ${size}\n${rows.join('')}`
  const end = `${table}trailer\n<< /Size ${size} /Root 1 0 R ${trailer} >>\nstartxref\n${length}\n%%EOF\n`
  return Buffer.concat([...parts, bytesOf(end), bytesOf(behind)])
}

/** A stream with its length, unless its entries state one. */
export function stream(number: number, entries: string, body: Part): Buffer {
  const bytes = bytesOf(body)
  const length = entries.includes('/Length') ? '' : `/Length ${bytes.length}`
  const head = `${number} 0 obj\n<< ${entries} ${length} >>\nstream\n`
  return Buffer.concat([bytesOf(head), bytes, bytesOf('\nendstream\nendobj\n')])
}

/** An object stream that holds these, packed by these filters. */
export function objectStream(
  number: number,
  objects: Readonly<Record<number, string>>,
  filters: readonly Packing[] = ['FlateDecode'],
): Buffer {
  const pairs: string[] = []
  let text = ''
  for (const [name, value] of Object.entries(objects)) {
    pairs.push(`${name} ${text.length}`)
    text += `${value}\n`
  }
  const head = `${pairs.join(' ')}\n`
  const entries = `/Type /ObjStm /N ${pairs.length} /First ${head.length} ${filterEntry(filters)}`
  return stream(number, entries, pack(bytesOf(head + text), filters))
}

export type Packing = keyof typeof packings

export function filterEntry(filters: readonly Packing[]): string {
  return filters.length === 0 ? '' : `/Filter [${filters.map((name) => `/${name}`).join(' ')}]`
}

/** Encodes bytes for these filters, the first decoded first. */
export function pack(bytes: Buffer, filters: readonly Packing[]): Buffer {
  return filters.reduceRight((packed, name) => packings[name](packed), bytes)
}

export const packings = {
  FlateDecode: (bytes: Buffer) => deflateSync(bytes),
  ASCIIHexDecode: (bytes: Buffer) => Buffer.from(`${bytes.toString('hex')}>`),
  ASCII85Decode: (bytes: Buffer) => bytesOf(`${toBase85(bytes)}~>`),
  RunLengthDecode: toRuns,
  LZWDecode: toLzw,
}

function toBase85(bytes: Buffer): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 4) {
    const part = bytes.subarray(at, at + 4)
    let number = Buffer.concat([part, Buffer.alloc(4 - part.length)]).readUInt32BE()
    const digits: string[] = []
    for (let index = 0; index < 5; index++) {
      digits.unshift(String.fromCharCode(33 + (number % 85)))
      number = Math.floor(number / 85)
    }
    const group = digits.slice(0, part.length + 1).join('')
    text += group === '!!!!!' ? 'z' : group
  }
  return text
}

function toRuns(bytes: Buffer): Buffer {
  const parts: Buffer[] = []
  for (let at = 0; at < bytes.length;) {
    let same = 1
    while (same < 128 && bytes[at + same] === bytes[at] && at + same < bytes.length) same++
    if (same > 2) parts.push(Buffer.from([257 - same, bytes[at]!]))
    else parts.push(Buffer.from([0, bytes[at]!]))
    at += same > 2 ? same : 1
  }
  return Buffer.concat([...parts, Buffer.from([128])])
}

function toLzw(bytes: Buffer): Buffer {
  const out: number[] = []
  let [buffered, bits, width] = [0, 0, 9]
  let table = new Map<string, number>()
  const emit = (code: number): void => {
    buffered = (buffered << width) | code
    bits += width
    while (bits >= 8) {
      bits -= 8
      out.push((buffered >> bits) & 0xff)
      buffered &= (1 << bits) - 1
    }
  }
  emit(256)
  let run = ''
  const codeOf = (text: string): number =>
    text.length === 1 ? text.charCodeAt(0) : table.get(text)!
  for (const character of bytes.toString('latin1')) {
    if (run === '' || table.has(run + character)) {
      run += character
      continue
    }
    emit(codeOf(run))
    table.set(run + character, 258 + table.size)
    const next = 258 + table.size
    width = next >= 2048 ? 12 : next >= 1024 ? 11 : next >= 512 ? 10 : 9
    if (next >= 4094) {
      emit(256)
      table = new Map()
      width = 9
    }
    run = character
  }
  if (run !== '') emit(codeOf(run))
  emit(257)
  if (bits > 0) emit(0)
  return Buffer.from(out)
}

function bytesOf(part: Part): Buffer {
  return typeof part === 'string' ? Buffer.from(part, 'latin1') : part
}
