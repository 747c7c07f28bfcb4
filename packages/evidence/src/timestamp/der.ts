import { fromBER, type BaseBlock, type Integer } from 'asn1js'

/** Reads bytes that must be exactly one ASN.1 value. */
export function readWhole(bytes: Uint8Array): BaseBlock {
  const { offset, result } = fromBER(new Uint8Array(bytes))
  if (offset !== bytes.length) throw new SyntaxError('it is not a single complete ASN.1 value')
  return result
}

export function derOf(block: BaseBlock): Buffer {
  return Buffer.from(block.toBER())
}

/** A number without the leading noughts, in which encoders differ. */
export function unsigned(number: Integer): string {
  const hex = Buffer.from(number.valueBlock.valueHexView).toString('hex')
  return hex.replace(/^(00)+(?=.)/, '')
}
