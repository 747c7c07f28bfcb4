import { isUtf8 } from 'node:buffer'
import { TextDecoder } from 'node:util'

/**
 * Replaces invalid bytes. A noncharacter, which no file may contain, so that it cannot be confused with text, unlike
 * U+FFFD.
 */
export const brokenSign = '\ufdd0'

/** Private-use characters come from unassigned pairs of an encoding; only Unicode text contains them on purpose. */
const privateUse = /\p{Co}/u
const everyPrivateUse = /\p{Co}/gu

/** Decodes whole characters; invalid bytes become `brokenSign`. */
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

/** Text up to its end, or to the first invalid bytes. */
export type Decoded = { text: string; isBroken: boolean }

/** Decodes a text as its bytes arrive; nothing may follow an invalid byte. */
export class StrictDecoder {
  readonly encoding: string
  private readonly strict: TextDecoder
  private readonly lenient: TextDecoder

  constructor(label: string) {
    this.strict = new TextDecoder(label, { fatal: true })
    this.lenient = new TextDecoder(label)
    this.encoding = this.strict.encoding
  }

  /** The next bytes; without any, the end of the text. */
  decode(bytes?: Uint8Array): Decoded {
    const options = { stream: bytes !== undefined }
    // Only after the strict decoder fails is it clear which character replaced invalid bytes.
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
