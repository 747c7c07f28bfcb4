import { createHash } from 'node:crypto'
import { bracketedCode } from '@touchstone/contract'
import { readBracketedCode } from '@touchstone/recognition/codes'
import { neighboursOf } from '@touchstone/recognition/items'

/** GS1's character set 82, of which serials and batch numbers consist. */
const serialForm = /^[!"%-?A-Z_a-z]{1,20}$/

export function isSerialText(text: string): boolean {
  return serialForm.test(text)
}

/** What is stored of a listed serial: 64 bits, which a guess meets once in 10^11 times among 100 million. */
export function digestOf(salt: Buffer, serial: string): bigint {
  return createHash('sha256').update(salt).update(serial).digest().readBigUInt64BE()
}

export function bytesOf(digest: bigint): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(digest)
  return bytes
}

/** The canonical Digital Link of a unit. */
export function linkOf({ gtin, serial }: { gtin: string; serial: string }): string {
  const code = readBracketedCode(bracketedCode({ gtin, serial }))
  return code.ok ? (code.uri ?? '') : ''
}

const classes = [/[0-9]/, /[A-Z]/, /[a-z]/, /[^0-9A-Za-z]/]

/** Serials from which one mistyped sign leads to this one, of the kinds of signs that it has. */
export function likelyNeighboursOf(serial: string): string[] {
  const written = classes.filter((one) => one.test(serial))
  const likely = [...neighboursOf(serial)].filter(
    (other) =>
      isSerialText(other) && [...other].every((sign) => written.some((one) => one.test(sign))),
  )
  return [...new Set(likely)]
}
