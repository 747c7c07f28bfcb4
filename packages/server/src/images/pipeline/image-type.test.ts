import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pngOf } from '../../../test/image-host.ts'
import { detectImage } from './image-type.ts'

const bytes = (...parts: (string | number[])[]): Buffer =>
  Buffer.concat(
    parts.map((part) =>
      typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part),
    ),
  )

const jpeg = bytes(
  [0xff, 0xd8, 0xff, 0xe0, 0x00, 0x04, 0x00, 0x00],
  [0xff, 0xff, 0xc2, 0x00, 0x0b, 0x08, 0x01, 0x2c, 0x00, 0xc8, 0x01, 0x01, 0x11, 0x00],
)
const avif = bytes(
  [0, 0, 0, 24],
  'ftypavif',
  [0, 0, 0, 0],
  'avifmif1',
  [0, 0, 0, 20],
  'ispe',
  [0, 0, 0, 0, 0, 0, 0, 9, 0, 0, 0, 7],
  Buffer.alloc(16).toString('latin1'),
)

test.each([
  ['a PNG', pngOf(40, 30), { type: 'image/png', width: 40, height: 30 }],
  ['a GIF', bytes('GIF89a', [5, 0, 3, 0, 0, 0, 0]), { type: 'image/gif', width: 5, height: 3 }],
  ['a progressive JPEG', jpeg, { type: 'image/jpeg', width: 200, height: 300 }],
  [
    'a lossy WebP',
    bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8 ', Array(10).fill(0) as number[], [16, 0, 9, 0]),
    { type: 'image/webp', width: 16, height: 9 },
  ],
  [
    'a lossless WebP',
    bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8L', [0, 0, 0, 0, 0x2f, 0x0f, 0x00, 0x02, 0x00]),
    { type: 'image/webp', width: 16, height: 9 },
  ],
  [
    'an extended WebP',
    bytes('RIFF', [0, 0, 0, 0], 'WEBPVP8X', Array(8).fill(0) as number[], [15, 0, 0, 8, 0, 0]),
    { type: 'image/webp', width: 16, height: 9 },
  ],
  ['an AVIF', avif, { type: 'image/avif', width: 9, height: 7 }],
])('%s says what it is and how large', (_what, picture, kind) => {
  expect(detectImage(picture)).toEqual(kind)
})

test.each([
  ['nothing', ''],
  ['a drawing', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
  ['a page', '<!doctype html><p>GIF89a'],
  ['a PDF', '%PDF-1.7\n'],
  ['a PNG that ends before its size', '\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0'],
  ['a JPEG that shows itself without a frame', '\xff\xd8\xff\xda\0\x08\0\0\0\0\0\0'],
])('%s is no picture', (_what, content) => {
  expect(detectImage(bytes(content))).toBeUndefined()
})

test('no bytes at all make it fail or run on', () => {
  const starts = [
    '\xff\xd8',
    '\x89PNG\r\n\x1a\n',
    'GIF89a',
    'RIFF\0\0\0\0WEBPVP8',
    '\0\0\0\x18ftypavif',
  ]
  fc.assert(
    fc.property(
      fc.constantFrom('', ...starts),
      fc.uint8Array({ maxLength: 400 }),
      (start, rest) => {
        const kind = detectImage(Buffer.concat([bytes(start), rest]))
        if (kind !== undefined) expect(kind.width * kind.height).toBeGreaterThanOrEqual(0)
      },
    ),
  )
})
