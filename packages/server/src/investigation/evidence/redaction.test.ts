import fc from 'fast-check'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { blackOut, replaceFields, replacement, type RedactedArea } from './redaction.ts'

const [width, height] = [60, 40]

/** A picture without two equal adjacent pixels. */
async function noisy(format: 'png' | 'webp' = 'png'): Promise<Buffer> {
  const data = Buffer.alloc(width * height * 3)
  for (let at = 0; at < data.length; at++) data[at] = 40 + ((at * 7919) % 200)
  const picture = sharp(data, { raw: { width, height, channels: 3 } })
  return format === 'png' ? picture.png().toBuffer() : picture.webp({ lossless: true }).toBuffer()
}
const pointsOf = (bytes: Buffer): Promise<Buffer> => sharp(bytes).ensureAlpha().raw().toBuffer()

const part = fc.record({
  x: fc.nat(width - 1),
  y: fc.nat(height - 1),
  width: fc.integer({ min: 1, max: 90 }),
  height: fc.integer({ min: 1, max: 90 }),
})
const inside = (x: number, y: number, one: RedactedArea): boolean =>
  x >= one.x && y >= one.y && x < one.x + one.width && y < one.y + one.height

test('every pixel of the parts is black, and every other is unchanged', async () => {
  const picture = await noisy()
  const before = await pointsOf(picture)
  await fc.assert(
    fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 4 }), async (parts) => {
      const { bytes, mediatype } = await blackOut(picture, 'image/png', parts)
      const after = await pointsOf(bytes)
      expect([mediatype, after.length]).toEqual(['image/png', before.length])
      for (let y = 0; y < height; y++) {
        for (let x = 0; x < width; x++) {
          const at = (y * width + x) * 4
          const hidden = parts.some((one) => inside(x, y, one))
          const expected = hidden ? 0x000000ff : before.readUInt32BE(at)
          if (after.readUInt32BE(at) !== expected) throw new Error(`${x}, ${y} is another point`)
        }
      }
    }),
    { numRuns: 25 },
  )
})

test('nothing else of the file is kept', async () => {
  const secret = 'Jalan Rahasia 3'
  const marked = await sharp(await noisy('webp'))
    .withExif({ IFD0: { ImageDescription: secret } })
    .png()
    .toBuffer()
  expect(marked.toString('latin1')).toContain(secret)
  const parts = [{ x: 0, y: 0, width: 5, height: 5 }]
  const { bytes, how } = await blackOut(marked, 'image/png', parts)
  expect(bytes.toString('latin1')).not.toContain(secret)
  expect(await sharp(bytes).metadata()).not.toHaveProperty('exif')
  expect(how).toBe('1 area painted over, in pixels from the left and the top: 5 × 5 at 0, 0.')
})

test('a part outside the picture, and a file that is no picture, are refused', async () => {
  const picture = await noisy()
  const outside = [{ x: width, y: 0, width: 5, height: 5 }]
  await expect(blackOut(picture, 'image/png', outside)).rejects.toThrow(/60 by 40 pixels/)
  const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')
  await expect(blackOut(svg, 'image/svg+xml', outside)).rejects.toThrow(/PNG, JPEG/)
})

test('fields are replaced by their pointers, and nothing else is', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ minLength: 1 }), fc.jsonValue(), { minKeys: 1 }),
      fc.nat(),
      (document, pick) => {
        const names = Object.keys(document)
        const name = names[pick % names.length]!
        const pointer = `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
        const bytes = Buffer.from(JSON.stringify(document))
        const redacted = replaceFields(bytes, 'application/json', [pointer])
        const expected = JSON.parse(JSON.stringify(document)) as Record<string, unknown>
        Object.defineProperty(expected, name, { value: replacement, enumerable: true })
        expect(JSON.parse(redacted.bytes.toString())).toEqual(expected)
      },
    ),
  )
  const deep = Buffer.from(
    JSON.stringify({ pages: [{ url: 'https://a.example/ayu' }], operator: 'D' }),
  )
  const { bytes, how } = replaceFields(deep, 'application/json', ['/pages/0/url', '/operator'])
  expect(JSON.parse(bytes.toString())).toEqual({
    pages: [{ url: replacement }],
    operator: replacement,
  })
  expect(how).toBe('2 fields replaced by “[redacted]”: /pages/0/url, /operator.')
})

test.each(['/none', '/pages/1/url', '/pages/length', '/__proto__', '/pages/-', ''])(
  'a missing field is reported: %s',
  (pointer) => {
    const bytes = Buffer.from(JSON.stringify({ pages: [{}] }))
    expect(() => replaceFields(bytes, 'application/json', [pointer])).toThrow(/has no field/)
  },
)
