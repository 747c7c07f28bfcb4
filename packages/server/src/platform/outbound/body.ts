import type { Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'
import { unpackStream } from '../unpacking/index.ts'
import { Refused } from './refusal.ts'

export type BodyLimits = {
  /** Bytes of the page, packed and unpacked alike. */
  bytes: number
  /** Maximum unpacked bytes per packed byte, checked from 1 MiB on. */
  ratio: number
}

const ratioFloor = 1024 * 1024

/** Reads a body under its limits and unpacks it as it comes. Destroys the stream where it stops. */
export async function readBody(
  body: Readable,
  encoding: string,
  limits: BodyLimits,
): Promise<Buffer> {
  const pieces: Uint8Array[] = []
  for await (const piece of unpackedBody(body, encoding, limits)) pieces.push(piece)
  return Buffer.concat(pieces)
}

/** The same, piece by piece; `onReceived` is called with the packed bytes of each piece that came. */
export async function* unpackedBody(
  body: Readable,
  encoding: string,
  limits: BodyLimits,
  onReceived: (bytes: number) => void = () => undefined,
): AsyncGenerator<Uint8Array, void> {
  let packed = 0
  const counted = async function* (): AsyncGenerator<Buffer> {
    for await (const chunk of body as AsyncIterable<Buffer>) {
      packed += chunk.length
      onReceived(chunk.length)
      if (packed > limits.bytes) throw tooLarge(limits.bytes)
      yield chunk
    }
  }
  let size = 0
  let unpacker: Transform | undefined
  try {
    unpacker = unpackerOf(encoding)
    const plain =
      unpacker === undefined ? counted() : unpackStream(counted(), unpacker, { bite, damaged })
    for await (const piece of plain) {
      size += piece.length
      if (size > ratioFloor && size > packed * limits.ratio) throw bomb(limits.ratio)
      if (size > limits.bytes) throw tooLarge(limits.bytes)
      yield piece
    }
  } finally {
    unpacker?.destroy()
    body.destroy()
  }
}

// One bite at a time, so that never more is unpacked than one bite can hold.
const bite = 4 * 1024

function damaged({ message }: Error): Refused {
  const sentence = `The page’s compressed data is damaged (${message}). Try again later.`
  return new Refused('damaged', sentence, true)
}

function unpackerOf(encoding: string): Transform | undefined {
  switch (encoding.trim().toLowerCase()) {
    case '':
    case 'identity':
      return undefined
    case 'gzip':
    case 'x-gzip':
      return createGunzip()
    case 'deflate':
      return createInflate()
    case 'br':
      return createBrotliDecompress()
    default:
      throw new Refused(
        'content-encoding',
        `The page uses an unsupported compression (${encoding.slice(0, 40)}). Save it in a browser and upload the file.`,
      )
  }
}

export function tooLarge(bytes: number): Refused {
  const mebibytes = Number((bytes / 1024 / 1024).toFixed(2))
  return new Refused(
    'too-large',
    `The page is larger than ${mebibytes} MiB. Save it in a browser without pictures and upload the file.`,
  )
}

function bomb(ratio: number): Refused {
  return new Refused(
    'bomb',
    `The page decompresses to more than ${ratio} times its size, like an archive made to fill memory.`,
  )
}
