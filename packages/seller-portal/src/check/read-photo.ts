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

/** The code in a photo; the one that says most, if there are several. Undefined if there is none. */
export async function readPhoto(file: Blob): Promise<string | undefined> {
  if (detectorClass === undefined) return readByServer(file)
  const image = await createImageBitmap(file)
  const found = await new detectorClass().detect(image).finally(() => image.close())
  const texts = found.map(({ rawValue }) =>
    rawValue.replace(/^\u001d/, '^').replaceAll('\u001d', '^'),
  )
  return texts.toSorted((a, b) => b.length - a.length)[0]
}

/** The server reads the photo, and stores nothing of it. */
async function readByServer(file: Blob): Promise<string | undefined> {
  const { shrinkPhoto } = await import('./shrink-photo.ts')
  const photo = await shrinkPhoto(file)
  return photo && readCodePhoto(await toBase64(photo))
}
