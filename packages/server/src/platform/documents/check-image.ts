import type { DocumentType } from '@touchstone/contract'
import { isOfCamera } from './camera-trailer.ts'
import { readJpeg, sized, type Picture } from './jpeg.ts'

/** No camera makes larger photos; a small file that decodes to more would fill a reader's memory. */
const mostPixels = 200_000_000

/** The fault of a picture, whose structure is read from the first byte to the last. */
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

/** Chunks in sequence (ISO 15948, 5.3) to the last; pixels are left to the viewer. */
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
