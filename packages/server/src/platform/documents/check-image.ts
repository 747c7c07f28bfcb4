import type { DocumentType } from '@touchstone/contract'

/** Of a photo no camera makes; a small file that unpacks to it would fill a reader's memory. */
const mostPixels = 200_000_000

type Size = { width: number; height: number }
type Picture = Size & { end: number }

/** What is amiss with a picture, read by its structure from its first byte to its last. */
export function imageFaultOf(mediaType: DocumentType, content: Buffer): string | undefined {
  const picture = mediaType === 'image/png' ? readPng(content) : readJpeg(content, 0)
  if (picture === undefined) return 'is an incomplete picture: save it again'
  const { width, height, end } = picture
  if (width * height > mostPixels) {
    return `is a picture of ${width} × ${height} pixels: send a smaller one`
  }
  const isAlone = mediaType === 'image/png' ? end === content.length : isOfCamera(content, end)
  return isAlone ? undefined : 'has other data after the picture: save the picture again'
}

/** Chunks as they follow each other (ISO 15948, 5.3), to the last; their points are left to the viewer. */
function readPng(content: Buffer): Picture | undefined {
  if (content.length < 33 || content.toString('latin1', 12, 16) !== 'IHDR') return undefined
  const [width, height] = [content.readUInt32BE(16), content.readUInt32BE(20)]
  for (let at = 8; at + 12 <= content.length;) {
    const length = content.readUInt32BE(at)
    const end = at + 12 + length
    if (end > content.length) return undefined
    if (content.toString('latin1', at + 4, at + 8) === 'IEND') return sized({ width, height, end })
    at = end
  }
  return undefined
}

/** Segments from the start of an image to its end (ITU T.81, B.1); the size stands in the frame header (B.2.2). */
function readJpeg(content: Buffer, from: number): Picture | undefined {
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

/** Where the next marker stands that is neither a restart nor a byte of the scan. */
function endOfScan(content: Buffer, from: number): number {
  for (let at = content.indexOf(0xff, from); at >= 0; at = content.indexOf(0xff, at + 1)) {
    const next = content[at + 1]
    if (next !== undefined && next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at
  }
  return content.length
}

/** True for what cameras put behind a photo: more photos (CIPA DC-007), a short film, Samsung's trailer, padding. */
function isOfCamera(content: Buffer, from: number): boolean {
  if (content.toString('latin1', content.length - 4) === 'SEFT') return true
  for (let at = from; ;) {
    if (content.toString('latin1', at + 4, at + 8) === 'ftyp') return true
    while (content[at] === 0 || (content[at] === 0xff && content[at + 1] !== 0xd8)) at++
    if (at >= content.length) return true
    if (content[at] !== 0xff) return false
    const next = readJpeg(content, at)
    if (next === undefined) return false
    at = next.end
  }
}

function sized(picture: Picture): Picture | undefined {
  return picture.width > 0 && picture.height > 0 ? picture : undefined
}
