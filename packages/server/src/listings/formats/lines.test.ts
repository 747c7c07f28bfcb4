import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutLines, type ByteLine } from './lines.ts'

type Encoding = 'latin1' | 'utf16le' | 'utf16be'

function encode(text: string, encoding: Encoding): Buffer {
  if (encoding === 'utf16be') return Buffer.from(text, 'utf16le').swap16()
  return Buffer.from(text, encoding)
}

async function cut(bytes: Buffer, size: number, end: Buffer): Promise<ByteLine[]> {
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
  }
  const lines: ByteLine[] = []
  for await (const line of cutLines(pieces(), { end, maxBytes: 100 })) lines.push(line)
  return lines
}

test('lines are those of the text with their numbers, however the bytes arrive and however many are blank', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('a', '\u0a00', ' ', '\t', '\r', '\n', '\n\n\n'), { maxLength: 60 }),
      fc.constantFrom<Encoding>('latin1', 'utf16le', 'utf16be'),
      fc.integer({ min: 1, max: 50 }),
      async (signs, encoding, size) => {
        const written = signs.join('').replaceAll('\u0a00', encoding === 'latin1' ? 'b' : '\u0a00')
        const found = await cut(encode(written, encoding), size, encode('\n', encoding))
        expect(Buffer.concat(found.map(({ bytes }) => bytes!))).toEqual(encode(written, encoding))
        const expected = written
          .split('\n')
          .map((text, at) => ({ text: encode(text, encoding).toString('hex'), line: at + 1 }))
          .filter((_, at) => written.split('\n')[at]!.trim() !== '')
        const end = encode('\n', encoding).toString('hex')
        const isBlank = (bytes: Buffer): boolean =>
          new TextDecoder(encoding === 'latin1' ? 'latin1' : encoding.replace('utf16', 'utf-16'))
            .decode(bytes)
            .trim() === ''
        const lines = found
          .filter(({ bytes }) => !isBlank(bytes!))
          .map(({ bytes, line }) => {
            const text = bytes!.toString('hex')
            return { text: text.endsWith(end) ? text.slice(0, -end.length) : text, line }
          })
        expect(lines).toEqual(expected)
      },
    ),
  )
})

test.each(['\n', ' \r\n', '\t\n'])('blank lines of %j in a row come together', async (line) => {
  const lines = await cut(Buffer.from(`${line.repeat(50_000)}x`), 64 * 1024, Buffer.from('\n'))
  expect(lines.length).toBeLessThan(12_000)
  expect(lines.at(-1)).toMatchObject({ line: 50_001 })
})
