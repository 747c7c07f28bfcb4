import type { ReaderOptions, readBarcodes, ReadResult } from 'zxing-wasm/reader'
import type { ColourPicture, Point } from '../model.ts'

/** A code in a picture. */
export interface Barcode {
  /** As zxing names it: QRCode, DataMatrix, EAN13, Code128 and so on. */
  format: string
  /** Symbology identifier of ISO/IEC 15424: ]d2 is a DataMatrix with GS1 content. */
  symbology: string
  /** Its content as text; of GS1 content the group separator (U+001D) stands for FNC1. */
  text: string
  /** Its corners, clockwise from the one that is the top left of the code itself. */
  box: Quad
}

/** Four corners, in pixels of the picture. */
export type Quad = readonly [Point, Point, Point, Point]

/** Maximum number of codes in one picture. */
const mostCodes = 20
/** Characters kept of one; a QR code holds up to 4,296 letters. */
const longestText = 2000

/**
 * Types with a check digit. Codabar, Code 39 and ITF need none, so that stripes and plaids occasionally read as one.
 */
const options: ReaderOptions = {
  formats: [
    'QRCode',
    'MicroQRCode',
    'RMQRCode',
    'DataMatrix',
    'Aztec',
    'PDF417',
    'EAN13',
    'EAN8',
    'UPCA',
    'UPCE',
    'Code128',
    'Code93',
    'DataBar',
  ],
  tryHarder: true,
  maxNumberOfSymbols: mostCodes,
  textMode: 'Plain',
}

/** Lines of a bar code that must agree; short codes are found by accident sooner. */
const linesToAgree: Record<string, number> = { EAN8: 4, UPCE: 4, DataBar: 4 }

/** Reads QR and bar codes, each with its position. */
export class BarcodeReader {
  private readonly read: (picture: Canvas) => Promise<ReadResult[]>

  private constructor(read: BarcodeReader['read']) {
    this.read = read
  }

  /**
   * Loads zxing, an optional peer of this package.
   * @param wasm the bytes of zxing-wasm's `reader/zxing_reader.wasm`; without them it would ask a network for them
   */
  static async open(wasm: Uint8Array): Promise<BarcodeReader> {
    const { prepareZXingModule, readBarcodes } = await import('zxing-wasm/reader')
    const wasmBinary = wasm.slice().buffer
    await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
    return new BarcodeReader((picture) => readBarcodes(picture as BarcodeInput, options))
  }

  async codesIn(picture: ColourPicture): Promise<Barcode[]> {
    const codes = await this.read(withAlpha(picture))
    return codes
      .filter(
        ({ isValid, format, lineCount }) => isValid && lineCount >= (linesToAgree[format] ?? 0),
      )
      .map(({ format, symbologyIdentifier, text, position }) => ({
        format,
        symbology: symbologyIdentifier,
        text: text.slice(0, longestText),
        box: quadOf(position),
      }))
  }
}

function quadOf({ topLeft, topRight, bottomRight, bottomLeft }: ReadResult['position']): Quad {
  return [pointOf(topLeft), pointOf(topRight), pointOf(bottomRight), pointOf(bottomLeft)]
}

function pointOf({ x, y }: { x: number; y: number }): Point {
  return [x, y]
}

/** zxing takes pixels in the format of a canvas. */
interface Canvas {
  width: number
  height: number
  data: Uint8ClampedArray
}
type BarcodeInput = Parameters<typeof readBarcodes>[0]

function withAlpha({ width, height, data }: ColourPicture): Canvas {
  const pixels = new Uint8ClampedArray(width * height * 4)
  for (let at = 0, from = 0; at < pixels.length; at += 4, from += 3) {
    pixels[at] = data[from] ?? 0
    pixels[at + 1] = data[from + 1] ?? 0
    pixels[at + 2] = data[from + 2] ?? 0
    pixels[at + 3] = 255
  }
  return { width, height, data: pixels }
}
