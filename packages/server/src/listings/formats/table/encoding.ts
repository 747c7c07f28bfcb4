import { isUtf8 } from 'node:buffer'

/** Encodings that their bytes identify with certainty. */
export type PlainEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'iso-2022-jp'

/** Encodings recognised by byte patterns; any other label known to TextDecoder may be requested. */
export type LikelyEncoding = 'gb18030' | 'windows-1251' | 'windows-1252'

const marks: readonly [PlainEncoding, readonly number[]][] = [
  ['utf-8', [0xef, 0xbb, 0xbf]],
  ['utf-16le', [0xff, 0xfe]],
  ['utf-16be', [0xfe, 0xff]],
]

/** Length of this encoding's byte order mark at the start, 0 if there is none. */
export function markLength(bytes: Uint8Array, encoding: string): number {
  const mark = marks.find(([name]) => name === encoding)?.[1] ?? []
  return mark.length > 0 && mark.every((byte, at) => bytes[at] === byte) ? mark.length : 0
}

/** The encoding of the byte order mark at the start, which overrides any statement (Encoding Standard, decode). */
export function markedEncoding(bytes: Uint8Array): PlainEncoding | undefined {
  return marks.find(([encoding]) => markLength(bytes, encoding) > 0)?.[0]
}

/** True if TextDecoder knows the label: utf-8, gbk, shift_jis, koi8-r and so on. */
export function isKnownEncoding(label: string): boolean {
  try {
    return new TextDecoder(label).encoding !== ''
  } catch {
    return false
  }
}

/**
 * The encoding that the first bytes identify with certainty: by a byte order mark, the zeros of UTF-16, the escapes
 * of ISO-2022-JP, or as valid UTF-8. Pure ASCII is UTF-8.
 */
export function plainEncoding(sample: Uint8Array): PlainEncoding | undefined {
  const marked = markedEncoding(sample)
  if (marked !== undefined) return marked
  const bytes = Buffer.from(sample.buffer, sample.byteOffset, sample.byteLength)
  if (!isUtf8(withoutCutEnd(bytes))) return wideEncoding(bytes)
  const wide = bytes.includes(0) ? wideEncoding(bytes) : undefined
  return wide ?? (hasJapaneseEscapes(bytes) ? 'iso-2022-jp' : 'utf-8')
}

/** The encoding among GB18030, Windows-1251 and Windows-1252 that makes a text look most natural. */
export function likelyEncoding(bytes: Buffer): LikelyEncoding {
  const scores: [LikelyEncoding, number][] = [
    ['windows-1252', westernScore(bytes)],
    ['windows-1251', cyrillicScore(bytes)],
    ['gb18030', chineseScore(bytes)],
  ]
  scores.sort(([, one], [, other]) => other - one)
  return scores[0]?.[0] ?? 'windows-1252'
}

/** Two-byte characters of seven bits each, between a start and an end escape. */
function hasJapaneseEscapes(bytes: Buffer): boolean {
  if (!bytes.includes('\u001b$B') && !bytes.includes('\u001b$@')) return false
  return bytes.every((byte) => byte < 0x80)
}

/** True for ISO-2022-KR or ISO-2022-CN, which nothing here decodes. */
export function isKoreanOrChineseIso2022(bytes: Buffer): boolean {
  return ['\u001b$)C', '\u001b$)A', '\u001b$)G', '\u001b$)E'].some((escape) =>
    bytes.includes(escape),
  )
}

function withoutCutEnd(bytes: Buffer): Buffer {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0
    if (byte < 0x80) return bytes
    if (byte < 0xc0) continue
    const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2
    return needed > back ? bytes.subarray(0, bytes.length - back) : bytes
  }
  return bytes
}

/** In UTF-16, all pairs of ASCII text contain a zero; in a table with prices and numbers, many do. */
const leastZeroShare = 1 / 8
const leastZeros = 3

/**
 * In UTF-16, delimiters and line ends are below 256, with their zeros on one side. Text in other encodings may
 * contain a few zeros too, so many pairs or the line ends must have one.
 */
function wideEncoding(bytes: Buffer): PlainEncoding | undefined {
  const zeros = [0, 0]
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  }
  const [even = 0, odd = 0] = zeros
  const [few, many] = even < odd ? [even, odd] : [odd, even]
  if (many === 0 || few * 4 > many) return undefined
  const isMost = many >= leastZeroShare * Math.floor(bytes.length / 2)
  const zeroSide = even < odd ? 1 : 0
  if (!isMost && (many < leastZeros || !hasWideLineEnds(bytes, zeroSide))) return undefined
  return even < odd ? 'utf-16le' : 'utf-16be'
}

/** The low byte of a Chinese character may equal a line end, as in 上 and 不; the high byte hardly ever does. */
function hasWideLineEnds(bytes: Buffer, zeroSide: number): boolean {
  const count = { wide: 0, low: 0, high: 0 }
  for (let at = 0; at < bytes.length; at++) {
    if (bytes[at] !== 0x0a && bytes[at] !== 0x0d) continue
    if (at % 2 === zeroSide) count.high++
    else if (bytes[zeroSide === 1 ? at + 1 : at - 1] === 0) count.wide++
    else count.low++
  }
  return count.wide * 2 >= count.high && count.wide * 16 >= count.low
}

function isAsciiLetter(byte: number): boolean {
  return (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)
}

const westernUndefined = new Set([0x81, 0x8d, 0x8f, 0x90, 0x9d])

// An accented letter is usually among plain ones; two adjacent ones are rare.
function westernScore(bytes: Buffer): number {
  let good = 0
  let seen = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte < 0x80) continue
    seen++
    if (westernUndefined.has(byte)) seen += 3
    else if (byte < 0xc0) good += 0.6
    else {
      const [before = 0, after = 0] = [bytes[at - 1], bytes[at + 1]]
      const besideLetter = isAsciiLetter(before) || isAsciiLetter(after)
      if (besideLetter) good += 1
      else if (before < 0x80 && after < 0x80) good += 0.5
    }
  }
  return seen === 0 ? 1 : good / seen
}

function isCyrillic(byte: number): boolean {
  return byte >= 0xc0 || byte === 0xa8 || byte === 0xb8 || byte === 0xb2 || byte === 0xb3
}

// Runs of letters without plain ones, lowercase after the first.
function cyrillicScore(bytes: Buffer): number {
  let good = 0
  let seen = 0
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    if (byte < 0x80) continue
    seen++
    if (byte === 0x98) seen += 3
    else if (!isCyrillic(byte)) good += 0.5
    else {
      const [before = 0, after = 0] = [bytes[at - 1], bytes[at + 1]]
      const capitalInside = byte >= 0xc0 && byte < 0xe0 && before >= 0xe0
      if (capitalInside || isAsciiLetter(before) || isAsciiLetter(after)) continue
      good += isCyrillic(before) || isCyrillic(after) ? 1 : 0.5
    }
  }
  return seen === 0 ? 0 : good / seen
}

/** A strict reading of pairs; most characters of real texts are in the first level of GB 2312. */
export function chineseScore(bytes: Buffer): number {
  let good = 0
  let seen = 0
  for (let at = 0; at < bytes.length; at++) {
    const lead = bytes[at] ?? 0
    if (lead < 0x80) continue
    const trail = bytes[at + 1]
    if (trail === undefined) break
    if (lead === 0x80 || lead === 0xff) return 0
    if (trail >= 0x30 && trail <= 0x39) {
      at += 3
      seen++
      good += 0.5
      continue
    }
    if (trail < 0x40 || trail === 0x7f || trail === 0xff) return 0
    at++
    seen++
    const common =
      trail >= 0xa1 && ((lead >= 0xb0 && lead <= 0xd7) || (lead >= 0xa1 && lead <= 0xa3))
    good += common ? 1 : trail >= 0xa1 && lead >= 0xd8 && lead <= 0xf7 ? 0.6 : 0.45
  }
  return seen === 0 ? 0 : good / seen
}
