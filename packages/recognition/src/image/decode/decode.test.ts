import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import sharp, { type Sharp } from 'sharp'
import { expect, test } from 'vitest'
import { numbersFrom, sceneOf } from '../../../test/images/scene.ts'
import type { GrayPicture } from '../model.ts'
import { decodePicture, pictureLimits, type DecodedPicture } from './decode.ts'

const scene = sceneOf(7, 120, 80)
const picture = (of: GrayPicture = scene): Sharp =>
  sharp(Buffer.from(of.data), {
    raw: { width: of.width, height: of.height, channels: 1 },
  }).toColourspace('srgb')

async function decoded(bytes: Uint8Array): Promise<DecodedPicture> {
  const result = await decodePicture(bytes)
  if (!result.ok) throw new Error(`refused: ${result.refusal.message}`)
  return result.picture
}

/** How far two pictures of one size are apart on average, of 255. */
function apart(one: GrayPicture, other: GrayPicture): number {
  expect([one.width, one.height]).toEqual([other.width, other.height])
  const sum = one.data.reduce((total, value, at) => total + Math.abs(value - other.data[at]!), 0)
  return sum / one.data.length
}

const written: [string, () => Sharp][] = [
  ['jpeg', () => picture().jpeg({ quality: 95 })],
  ['png', () => picture().png()],
  ['webp', () => picture().webp({ quality: 95 })],
  ['gif', () => picture().gif()],
  ['avif', () => picture().avif({ quality: 90, effort: 0 })],
  ['tiff', () => picture().tiff({ compression: 'lzw' })],
]

test.each(written)('reads %s by its bytes', async (format, write) => {
  const result = await decoded(await write().toBuffer())
  expect(result).toMatchObject({ format, width: 120, height: 80 })
  expect(apart(result.gray, scene)).toBeLessThan(4)
})

test.each([1, 2, 3, 4, 5, 6, 7, 8])(
  'turns a picture upright after EXIF %i',
  async (orientation) => {
    const stored = await picture().jpeg({ quality: 95 }).withMetadata({ orientation }).toBuffer()
    const upright = await sharp(stored).autoOrient().grayscale().raw().toBuffer()
    const turned = orientation > 4
    const { gray, width, height } = await decoded(stored)
    expect([width, height]).toEqual(turned ? [80, 120] : [120, 80])
    expect(apart(gray, { width, height, data: upright })).toBeLessThan(3)
  },
)

test.each<[string, () => Sharp]>([
  ['CMYK', () => picture().toColourspace('cmyk').jpeg({ quality: 95 })],
  ['CMYK in TIFF', () => picture().toColourspace('cmyk').tiff()],
  ['16 bits', () => picture().toColourspace('rgb16').png()],
  ['16 bits of gray', () => picture().toColourspace('grey16').png()],
  ['one channel', () => picture().toColourspace('b-w').png()],
  ['a palette', () => picture().png({ palette: true })],
  ['Lab', () => picture().toColourspace('lab').tiff()],
])('reads %s as the same picture', async (_name, write) => {
  const { gray } = await decoded(await write().toBuffer())
  expect(apart(gray, scene)).toBeLessThan(12)
})

test('transparent parts lie over white, also with 16 bits', async () => {
  const clear = { width: 20, height: 10, channels: 4, background: { r: 9, g: 9, b: 9, alpha: 0 } }
  const bytes = sharp({ create: clear as never })
  for (const file of [bytes.clone().png(), bytes.clone().toColourspace('rgb16').png()]) {
    const { gray } = await decoded(await file.toBuffer())
    expect(new Set(gray.data)).toEqual(new Set([255]))
  }
})

test('of an animation the first frame is read', async () => {
  const frames = Buffer.concat([Buffer.from(scene.data), Buffer.alloc(scene.data.length, 255)])
  const animation = sharp(frames, { raw: { width: 120, height: 160, channels: 1, pageHeight: 80 } })
  for (const file of [animation.clone().gif(), animation.clone().webp({ lossless: true })]) {
    const bytes = await file.toBuffer()
    expect((await sharp(bytes).metadata()).pages).toBe(2)
    const { gray, height } = await decoded(bytes)
    expect(height).toBe(80)
    expect(apart(gray, scene)).toBeLessThan(4)
  }
})

test('a large picture is handed out smaller, with its own size', async () => {
  const { gray, width, height } = await decoded(
    await picture(sceneOf(2, 2400, 1200))
      .jpeg()
      .toBuffer(),
  )
  expect([width, height, gray.width, gray.height]).toEqual([2400, 1200, 1024, 512])
})

test('luma is that of the colours, as PDQ weighs them', async () => {
  const colour = { width: 8, height: 8, channels: 3, background: { r: 250, g: 120, b: 30 } }
  const { gray } = await decoded(
    await sharp({ create: colour as never })
      .png()
      .toBuffer(),
  )
  expect(new Set(gray.data)).toEqual(new Set([Math.round(0.299 * 250 + 0.587 * 120 + 0.114 * 30)]))
})

test('truncated files are read as far as possible, as browsers show them', async () => {
  const large = sceneOf(4, 400, 400)
  const bytes = await picture(large).jpeg({ quality: 95 }).toBuffer()
  const { gray } = await decoded(bytes.subarray(0, bytes.length / 2))
  const upper = (of: GrayPicture): GrayPicture => ({
    width: 400,
    height: 120,
    data: of.data.subarray(0, 400 * 120),
  })
  expect(apart(upper(gray), upper(large))).toBeLessThan(4)
})

function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type, 'latin1'), data])
  const size = Buffer.alloc(4)
  size.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([size, named, sum])
}

/** A PNG that claims a size. */
function claimed(width: number, height: number): Buffer {
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width, 0)
  head.writeUInt32BE(height, 4)
  head.set([8, 0, 0, 0, 0], 8)
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1')
  return Buffer.concat([signature, chunk('IHDR', head), chunk('IDAT', Buffer.from([0x78, 0x9c]))])
}

const heic = Buffer.from('\0\0\0\x18ftypheic\0\0\0\0mif1heic\0\0\0\0', 'latin1')
const svg =
  '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'

test.each<[string, Uint8Array, string, string]>([
  ['no bytes', Buffer.alloc(0), 'empty', 'it is empty'],
  ['text', Buffer.from('WhatsApp me'), 'no-picture', 'its bytes are no picture'],
  ['SVG with a script', Buffer.from(svg), 'unread-format', 'it is SVG, which is not read'],
  [
    'HTML',
    Buffer.from('<!DOCTYPE html><p>'),
    'unread-format',
    'it is XML or HTML, which is not read',
  ],
  ['HEIC', heic, 'unread-format', 'it is HEIC, which is not read'],
  ['PDF', Buffer.from('%PDF-1.7'), 'unread-format', 'it is PDF, which is not read'],
  [
    'too many pixels',
    claimed(30_000, 30_000),
    'too-many-pixels',
    'it has 30000 × 30000 pixels, more than the 80 million that are read',
  ],
  [
    '100 MB',
    Buffer.alloc(100 * 1024 * 1024, '\xff\xd8\xff'),
    'too-many-bytes',
    'it has 100.0 MiB, more than the 32.0 MiB that are read',
  ],
  ['a beginning alone', Buffer.from('\xff\xd8\xff\xe0', 'latin1'), 'damaged', 'it is damaged'],
])('refuses %s and says why', async (_name, bytes, reason, message) => {
  expect(await decodePicture(bytes)).toEqual({ ok: false, refusal: { reason, message } })
})

test('a small file that unpacks to as much as is allowed is read', async () => {
  const bomb = await sharp({
    create: { width: 10_000, height: 7_900, channels: 3, background: '#777' },
  })
    .png()
    .toBuffer()
  expect(bomb.length).toBeLessThan(1_000_000)
  const { gray, width } = await decoded(bomb)
  expect([width, gray.width]).toEqual([10_000, 1024])
  expect(pictureLimits.pixels).toBeGreaterThanOrEqual(10_000 * 7_900)
})

test.each(written)('a damaged %s is read or refused, never thrown', async (_format, write) => {
  const bytes = await write().toBuffer()
  await fc.assert(
    fc.asyncProperty(
      fc.integer(),
      fc.integer({ min: 1, max: 40 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      async (seed, changes, keptShare) => {
        const number = numbersFrom(seed)
        const damaged = bytes
          .subarray(0, keptShare < 0.5 ? bytes.length : bytes.length * keptShare)
          .slice()
        for (let each = 0; each < changes; each++)
          damaged[Math.floor(number() ** 2 * damaged.length)] = number() * 256
        const result = await decodePicture(damaged)
        if (result.ok) {
          const { gray } = result.picture
          expect(gray.data).toHaveLength(gray.width * gray.height)
        } else expect(result.refusal.message).toMatch(/^(it|its) /)
      },
    ),
    { numRuns: 100 },
  )
})
