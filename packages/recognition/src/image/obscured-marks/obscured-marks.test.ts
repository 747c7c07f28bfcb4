import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { beforeAll, describe, expect, test } from 'vitest'
import { decodeColours, decodePicture } from '../decode/index.ts'
import { describePicture } from '../matching/description.ts'
import { PictureMatcher } from '../matching/matcher.ts'
import { Vocabulary } from '../visual-vocabulary/feature-words.ts'
import { obscuredLines, type ObscuredLine } from './obscured-lines.ts'
import { mosaicsIn, type Patch } from './mosaic.ts'

const words = join(import.meta.dirname, '../../../visual-vocabulary/visual-vocabulary.bin')
const vocabulary = new Vocabulary(readFileSync(words))
const [width, height] = [640, 480]
/** The position of the name. */
const mark = { left: 220, top: 200, width: 200, height: 44 }
const box = [
  [mark.left, mark.top],
  [mark.left + mark.width, mark.top],
  [mark.left + mark.width, mark.top + mark.height],
  [mark.left, mark.top + mark.height],
]

let photo: Buffer
let plain: Buffer

/** A picture full of shapes. */
async function busy(seed: number): Promise<Buffer> {
  let state = seed
  const next = (most: number): number => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return (state / 2 ** 32) * most
  }
  const shapes = Array.from({ length: 160 }, () => {
    const [x, y, size] = [next(width), next(height), 8 + next(50)]
    const colour = `rgb(${[next(255), next(255), next(255)].map(Math.round).join()})`
    return `<rect x="${x}" y="${y}" width="${size}" height="${size * (0.4 + next(1))}" fill="${colour}" transform="rotate(${next(180)} ${x} ${y})"/>`
  })
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="${width}" height="${height}" fill="#988"/>${shapes.join('')}</svg>`
  return sharp(Buffer.from(svg)).flatten().png().toBuffer()
}

/** A photograph with a name on a plain label. */
beforeAll(async () => {
  plain = await busy(7)
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect x="180" y="170" width="280" height="110" fill="#eee"/><text x="222" y="236" font-size="40" font-weight="bold" textLength="196" font-family="DejaVu Sans" fill="#222">VELMORAQ</text></svg>`
  photo = await sharp(plain)
    .composite([{ input: Buffer.from(svg) }])
    .png()
    .toBuffer()
})

const wider = { left: 214, top: 194, width: 212, height: 56 }
const part = () => sharp(photo).extract(wider)
async function mosaicOf(bytes: Buffer, block: number, to: typeof wider): Promise<Buffer> {
  const coarse = await sharp(bytes)
    .extract(to)
    .resize(Math.round(to.width / block), Math.round(to.height / block), { fit: 'fill' })
    .png()
    .toBuffer()
  return sharp(coarse)
    .resize(to.width, to.height, { kernel: 'nearest', fit: 'fill' })
    .png()
    .toBuffer()
}
const covers: Record<string, () => Promise<Buffer>> = {
  sticker: () =>
    sharp({ create: { ...wider, channels: 3, background: '#c22' } })
      .png()
      .toBuffer(),
  'a round face': () =>
    sharp(
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="212" height="56"><ellipse cx="106" cy="28" rx="106" ry="28" fill="#fc3"/><circle cx="70" cy="20" r="6"/><circle cx="140" cy="20" r="6"/></svg>`,
      ),
    )
      .png()
      .toBuffer(),
  blur: () => part().blur(14).png().toBuffer(),
  blocks: () => mosaicOf(photo, 16, wider),
  smear: async () =>
    sharp(await part().resize(3, 12, { fit: 'fill' }).png().toBuffer())
      .resize(wider.width, wider.height, { fit: 'fill' })
      .png()
      .toBuffer(),
}
const edits: Record<string, (bytes: Buffer) => Promise<Buffer>> = {
  saved: (bytes) => sharp(bytes).jpeg({ quality: 60 }).toBuffer(),
  'mirrored and cropped': (bytes) =>
    sharp(bytes)
      .extract({ left: 60, top: 40, width: 520, height: 400 })
      .flop()
      .jpeg({ quality: 80 })
      .toBuffer(),
  'turned and shrunk': async (bytes) =>
    sharp(await sharp(bytes).rotate(5, { background: '#fff' }).png().toBuffer())
      .resize(480)
      .jpeg({ quality: 75 })
      .toBuffer(),
  'blurred all over': (bytes) => sharp(bytes).blur(2).jpeg({ quality: 80 }).toBuffer(),
  recoloured: (bytes) => sharp(bytes).linear(0.8, 30).jpeg({ quality: 80 }).toBuffer(),
}

async function decoded(bytes: Buffer) {
  const decoding = await decodePicture(bytes)
  if (!decoding.ok) throw new Error(decoding.refusal.message)
  return decoding.picture
}

async function hiddenIn(bytes: Buffer): Promise<ObscuredLine[]> {
  const [query, reference] = [await decoded(bytes), await decoded(photo)]
  const matcher = new PictureMatcher(vocabulary)
  matcher.add('photo', describePicture(reference))
  const [match] = matcher.match(describePicture(query))
  if (match === undefined || match.score < 0.8) throw new Error('it was not found')
  return obscuredLines(query, reference, match, [{ text: 'VELMORAQ', box }])
}

const covered = async (cover: string): Promise<Buffer> => {
  const input = await covers[cover]!()
  return sharp(photo)
    .composite([{ input, ...wider }])
    .png()
    .toBuffer()
}

describe('a name on a reference', () => {
  test.each(Object.keys(edits))('is not hidden in a copy that is %s', async (edit) => {
    expect(await hiddenIn(await edits[edit]!(photo))).toEqual([])
  })

  test.each(Object.keys(covers))(
    'is hidden by %s, also where the copy was edited',
    async (cover) => {
      for (const edit of ['saved', 'mirrored and cropped', 'turned and shrunk'] as const) {
        const lines = await hiddenIn(await edits[edit]!(await covered(cover)))
        expect(lines, edit).toHaveLength(1)
        expect(['covered', 'blurred']).toContain(lines[0]?.how)
      }
    },
  )

  test('is hidden at its expected position', async () => {
    const [line] = await hiddenIn(await edits['saved']!(await covered('sticker')))
    expect(line?.how).toBe('covered')
    line?.box.forEach(([x, y], corner) => {
      expect(Math.abs(x - (box[corner]?.[0] ?? 0))).toBeLessThan(5)
      expect(Math.abs(y - (box[corner]?.[1] ?? 0))).toBeLessThan(5)
    })
  })

  test('that lies outside a copy, or is too small to be read in it, is not hidden', async () => {
    const above = await sharp(photo)
      .extract({ left: 0, top: 0, width, height: 180 })
      .jpeg()
      .toBuffer()
    expect(await hiddenIn(above)).toEqual([])
    const small = await sharp(await covered('sticker'))
      .resize(100)
      .jpeg({ quality: 90 })
      .toBuffer()
    expect(await hiddenIn(small)).toEqual([])
  })
})

async function mosaics(bytes: Buffer): Promise<Patch[]> {
  const decoding = await decodeColours(bytes)
  if (!decoding.ok) throw new Error(decoding.refusal.message)
  return mosaicsIn(decoding.picture.colours)
}

describe('blocks that hide a part of a picture', () => {
  const hidden = { left: 240, top: 120, width: 160, height: 160 }

  test.each([8, 12, 16, 24])('of %i points are found with their place', async (block) => {
    const input = await mosaicOf(plain, block, hidden)
    const bytes = await sharp(plain)
      .composite([{ input, ...hidden }])
      .jpeg({ quality: 80 })
      .toBuffer()
    const [patch] = await mosaics(bytes)
    expect(patch).toBeDefined()
    const { left = 0, top = 0, width: wide = 0, height: high = 0 } = patch ?? {}
    expect(left).toBeGreaterThan(hidden.left - 64)
    expect(top).toBeGreaterThan(hidden.top - 64)
    expect(left + wide).toBeLessThan(hidden.left + hidden.width + 64)
    expect(top + high).toBeLessThan(hidden.top + hidden.height + 64)
  })

  const drawn = (inner: string): Promise<Buffer> =>
    sharp(
      Buffer.from(
        `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="480"><rect width="640" height="480" fill="#ddd"/>${inner}</svg>`,
      ),
    )
      .jpeg({ quality: 80 })
      .toBuffer()
  const grid = (of: (x: number, y: number) => string): string =>
    Array.from({ length: 400 }, (_, at) => {
      const [x, y] = [at % 20, Math.floor(at / 20)]
      return `<rect x="${160 + x * 12}" y="${100 + y * 12}" width="12" height="12" fill="${of(x, y)}"/>`
    }).join('')

  test.each<[string, () => Promise<Buffer>]>([
    ['a photograph', async () => plain],
    ['a chequered cloth', () => drawn(grid((x, y) => ((x + y) % 2 === 0 ? '#222' : '#fff')))],
    ['stripes', () => drawn(grid((x) => `hsl(${x * 37},60%,50%)`))],
    [
      'corners of a shirt',
      () => drawn('<path d="M120 60h400v360h-60v-260h-280v260h-60z" fill="#113"/>'),
    ],
  ])('are not seen in %s', async (_what, draw) => {
    expect(await mosaics(await draw())).toEqual([])
  })
})
