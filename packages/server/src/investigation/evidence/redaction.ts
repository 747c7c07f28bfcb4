import { writeStoredSentence } from '@touchstone/contract'
import sharp from 'sharp'
import { AppError, type ErrorCode } from '../../platform/errors/index.ts'

export type RedactedArea = { x: number; y: number; width: number; height: number }

/** Result of a redaction: the new item's bytes, and how they were made. */
export type RedactionResult = {
  bytes: Buffer
  mediatype: string
  ending: string
  /** Suffix of the title. */
  short: string
  /** A sentence for the index, the report and the chain of custody. */
  how: string
}

const pictures: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/avif',
])
const mostPoints = 40_000_000

/**
 * Paints parts of a picture black in its pixels, so that nothing remains beneath. Re-encoded as PNG, so that nothing
 * else of the old file is kept: no preview, location or comment.
 */
export async function blackOut(
  bytes: Uint8Array,
  mediatype: string,
  parts: readonly RedactedArea[],
): Promise<RedactionResult> {
  if (!pictures.has(mediatype)) {
    throw badInput(
      'redaction-format-unsupported',
      'only PNG, JPEG, WebP and AVIF pictures can be painted over',
    )
  }
  const { data, info } = await sharp(bytes, { limitInputPixels: mostPoints })
    .rotate()
    .toColourspace('srgb')
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { width, height } = info
  for (const [at, part] of parts.entries()) {
    const [right, bottom] = [
      Math.min(part.x + part.width, width),
      Math.min(part.y + part.height, height),
    ]
    if (part.x >= right || part.y >= bottom) {
      throw badInput(
        'redaction-outside-image',
        `this area lies outside the picture, which is ${width} by ${height} pixels`,
        `/regions/${at}`,
      )
    }
    for (let y = part.y; y < bottom; y++) {
      for (let x = part.x; x < right; x++) data.writeUInt32BE(0x000000ff, (y * width + x) * 4)
    }
  }
  const painted = await sharp(data, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer()
  const places = parts.map(({ x, y, width: w, height: h }) => `${w} × ${h} at ${x}, ${y}`)
  return {
    bytes: painted,
    mediatype: 'image/png',
    ending: 'png',
    short: `${counted(parts.length, 'area')} painted over`,
    how: howPainted(places),
  }
}

export const replacement = '[redacted]'

/** Replaces fields of a JSON document, each named by a JSON Pointer (RFC 6901). */
export function replaceFields(
  bytes: Uint8Array,
  mediatype: string,
  fields: readonly string[],
): RedactionResult {
  if (mediatype !== 'application/json') {
    throw badInput(
      'redaction-format-unsupported',
      'fields can be replaced in application/json items only',
    )
  }
  const document: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'))
  for (const [at, pointer] of fields.entries()) {
    if (!replaceAt(document, pointer)) {
      throw badInput('redaction-field-unknown', `the item has no field ${pointer}`, `/fields/${at}`)
    }
  }
  return {
    bytes: Buffer.from(`${JSON.stringify(document, null, 2)}\n`),
    mediatype: 'application/json',
    ending: 'json',
    short: `${counted(fields.length, 'field')} replaced`,
    how: howReplaced(fields),
  }
}

function replaceAt(document: unknown, pointer: string): boolean {
  const names = pointer
    .split('/')
    .slice(1)
    .map((name) => name.replaceAll('~1', '/').replaceAll('~0', '~'))
  const last = names.pop()
  if (last === undefined) return false
  let inside = document
  for (const name of names) inside = fieldOf(inside, name)
  if (fieldOf(inside, last) === undefined) return false
  const parent = inside as Record<string, unknown>
  parent[last] = replacement
  return true
}

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined
  if (Array.isArray(value) && !/^(0|[1-9]\d*)$/.test(name)) return undefined
  return Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined
}

function howPainted(list: readonly string[]): string {
  const places = list.join('; ')
  return list.length === 1
    ? writeStoredSentence('redaction.area', { places })
    : writeStoredSentence('redaction.areas', { count: list.length, places })
}

function howReplaced(list: readonly string[]): string {
  const fields = list.join(', ')
  return list.length === 1
    ? writeStoredSentence('redaction.field', { fields })
    : writeStoredSentence('redaction.fields', { count: list.length, fields })
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

function badInput(code: ErrorCode, message: string, pointer = '/item'): AppError {
  return new AppError({ code, message, pointer })
}
