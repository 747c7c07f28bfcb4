import type { PhotoSource } from './read-photo.ts'

const longestSide = 1600
/** What the server takes of one photo. */
const maxBytes = 700 * 1024
const qualities = [0.85, 0.7, 0.5, 0.3]

/** A photo drawn anew from its pixels, as JPEG: what cameras add, as the place, stays on the device. */
export async function shrinkPhoto(source: PhotoSource): Promise<Blob | undefined> {
  const image = await createImageBitmap(source)
  const scale = Math.min(1, longestSide / Math.max(image.width, image.height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(image.width * scale))
  canvas.height = Math.max(1, Math.round(image.height * scale))
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  image.close()
  for (const quality of qualities) {
    const photo = await new Promise<Blob | null>((resolve) =>
      canvas.toBlob(resolve, 'image/jpeg', quality),
    )
    if (photo !== null && photo.size <= maxBytes) return photo
  }
  return undefined
}
