/** Formats of pictures that are passed on, recognised by their bytes: types and names are only claims. */
export const imageTypes = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'image/gif',
  'image/avif',
] as const
export type ImageType = (typeof imageTypes)[number]

export type ImageKind = { type: ImageType; width: number; height: number }

/**
 * Format and size of a picture by its first bytes; undefined for anything else, including SVG and web pages, and if
 * the size is missing.
 */
export function detectImage(bytes: Uint8Array): ImageKind | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  try {
    return png(view) ?? gif(view) ?? webp(view) ?? jpeg(view) ?? avif(view)
  } catch (error) {
    // The data ends before the size.
    if (error instanceof RangeError) return undefined
    throw error
  }
}

function textAt(view: DataView, at: number, length: number): string {
  let text = ''
  for (let index = at; index < at + length; index++) {
    text += String.fromCharCode(view.getUint8(index))
  }
  return text
}

// PNG (ISO/IEC 15948), 11.2.2: the header is the first chunk.
function png(view: DataView): ImageKind | undefined {
  if (textAt(view, 0, 8) !== '\x89PNG\r\n\x1a\n' || textAt(view, 12, 4) !== 'IHDR') return undefined
  return { type: 'image/png', width: view.getUint32(16), height: view.getUint32(20) }
}

// GIF89a, 18: the logical screen.
function gif(view: DataView): ImageKind | undefined {
  if (!/^GIF8[79]a$/.test(textAt(view, 0, 6))) return undefined
  return { type: 'image/gif', width: view.getUint16(6, true), height: view.getUint16(8, true) }
}

// RFC 9649: the first chunk contains the size in each of the three forms.
function webp(view: DataView): ImageKind | undefined {
  if (textAt(view, 0, 4) !== 'RIFF' || textAt(view, 8, 4) !== 'WEBP') return undefined
  const type = 'image/webp'
  switch (textAt(view, 12, 4)) {
    case 'VP8 ':
      return {
        type,
        width: view.getUint16(26, true) & 0x3fff,
        height: view.getUint16(28, true) & 0x3fff,
      }
    case 'VP8L': {
      const bits = view.getUint32(21, true)
      return { type, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1 }
    }
    case 'VP8X': {
      const size = (at: number): number =>
        1 + view.getUint8(at) + (view.getUint8(at + 1) << 8) + (view.getUint8(at + 2) << 16)
      return { type, width: size(24), height: size(27) }
    }
    default:
      return undefined
  }
}

// ITU-T T.81, B.2: segments in sequence up to the frame, which contains the size.
function jpeg(view: DataView): ImageKind | undefined {
  if (view.getUint16(0) !== 0xffd8) return undefined
  let at = 2
  for (;;) {
    if (view.getUint8(at) !== 0xff) return undefined
    const marker = view.getUint8(at + 1)
    if (marker === 0xff) {
      at += 1
      continue
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)
    if (isFrame) {
      return { type: 'image/jpeg', width: view.getUint16(at + 7), height: view.getUint16(at + 5) }
    }
    // The image data starts without a frame.
    if (marker === 0xda) return undefined
    at += 2 + view.getUint16(at + 2)
  }
}

/** The box with the size is near the start. */
const searched = 64 * 1024

// ISO/IEC 14496-12: the file type, then the sizes of all images in it; the largest counts.
function avif(view: DataView): ImageKind | undefined {
  if (textAt(view, 4, 4) !== 'ftyp') return undefined
  const brands = textAt(view, 8, Math.min(view.getUint32(0), 128) - 8)
  if (!/avi[fs]/.test(brands)) return undefined
  const end = Math.min(view.byteLength, searched) - 16
  let width = 0
  let height = 0
  for (let at = 0; at < end; at++) {
    if (view.getUint32(at) !== 0x69737065) continue
    width = Math.max(width, view.getUint32(at + 8))
    height = Math.max(height, view.getUint32(at + 12))
  }
  return width === 0 ? undefined : { type: 'image/avif', width, height }
}
