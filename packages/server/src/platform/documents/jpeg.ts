type Size = { width: number; height: number }
/** A picture, and where it ends. */
export type Picture = Size & { end: number }

/** Segments from the start of an image to its end (ITU T.81, B.1); the size is in the frame header (B.2.2). */
export function readJpeg(content: Buffer, from: number): Picture | undefined {
  let size: Size | undefined
  let at = from + 2
  while (at + 1 < content.length) {
    if (content[at] !== 0xff) return undefined
    const marker = content[at + 1] ?? 0
    if (marker === 0xff) {
      at++
      continue
    }
    if (marker === 0xd9) return size === undefined ? undefined : sized({ ...size, end: at + 2 })
    if (at + 4 > content.length) return undefined
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame && size === undefined) {
      if (at + 9 > content.length) return undefined
      size = { width: content.readUInt16BE(at + 7), height: content.readUInt16BE(at + 5) }
    }
    const next = at + 2 + content.readUInt16BE(at + 2)
    at = marker === 0xda ? endOfScan(content, next) : next
  }
  return undefined
}

/** The next marker that is neither a restart nor part of the scan. */
function endOfScan(content: Buffer, from: number): number {
  for (let at = content.indexOf(0xff, from); at >= 0; at = content.indexOf(0xff, at + 1)) {
    const next = content[at + 1]
    if (next !== undefined && next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at
  }
  return content.length
}

export function sized(picture: Picture): Picture | undefined {
  return picture.width > 0 && picture.height > 0 ? picture : undefined
}
