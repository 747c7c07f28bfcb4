import { isUtf8 } from 'node:buffer'
import {
  decoderOf,
  findEncoding,
  isKnownEncoding,
  markedEncoding,
  plainEncoding,
  type EncodingCandidate,
} from '../table/index.ts'

/** External information on a page's encoding, as given. */
export type PageEncoding = {
  /** Stated by the person who submits the page. */
  stated?: string | undefined
  /** The charset of the HTTP response. */
  charset?: string | undefined
}

export type DecodedPage = {
  /** Contains `brokenSign` for invalid bytes. */
  text: string
  encoding: string
  /** Set if the bytes contradict the declared encoding, or indicate none. */
  doubt?: {
    /** Texts with such characters are uncertain. */
    of: RegExp
    readings: EncodingCandidate[]
  }
}

const brokenSigns = /\ufdd0/
const beyondAscii = /[^\0-\x7f]/

/**
 * Decodes a page following the HTML standard ("determining the character encoding"): byte order mark, the user's
 * statement, the response's charset, the declaration in the first tags; else its bytes. The page's own declaration is
 * checked against its bytes.
 */
export async function decodePage(
  bytes: Uint8Array,
  { stated, charset }: PageEncoding,
): Promise<DecodedPage> {
  const chosen = markedEncoding(bytes) ?? known(stated)
  if (chosen !== undefined) return decoded(bytes, chosen)
  const declared = known(charset) ?? declaredEncoding(bytes)
  if (declared === undefined) {
    const { encoding, isSure, readings } = await findEncoding(textsOf(bytes))
    return { ...decoded(bytes, encoding), ...(!isSure && { doubt: { of: beyondAscii, readings } }) }
  }
  const page = decoded(bytes, declared)
  // Bytes that are entirely valid UTF-8 are hardly ever another encoding.
  if (declared !== 'utf-8' && isUtf8(bytes) && !isAscii(bytes)) {
    const readings = [decoded(bytes, 'utf-8'), page].map(readingOf)
    return { ...page, doubt: { of: beyondAscii, readings } }
  }
  if (!brokenSigns.test(page.text)) return page
  // Invalid bytes outside the listings, such as in a truncated text, garble none of them.
  const { readings } = await findEncoding(textsOf(bytes))
  return { ...page, doubt: { of: brokenSigns, readings } }
}

function known(label: string | undefined): string | undefined {
  if (label === undefined || !isKnownEncoding(label)) return undefined
  return new TextDecoder(label).encoding
}

function decoded(bytes: Uint8Array, encoding: string): DecodedPage {
  const text = decoderOf(encoding)(bytes)
  return { text: text.startsWith('\ufeff') ? text.slice(1) : text, encoding }
}

const headBytes = 4096

/** The encoding declared in the first tags of a page. */
function declaredEncoding(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.subarray(0, headBytes)).toString('latin1')
  const xml = /^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})["']/.exec(head)?.[1]
  for (const [tag] of withoutComments(head).matchAll(/<meta[^<>]*/gi)) {
    const label = known(/charset\s*=[\s"']*([\w.:-]{1,40})/i.exec(tag)?.[1])
    if (label !== undefined) return ofBytes(label)
  }
  const label = known(xml)
  return label === undefined ? undefined : ofBytes(label)
}

/** What is readable byte by byte is not in a two-byte encoding (HTML, "prescan a byte stream"). */
function ofBytes(encoding: string): string {
  if (encoding.startsWith('utf-16')) return 'utf-8'
  return encoding === 'x-user-defined' ? 'windows-1252' : encoding
}

function withoutComments(head: string): string {
  let kept = ''
  let from = 0
  for (let open = head.indexOf('<!--'); open !== -1; open = head.indexOf('<!--', from)) {
    kept += head.slice(from, open)
    const close = head.indexOf('-->', open + 2)
    if (close === -1) return kept
    from = close + 3
  }
  return kept + head.slice(from)
}

/**
 * Splits a page at its tags, so that the detector sees lines of text; in multi-byte encodings `<` is never part of a
 * character.
 */
function textsOf(bytes: Uint8Array): Buffer {
  if (plainEncoding(bytes) !== undefined) return Buffer.from(bytes)
  return Buffer.from(bytes.map((byte) => (byte === 0x3c || byte === 0x3e ? 0x0a : byte)))
}

function isAscii(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte < 0x80)
}

const readingLines = 5
const lineCharacters = 200

function readingOf({ text, encoding }: DecodedPage): EncodingCandidate {
  const lines = text.split(/[<>\r\n]/).filter((line) => beyondAscii.test(line))
  const first = lines.slice(0, readingLines).map((line) => line.trim().slice(0, lineCharacters))
  return { encoding, lines: first }
}
