import { isUtf8 } from 'node:buffer'
import { TextDecoder } from 'node:util'

/**
 * Stands where bytes were no text in the file's encoding. A non-character: no file may hold it, so
 * that it can't be mistaken for a sign of the text, as U+FFFD could.
 */
export const brokenSign = '\ufdd0'

/** Signs of private use come of pairs that an encoding left free; only in Unicode does somebody write them. */
const privateUse = /\p{Co}/u
const everyPrivateUse = /\p{Co}/gu

/** Reads bytes that are whole signs; what is none of the encoding becomes `brokenSign`. */
export function decoderOf(encoding: string): (bytes: Uint8Array) => string {
  const options = { ignoreBOM: true }
  const strict = new TextDecoder(encoding, { ...options, fatal: true })
  const lenient = new TextDecoder(encoding, options)
  const isUnicode = strict.encoding.startsWith('utf-')
  const mended = (bytes: Uint8Array): string => {
    const text = lenient.decode(bytes).replaceAll('\ufffd', brokenSign)
    return isUnicode ? text : text.replace(everyPrivateUse, brokenSign)
  }
  if (strict.encoding === 'utf-8') {
    return (bytes) => (isUtf8(bytes) ? strict.decode(bytes) : mended(bytes))
  }
  return (bytes) => {
    try {
      const text = strict.decode(bytes)
      return isUnicode || !privateUse.test(text) ? text : mended(bytes)
    } catch {
      return mended(bytes)
    }
  }
}

/** Text up to its end, or to the first bytes that are none of its encoding. */
export type Decoded = { text: string; isBroken: boolean }

/** Reads a text as its bytes come; nothing may follow what is broken. */
export class StrictDecoder {
  readonly encoding: string
  private readonly strict: TextDecoder
  private readonly lenient: TextDecoder

  constructor(label: string) {
    this.strict = new TextDecoder(label, { fatal: true })
    this.lenient = new TextDecoder(label)
    this.encoding = this.strict.encoding
  }

  /** The next bytes; the end of the text without any. */
  decode(bytes?: Uint8Array): Decoded {
    const options = { stream: bytes !== undefined }
    // Only where the strict one fails is it known which sign was put in place of broken bytes.
    const text = this.lenient.decode(bytes, options)
    let broken = this.encoding.startsWith('utf-') ? -1 : text.search(privateUse)
    try {
      this.strict.decode(bytes, options)
    } catch {
      const at = Math.max(0, text.indexOf('\ufffd'))
      broken = broken === -1 ? at : Math.min(broken, at)
    }
    return broken === -1
      ? { text, isBroken: false }
      : { text: text.slice(0, broken), isBroken: true }
  }
}
