import { isUtf8 } from 'node:buffer'
import { AppError } from '../errors/index.ts'

const windowBytes = 64 * 1024

/** Decodes a JSON body as UTF-8 (RFC 8259, section 8.1); refuses other bytes and states their place. */
export function textOfBody(bytes: Buffer): string {
  if (isUtf8(bytes)) return bytes.toString('utf8')
  const at = firstBroken(bytes)
  const hex = bytes
    .subarray(at, at + 4)
    .toString('hex')
    .replace(/(..)(?=.)/g, '$1 ')
  throw new AppError({
    code: 'body-not-utf8',
    message: `the body is not UTF-8: byte ${at + 1} starts no character; found ${hex} in hexadecimal; send the body as UTF-8`,
  })
}

/** The place of the first byte that begins no character. */
function firstBroken(bytes: Buffer): number {
  let from = 0
  while (from < bytes.length) {
    let to = Math.min(from + windowBytes, bytes.length)
    // A window ends between two characters, if there is such a place.
    while (to < bytes.length && to > from + windowBytes - 4 && isContinuation(bytes[to])) to--
    const part = bytes.subarray(from, to)
    if (!isUtf8(part)) return from + firstChanged(part)
    from = to
  }
  return from
}

/** A broken byte becomes U+FFFD, so that writing the text again changes it. */
function firstChanged(part: Buffer): number {
  const again = Buffer.from(part.toString('utf8'))
  let at = 0
  while (at < part.length && part[at] === again[at]) at++
  // The broken byte may be the first byte of an actual U+FFFD.
  while (isContinuation(again[at])) at--
  return at
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 0x80 && byte < 0xc0
}
