import type { PictureReading } from '#contract'
import { BarcodeReader } from '../barcodes/read-barcodes.ts'
import { decodeColours, type DecodedColours, type PictureRefusal } from '../decode/index.ts'
import { mosaicsIn, type Patch } from '../obscured-marks/mosaic.ts'
import type { Point } from '../model.ts'
import type { PictureNetworks } from '../networks/networks.ts'
import { TextReader, type TextModels } from '../ocr/read-text.ts'

/** Models for reading pictures: the caller provides their bytes, since this package reads no files. */
export interface ReadingParts {
  /** zxing-wasm's `reader/zxing_reader.wasm`. */
  codes: Uint8Array
  /** Without them codes alone are read. */
  text?: TextModels
  /** Those of the operator: a detector of marks among them is asked. */
  networks?: PictureNetworks | undefined
}

export type ReadOutcome =
  | { ok: true; reading: PictureReading }
  | { ok: false; refusal: PictureRefusal }

const mostHidden = 20

type Quad = readonly [Point, Point, Point, Point]

/**
 * Reads pictures: lines of Latin and Chinese text, QR and bar codes; and parts of them that were made unreadable.
 * Pure: the same bytes give the same reading. It computes for some tenths of a second per picture in the calling
 * thread, so a server runs it in separate threads.
 */
export class PictureReader {
  private readonly codes: BarcodeReader
  private readonly text: TextReader | undefined

  private readonly networks: PictureNetworks | undefined

  private constructor(
    codes: BarcodeReader,
    text: TextReader | undefined,
    networks: PictureNetworks | undefined,
  ) {
    this.codes = codes
    this.text = text
    this.networks = networks
  }

  /** Loads zxing-wasm and onnxruntime-node, optional peers of this package; rejects where they lack. */
  static async open(parts: ReadingParts): Promise<PictureReader> {
    const text = parts.text && (await TextReader.open(parts.text))
    return new PictureReader(await BarcodeReader.open(parts.codes), text, parts.networks)
  }

  /** Reads the bytes of a file within the limits of `pictureLimits`; never throws because of their content. */
  async readPicture(bytes: Uint8Array): Promise<ReadOutcome> {
    const decoding = await decodeColours(bytes)
    if (!decoding.ok) return decoding
    return { ok: true, reading: await this.readColours(decoding.picture) }
  }

  private async readColours({ colours, width, height }: DecodedColours): Promise<PictureReading> {
    const scale = width / colours.width
    const boxOf = (box: Quad): number[][] =>
      box.map(([x, y]) => [rounded(x * scale), rounded(y * scale)])
    const codes = await this.codes.codesIn(colours)
    const lines = (await this.text?.linesIn(colours)) ?? []
    const logos = await this.networks?.logosIn(colours)
    // A code is made of blocks too.
    const hidden = mosaicsIn(colours).filter((patch) => !codes.some(({ box }) => holds(patch, box)))
    return {
      width,
      height,
      lines: lines.map(({ text, box, confidence, letters }) => ({
        text,
        box: boxOf(box),
        confidence: Math.round(confidence * 1000) / 1000,
        ...(letters && { letters }),
      })),
      codes: codes.map(({ box, ...code }) => ({ ...code, box: boxOf(box) })),
      ...(logos && {
        logos: logos.map(({ box, confidence, ...logo }) => ({
          ...logo,
          box: boxOf(box),
          confidence: Math.round(confidence * 1000) / 1000,
        })),
      }),
      ...(hidden.length > 0 && {
        hidden: hidden
          .slice(0, mostHidden)
          .map((patch) => ({ how: 'mosaic' as const, box: boxOf(cornersOf(patch)) })),
      }),
    }
  }
}

function holds({ left, top, width, height }: Patch, box: Quad): boolean {
  return box.some(([x, y]) => x >= left && x <= left + width && y >= top && y <= top + height)
}

function cornersOf({ left, top, width, height }: Patch): Quad {
  const [right, bottom] = [left + width, top + height]
  return [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
  ]
}

function rounded(points: number): number {
  return Math.round(points * 10) / 10
}
