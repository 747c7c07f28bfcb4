import { toBase64 } from '../to-base64.ts'
import { readCodePhoto } from './server.ts'

interface DetectedBarcode {
  rawValue: string
  format: string
}
interface Detector {
  detect(image: ImageBitmap): Promise<DetectedBarcode[]>
}
type DetectorClass = new () => Detector

const detectorClass = (globalThis as { BarcodeDetector?: DetectorClass }).BarcodeDetector

/** Whether this browser reads codes itself: then a photo never leaves the device. */
export const readsPhotos = detectorClass !== undefined

/** A photo, or what the camera sees now. */
export type PhotoSource = Blob | HTMLVideoElement

/** The code in a photo; the one that says most, if there are several. Undefined if there is none. */
export async function readPhoto(source: PhotoSource): Promise<string | undefined> {
  if (detectorClass === undefined) return readByServer(source)
  const image = await createImageBitmap(source)
  const found = await new detectorClass().detect(image).finally(() => image.close())
  const texts = found.map(({ rawValue }) =>
    rawValue.replace(/^\u001d/, '^').replaceAll('\u001d', '^'),
  )
  return texts.toSorted((a, b) => b.length - a.length)[0]
}

/** The server reads the photo, and stores nothing of it. */
async function readByServer(source: PhotoSource): Promise<string | undefined> {
  const { shrinkPhoto } = await import('./shrink-photo.ts')
  const photo = await shrinkPhoto(source)
  return photo && readCodePhoto(await toBase64(photo))
}
