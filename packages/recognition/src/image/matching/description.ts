import type { DecodedPicture } from '../decode/index.ts'
import { describeFeatures, type Features } from '../features/describe-features.ts'
import type { Embeddings } from '../networks/networks.ts'
import { pdqOf, type PdqHash } from '../pdq/pdq-hash.ts'
import { shrink } from '../pdq/shrink-luma.ts'
import { thumbnailOf, type Thumbnail } from './thumbnail.ts'

/** All that is kept of a picture; made once, it serves as a reference and as a question. */
export interface PictureDescription {
  /** Of the picture itself, upright. */
  width: number
  height: number
  /** The same for pictures that are identical pixel by pixel, and different for others. */
  fingerprint: string
  pdq: PdqHash
  thumbnail: Thumbnail
  features: Features
  /** Where the operator brought networks for it. */
  embeddings?: Embeddings
}

export function describePicture(
  { gray, width, height }: DecodedPicture,
  embeddings?: Embeddings,
): PictureDescription {
  const fingerprint = fingerprintOf(gray.data)
  const features = describeFeatures(gray, { of: { width, height } })
  const small = shrink(gray)
  const [pdq, thumbnail] = [pdqOf(gray, small), thumbnailOf(small)]
  return {
    width,
    height,
    fingerprint,
    pdq,
    thumbnail,
    features,
    ...(embeddings && { embeddings }),
  }
}

/** Two hashes of 32 bits after FNV-1a, four points at a time, each from another beginning. */
function fingerprintOf(data: Uint8Array): string {
  let hash = 0x811c9dc5
  let other = 0x9747b28c
  const mix = (value: number): void => {
    hash = Math.imul(hash ^ value, 0x01000193)
    other = Math.imul(other ^ value, 0x5bd1e995)
    // Multiplication only carries upwards.
    hash ^= hash >>> 15
    other ^= other >>> 13
  }
  const end = data.length - (data.length % 4)
  for (let at = 0; at < end; at += 4)
    mix(
      (data[at] as number) |
        ((data[at + 1] as number) << 8) |
        ((data[at + 2] as number) << 16) |
        ((data[at + 3] as number) << 24),
    )
  for (let at = end; at < data.length; at++) mix(data[at] as number)
  mix(data.length)
  return [hash, other].map((hash) => (hash >>> 0).toString(16).padStart(8, '0')).join('')
}
