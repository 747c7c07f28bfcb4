import { isUtf8 } from 'node:buffer'
import {
  decoderOf,
  findEncoding,
  isKnownEncoding,
  markedEncoding,
  plainEncoding,
  type EncodingCandidate,
} from '../table/index.ts'

/** What is known of a page's encoding beside its bytes; labels as they were written. */
export type PageEncoding = {
  /** What whoever hands the page in states. */
  stated?: string | undefined
  /** The charset of the HTTP answer. */
  charset?: string | undefined
}

export type DecodedPage = {
  /** With `brokenSign` where bytes are none of the encoding. */
  text: string
  encoding: string
  /** Where the bytes contradict what the page says of its encoding, or show none. */
  doubt?: {
    /** Of which texts nobody knows how they read: those that hold such signs. */
    of: RegExp
    readings: EncodingCandidate[]
  }
}

const brokenSigns = /\ufdd0/
const beyondAscii = /[^\0-\x7f]/

/**
 * Decodes a page as the HTML standard has it ("determining the character encoding"): by its byte order mark, what the
 * user states, the charset of the answer, what the first tags declare; else by its bytes. What a page says of itself
 * is held against its bytes.
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
  // Bytes that are signs of UTF-8 throughout are hardly ever those of another encoding.
  if (declared !== 'utf-8' && isUtf8(bytes) && !isAscii(bytes)) {
    const readings = [decoded(bytes, 'utf-8'), page].map(readingOf)
    return { ...page, doubt: { of: beyondAscii, readings } }
  }
  if (!brokenSigns.test(page.text)) return page
  // Those beside the listings, as of a text that a program cut, garble none of them.
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

/** The encoding that the first tags of a page declare. */
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

/** What can be read in bytes is in no encoding of two (HTML, "prescan a byte stream"). */
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

/** A page cut at its tags, so that a detector sees lines of text; in no encoding of pairs is `<` part of a sign. */
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
