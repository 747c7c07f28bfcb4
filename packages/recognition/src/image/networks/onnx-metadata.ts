/** The field of an ONNX model (onnx.proto, ModelProto) that holds its own words: pairs of key and value. */
const METADATA = 14
const KEY = 1
const VALUE = 2
/** Wire types in Protocol Buffers: the encoding after a field's number. */
const VARINT = 0
const EIGHT_BYTES = 1
const LENGTH = 2
const FOUR_BYTES = 5

/**
 * An ONNX model's metadata by key and value, without reading the rest. Empty for bytes that are no model; never
 * throws because of their content.
 */
export function metadataOf(model: Uint8Array): ReadonlyMap<string, string> {
  const entries = new Map<string, string>()
  for (const { field, bytes } of fieldsOf(model)) {
    if (field !== METADATA || bytes === undefined) continue
    const pair = new Map<number, string>()
    for (const part of fieldsOf(bytes))
      if (part.bytes !== undefined) pair.set(part.field, new TextDecoder().decode(part.bytes))
    const key = pair.get(KEY)
    if (key !== undefined) entries.set(key, pair.get(VALUE) ?? '')
  }
  return entries
}

function* fieldsOf(message: Uint8Array): Generator<{ field: number; bytes?: Uint8Array }> {
  let at = 0
  const number = (): number => {
    let value = 0
    for (let shift = 0; shift < 64; shift += 7) {
      const byte = message[at++]
      if (byte === undefined) return NaN
      value += (byte & 127) * 2 ** shift
      if (byte < 128) return value
    }
    return NaN
  }
  while (at < message.length) {
    const tag = number()
    if (Number.isNaN(tag)) return
    const field = Math.floor(tag / 8)
    const kind = tag % 8
    if (kind === VARINT) {
      if (Number.isNaN(number())) return
    } else if (kind === EIGHT_BYTES) at += 8
    else if (kind === FOUR_BYTES) at += 4
    else if (kind === LENGTH) {
      const length = number()
      // One that is longer than the rest was cut off.
      if (!(length <= message.length - at)) return
      yield { field, bytes: message.subarray(at, at + length) }
      at += length
    } else return
  }
}
