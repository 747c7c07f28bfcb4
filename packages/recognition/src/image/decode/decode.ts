import sharp, { type Metadata } from 'sharp'
import type { ColourPicture, GrayPicture } from '../model.ts'
import { formatOf, readFormats, type ReadFormat } from './format.ts'
import { coloursOf, lumaOf } from './luma.ts'

/** How much of a picture is read at most; more is refused before any of it is unpacked. */
export const pictureLimits = {
  bytes: 32 * 1024 * 1024,
  /** Width times height: the largest default of phone cameras. */
  pixels: 80_000_000,
  /** Maximum seconds for decoding. */
  seconds: 10,
} as const

/** Comparison needs no more; a picture that is larger on its longer side is returned at this size. */
const longestSide = 1024
/** Small print and codes need more. */
const longestSideRead = 2048

export interface DecodedPicture {
  gray: GrayPicture
  format: ReadFormat
  /** The size of the picture itself, upright. */
  width: number
  height: number
}

export interface PictureRefusal {
  reason:
    | 'empty'
    | 'no-picture'
    | 'unread-format'
    | 'too-many-bytes'
    | 'too-many-pixels'
    | 'damaged'
    | 'too-slow'
  /** A plain clause about the file: "it is empty". */
  message: string
}

export interface DecodedColours {
  colours: ColourPicture
  format: ReadFormat
  /** The size of the picture itself, upright. */
  width: number
  height: number
}

type Refused = { ok: false; refusal: PictureRefusal }

export type Decoding = { ok: true; picture: DecodedPicture } | Refused
type ColourDecoding = { ok: true; picture: DecodedColours } | Refused

/**
 * Decodes a picture from the bytes of a file, identified by its first bytes and not by a name: upright after EXIF,
 * the first frame of several, transparent parts over white, any depth and colour space as 8-bit luma. Truncated or
 * damaged files are decoded as far as possible, as browsers show them. Never throws because of the bytes' content.
 */
export async function decodePicture(bytes: Uint8Array): Promise<Decoding> {
  const unpacked = await unpackWithin(bytes, longestSide)
  if (!unpacked.ok) return unpacked
  const { data, channels, stored, format, whole } = unpacked
  return {
    ok: true,
    picture: { gray: { ...stored, data: lumaOf(data, channels) }, format, ...whole },
  }
}

/** Like `decodePicture`, in colours and at up to 2,048 pixels a side, for reading small print. */
export async function decodeColours(bytes: Uint8Array): Promise<ColourDecoding> {
  const unpacked = await unpackWithin(bytes, longestSideRead)
  if (!unpacked.ok) return unpacked
  const { data, channels, stored, format, whole } = unpacked
  const colours = { ...stored, data: coloursOf(data, channels) }
  return { ok: true, picture: { colours, format, ...whole } }
}

type Size = { width: number; height: number }
type Unpacking =
  | {
      ok: true
      data: Uint8Array
      channels: number
      /** The size that `data` has. */
      stored: Size
      whole: Size
      format: ReadFormat
    }
  | Refused

async function unpackWithin(bytes: Uint8Array, longest: number): Promise<Unpacking> {
  if (bytes.length === 0) return refuse('empty', 'it is empty')
  if (bytes.length > pictureLimits.bytes) return tooManyBytes(bytes.length)
  const format = formatOf(bytes)
  if (format === undefined) return refuse('no-picture', 'its bytes are no picture')
  if ('refused' in format)
    return refuse('unread-format', `it is ${format.refused}, which is not read`)
  try {
    return await unpack(bytes, format.read, longest)
  } catch (error) {
    return explain(error)
  }
}

/** For a file that is refused by its size alone. */
export function tooManyBytes(bytes: number): Refused {
  const [size, most] = [bytes, pictureLimits.bytes].map((byteCount) =>
    (byteCount / 1024 / 1024).toFixed(1),
  )
  return refuse('too-many-bytes', `it has ${size} MiB, more than the ${most} MiB that are read`)
}

async function unpack(bytes: Uint8Array, format: ReadFormat, longest: number): Promise<Unpacking> {
  const options = { failOn: 'none', limitInputPixels: false } as const
  const metadata = await sharp(bytes, options).metadata()
  const detected =
    metadata.format === 'heif' && metadata.compression === 'av1' ? 'avif' : metadata.format
  if (detected !== format)
    return refuse('damaged', `it begins as ${readFormats[format]} but cannot be read as that`)
  const { width, height } = metadata.autoOrient
  if (width * height > pictureLimits.pixels) return tooManyPixels(metadata)
  const { data, info } = await sharp(bytes, options)
    .timeout({ seconds: pictureLimits.seconds })
    .autoOrient()
    .resize({
      width: longest,
      height: longest,
      fit: 'inside',
      withoutEnlargement: true,
      kernel: 'linear',
    })
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true })
  const stored = { width: info.width, height: info.height }
  return { ok: true, data, channels: info.channels, stored, whole: { width, height }, format }
}

function tooManyPixels({ autoOrient: { width, height } }: Metadata): Refused {
  const most = pictureLimits.pixels / 1_000_000
  const message = `it has ${width} × ${height} pixels, more than the ${most} million that are read`
  return refuse('too-many-pixels', message)
}

function explain(error: unknown): Refused {
  const words = error instanceof Error ? error.message : String(error)
  if (/timeout/i.test(words))
    return refuse('too-slow', `it took more than ${pictureLimits.seconds} seconds to unpack`)
  return refuse('damaged', 'it is damaged')
}

function refuse(reason: PictureRefusal['reason'], message: string): Refused {
  return { ok: false, refusal: { reason, message } }
}
