import sharp, { type Sharp } from 'sharp'

/** Maximum pixels of the longer side. */
const displaySide = 1200
const thumbnailSide = 240

/**
 * A picture for people to view, rendered anew from its pixels, so that nothing else that its bytes hold is
 * handed on; upright. Runs outside the thread that calls it.
 */
export async function renderImage(bytes: Uint8Array): Promise<Buffer> {
  return resized(bytes, displaySide).jpeg({ quality: 85 }).toBuffer()
}

/** A thumbnail for lists: a few kilobytes of WebP. */
export async function renderThumbnail(bytes: Uint8Array): Promise<Buffer> {
  return resized(bytes, thumbnailSide).webp({ quality: 76, effort: 2 }).toBuffer()
}

function resized(bytes: Uint8Array, side: number): Sharp {
  return sharp(bytes, { limitInputPixels: 80_000_000, failOn: 'none', autoOrient: true })
    .timeout({ seconds: 10 })
    .resize(side, side, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: '#ffffff' })
}
