import type { PictureReading } from '#contract'
import { CodeReader } from '../codes/read-codes.ts'
import { decodeColours, type DecodedColours, type PictureRefusal } from '../decode/index.ts'
import type { Point } from '../model.ts'
import { TextReader, type TextModels } from '../ocr/read-text.ts'

/** What a picture is read with: the caller brings the bytes, since this package reads no files. */
export interface ReadingParts {
  /** zxing-wasm's `reader/zxing_reader.wasm`. */
  codes: Uint8Array
  /** Without them codes alone are read. */
  text?: TextModels
}

export type ReadOutcome =
  { ok: true; reading: PictureReading } | { ok: false; refusal: PictureRefusal }

type Quad = readonly [Point, Point, Point, Point]

/**
 * Reads what is written in pictures: lines of Latin and Chinese text, QR and bar codes. Pure: the same
 * bytes give the same reading. It computes for some tenths of a second a picture in the thread that
 * calls it, so that a server gives it threads of its own.
 */
export class PictureReader {
  private readonly codes: CodeReader
  private readonly text: TextReader | undefined

  private constructor(codes: CodeReader, text: TextReader | undefined) {
    this.codes = codes
    this.text = text
  }

  /** Loads zxing-wasm and onnxruntime-node, optional peers of this package; rejects where they lack. */
  static async open(parts: ReadingParts): Promise<PictureReader> {
    const text = parts.text && (await TextReader.open(parts.text))
    return new PictureReader(await CodeReader.open(parts.codes), text)
  }

  /** Reads the bytes of a file within the limits of `pictureLimits`; never throws for what they hold. */
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
    return {
      ...{ width, height },
      lines: lines.map(({ text, box, confidence }) => ({
        ...{ text, box: boxOf(box), confidence: Math.round(confidence * 1000) / 1000 },
      })),
      codes: codes.map(({ format, text, box }) => ({ format, text, box: boxOf(box) })),
    }
  }
}

function rounded(points: number): number {
  return Math.round(points * 10) / 10
}
