const ofPairs: ReadonlySet<string> = new Set(['gb18030', 'big5', 'shift_jis', 'euc-jp', 'euc-kr'])
const tables = new Map<string, Map<string, Buffer>>()

// TextEncoder only writes UTF-8, so this inverts TextDecoder.
function tableOf(encoding: string): Map<string, Buffer> {
  let table = tables.get(encoding)
  if (table !== undefined) return table
  table = new Map()
  const decoder = new TextDecoder(encoding)
  for (let first = 0; first < 256; first++) {
    const single = Buffer.of(first)
    const sign = decoder.decode(single)
    if (sign !== '\ufffd') table.set(sign, single)
    if (!ofPairs.has(encoding) || first < 0x81) continue
    for (let second = 0x40; second < 0xff; second++) {
      const pair = Buffer.of(first, second)
      const text = decoder.decode(pair)
      if ([...text].length === 1 && text !== '\ufffd' && !table.has(text)) table.set(text, pair)
    }
  }
  tables.set(encoding, table)
  return table
}

/** Writes a text in an encoding, without a byte order mark. */
export function encoded(text: string, encoding: string): Buffer {
  if (encoding === 'utf-8') return Buffer.from(text)
  if (encoding === 'utf-16le') return Buffer.from(text, 'utf16le')
  if (encoding === 'utf-16be') return Buffer.from(text, 'utf16le').swap16()
  const table = tableOf(encoding)
  return Buffer.concat(
    [...text].map((sign) => {
      const bytes = table.get(sign)
      if (bytes === undefined) throw new RangeError(`${sign} cannot be written in ${encoding}`)
      return bytes
    }),
  )
}
