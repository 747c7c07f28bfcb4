import { chineseScore, likelyEncoding, markLength, plainEncoding } from './encoding.ts'

/** How a file's first distinguishing lines would read in one encoding. */
export type EncodingCandidate = { encoding: string; lines: string[] }

export type FoundEncoding = {
  /** The most likely one. */
  encoding: string
  /** False if another one is about as likely: then a person has to choose. */
  isSure: boolean
  /** The likely ones, most likely first; empty if the bytes leave no doubt. */
  readings: EncodingCandidate[]
}

/** Encodings that are searched for, beside those of Unicode; others are used if stated. */
const known: ReadonlySet<string> = new Set([
  'gb18030',
  'big5',
  'shift_jis',
  'euc-jp',
  'euc-kr',
  'windows-1250',
  'windows-1251',
  'windows-1252',
  'windows-1253',
  'windows-1254',
  'windows-1255',
  'windows-1256',
  'windows-1257',
  'windows-1258',
  'windows-874',
  'koi8-r',
  'koi8-u',
  'iso-8859-2',
  'iso-8859-7',
  'x-mac-cyrillic',
])
/** The detector's names that the standard does not know. */
const standardNames: Readonly<Record<string, string>> = {
  cp949: 'euc-kr',
  cp932: 'shift_jis',
  maccyrillic: 'x-mac-cyrillic',
}
/**
 * Encodings that the detector recognises but nothing here decodes: if one is the likeliest, a person has to save the
 * file in another.
 */
const unreadable: ReadonlySet<string> = new Set(['cp852'])
const latin: ReadonlySet<string> = new Set([
  'windows-1250',
  'windows-1252',
  'windows-1254',
  'windows-1257',
  'windows-1258',
  'iso-8859-2',
])

const evidenceBytes = 64 * 1024
const maxReadings = 4
const readingLines = 5
const lineCharacters = 200
/** Below this confidence the detector guesses. */
const leastConfidence = 0.03
/** How much likelier an encoding must be than the next, generally and with little text. */
const clearBy = 1.3
const clearByOfLittle = 2
const littleBytes = 32
/** Western files are the most frequent: another Latin encoding must be this much likelier. */
const clearOfWestern = 1.15
const closeToWestern = 1.8
const leastWesternBytes = 6
const leastOfOther = 0.1
const leastChinese = 0.95
/** Even a valid file may contain some broken bytes. */
const maxBrokenShare = 0.01

/**
 * Detects the encoding of a text by its first bytes. A byte order mark, valid UTF-8, the zeros of UTF-16 and the
 * escapes of ISO-2022-JP leave no doubt. Anything else is measured by jschardet on the lines that are not pure ASCII;
 * encodings that give the same text count as one.
 */
export async function findEncoding(sample: Buffer): Promise<FoundEncoding> {
  const plain = plainEncoding(sample)
  if (plain !== undefined) return { encoding: plain, isSure: true, readings: [] }
  const evidence = linesBeyondAscii(sample)
  const likely = likelyEncoding(sample)
  const measures = await measured(evidence)
  const found = withLikely(likely, measures.found, evidence)
  const [first] = found
  if (first === undefined) return { encoding: likely, isSure: false, readings: [] }
  const readings = found.slice(0, maxReadings).map(({ encoding, text }) => ({
    encoding,
    lines: text
      .split(/\r\n|\r|\n/)
      .filter((line) => line.trim() !== '')
      .slice(0, readingLines)
      .map((line) => line.slice(0, lineCharacters)),
  }))
  return { encoding: first.encoding, isSure: isClear(found, measures.unread, evidence), readings }
}

type Measured = {
  encoding: string
  confidence: number
  text: string
  /** True if its characters occur as in no language. */
  isOdd: boolean
}

type Measures = {
  found: Measured[]
  /** The likelihood of an encoding that cannot be decoded here. */
  unread: number
}

/** Encodings in which the text is valid, most likely first. */
async function measured(evidence: Buffer): Promise<Measures> {
  const { detectAll } = await import('jschardet')
  const found = new Map<string, Measured>()
  let unread = 0
  for (const { encoding: name, confidence } of detectAll(evidence)) {
    if (unreadable.has((name ?? '').toLowerCase())) unread = Math.max(unread, confidence)
    const encoding = standardName(name ?? '')
    if (encoding === undefined) continue
    const text = textIn(encoding, evidence)
    if (text === undefined) continue
    const alike = found.get(text)
    if (alike === undefined) {
      found.set(text, { encoding, confidence, text, isOdd: isOdd(text, encoding) })
    }
    // Of encodings that give the same text, Western ones are by far the most frequent.
    else if (encoding === 'windows-1252') alike.encoding = encoding
  }
  const all = [...found.values()]
  // Both have their lowercase letters in the same places, so the detector hardly distinguishes them.
  const isWindows = all.some((one) => one.encoding === 'windows-1251' && !one.isOdd)
  const likely = all.filter(({ encoding }) => !isWindows || encoding !== 'x-mac-cyrillic')
  return { found: byConfidence(likely), unread }
}

/**
 * Combines the detector's measure with the byte patterns: it mistakes German beside French and Spanish for an Eastern
 * European language, and misses short Chinese text.
 */
function withLikely(likely: string, found: readonly Measured[], evidence: Buffer): Measured[] {
  const text = textIn(likely, evidence)
  if (text === undefined) return [...found]
  const own = found.find((one) => one.text === text) ?? {
    encoding: likely,
    confidence: 0,
    text,
    isOdd: isOdd(text, likely),
  }
  const others = found.filter((one) => one !== own)
  const [first] = others
  if (likely !== 'windows-1252' || own.isOdd || !looksWestern(text))
    return byConfidence([...others, own])
  // For a script of its own, only a strong measure outweighs such a pattern of letters.
  const isOther = first !== undefined && isOfLetters(first.encoding) && !latin.has(first.encoding)
  const reach = isOther ? Math.max(leastOfOther, own.confidence) : own.confidence * closeToWestern
  const isClose = (first?.confidence ?? 0) < reach
  const isLikely = isClose && highBytes(evidence) >= leastWesternBytes
  return isLikely ? [own, ...others] : byConfidence([...others, own])
}

/** Those whose characters occur as in no language come last. */
function byConfidence(found: Measured[]): Measured[] {
  return found.toSorted(
    (one, other) => Number(one.isOdd) - Number(other.isOdd) || other.confidence - one.confidence,
  )
}

function isClear(
  [first, second, ...rest]: readonly Measured[],
  unread: number,
  evidence: Buffer,
): boolean {
  if (first === undefined || first.isOdd) return false
  if (latin.has(first.encoding) && unread > first.confidence) return false
  const western = [first, second, ...rest].find((one) => one?.encoding === 'windows-1252')
  const bytes = highBytes(evidence)
  // Accents on a few letters among plain ones hardly identify a language, but hardly mislead either.
  if (first === western && looksWestern(first.text) && bytes >= leastWesternBytes) {
    return first.confidence > 0
  }
  if (first.confidence < leastConfidence) return false
  if (western !== undefined && !latin.has(first.encoding) && looksWestern(western.text))
    return false
  // Most characters of Chinese text are in the first level of GB 2312; other multi-byte encodings use these pairs
  // differently.
  if (first.encoding === 'gb18030' && chineseScore(evidence) < leastChinese) return false
  // Byte pairs that are all frequent Chinese characters are hardly ever letters of an alphabet.
  const mostChinese = first.encoding === 'windows-1256' ? 0.75 : 0.9
  if (isOfLetters(first.encoding) && chineseScore(evidence) > mostChinese) return false
  if (second === undefined || second.confidence === 0) return true
  const ratio = first.confidence / second.confidence
  // These differ in a few accents, and most of the text is the same.
  if (latin.has(first.encoding) && latin.has(second.encoding)) {
    if (first === western) return true
    return ratio > 1.02 && first.confidence > clearOfWestern * (western?.confidence ?? 0)
  }
  return ratio >= (bytes < littleBytes ? clearByOfLittle : clearBy)
}

function highBytes(bytes: Buffer): number {
  return bytes.reduce((count, byte) => count + (byte < 0x80 ? 0 : 1), 0)
}

/**
 * Places that indicate a wrong encoding: a sign or non-ASCII capital within a lowercase word, or letters of different
 * scripts side by side. Dots stand for letters masked by a seller.
 */
const oddPlaces =
  /(?<=\p{L})[^\p{L}\p{M}\p{N}\p{Cf}\0-\x7f’‘´·•●–—](?=\p{L})|(?<=\p{Ll})[ªº¹²³¼½¾](?=\p{Ll})|(?<=\p{Ll}{3})[¹²³]|(?<=\p{Ll})(?![A-Z])\p{Lu}|µ(?=\p{Ll})|(?<=\p{Ll})[µ±¶¼¾¥¢¤¯]|[£¥¢¤¼¾¯±¶®‚†‡€‰™](?=\p{Ll})|(?<!\p{L})[’”](?=\p{L})|[\u00c0-\u024f](?=\p{Script=Arabic})|\p{Script=Arabic}(?=[\u00c0-\u024f])/gu
/** Letters that no language combines. */
const [russian, serbian] = [/[ыэъщйёюя]/iu, /[ђѓљњќћџ]/giu]
/** Tolerated share of such places among non-ASCII characters. */
const mostOdd = 1 / 40

function isOdd(text: string, encoding: string): boolean {
  if (!isOfLetters(encoding)) return false
  const foreign = russian.test(text) ? (text.match(serbian)?.length ?? 0) : 0
  const odd = foreign + (text.match(oddPlaces)?.length ?? 0)
  if (odd === 0) return false
  let beyondAscii = 0
  for (const sign of text) if (sign > '\u007f') beyondAscii++
  return odd > beyondAscii * mostOdd
}

const westernSigns = /[äöüßéèàçñáíóúêâîôïëãÄÖÜÉÈÀÇÑÁÍÓÚÊÂÎÔÏËÃ–—‘’“”„•…€™®©°ªº«»´]/u

/** True if all non-ASCII characters are common in Western texts. */
function looksWestern(text: string): boolean {
  for (const sign of text) if (sign > '\u007f' && !westernSigns.test(sign)) return false
  return true
}

function isOfLetters(encoding: string): boolean {
  return /^(?:windows|koi8|iso|x-mac)-/.test(encoding)
}

function standardName(name: string): string | undefined {
  const lower = name.toLowerCase()
  try {
    const { encoding } = new TextDecoder(standardNames[lower] ?? lower)
    return known.has(encoding) ? encoding : undefined
  } catch {
    return undefined
  }
}

/** The text in this encoding; undefined if invalid. */
function textIn(encoding: string, evidence: Buffer): string | undefined {
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(evidence)
  return isText(text, encoding) ? text : undefined
}

/** True if hardly any byte is invalid and the characters fit texts in this encoding. */
function isText(text: string, encoding: string): boolean {
  const counts = { broken: 0, beyondAscii: 0, hangul: 0, han: 0 }
  for (const sign of text) {
    if (sign <= '\u007f') continue
    if (sign <= '\u009f' && isOfLetters(encoding)) return false
    counts.beyondAscii++
    // Real text has no private-use characters: they come from unassigned pairs of an encoding.
    if (sign === '\ufffd' || /\p{Co}/u.test(sign)) counts.broken++
    else if (sign >= '\uac00' && sign <= '\ud7a3') counts.hangul++
    else if (/\p{Script=Han}/u.test(sign)) counts.han++
  }
  // Korean is written in Hangul; many Chinese characters mean Chinese.
  if (encoding === 'euc-kr' && counts.han * 10 > counts.hangul) return false
  // The last character may be cut off.
  return counts.broken <= 1 + counts.beyondAscii * maxBrokenShare
}

function linesBeyondAscii(sample: Buffer): Buffer {
  const lines: Buffer[] = []
  let size = 0
  for (let from = markLength(sample, 'utf-8'); from < sample.length && size < evidenceBytes;) {
    const end = sample.indexOf(0x0a, from)
    const to = end === -1 ? sample.length : end + 1
    const line = sample.subarray(from, Math.min(to, from + evidenceBytes))
    if (line.some((byte) => byte >= 0x80)) {
      lines.push(line)
      size += line.length
    }
    from = to
  }
  return Buffer.concat(lines)
}
