import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutBlocks, type Block } from './blocks.ts'

async function* inChunks(bytes: Uint8Array, sizes: readonly number[]): AsyncGenerator<Uint8Array> {
  let at = 0
  for (let turn = 0; at < bytes.length; turn++) {
    const size = sizes[turn % sizes.length] ?? 1
    yield bytes.subarray(at, at + size)
    at += size
  }
}

async function gather(blocks: AsyncIterable<Block>): Promise<Map<number, string>> {
  const lines = new Map<number, string>()
  for await (const block of blocks) {
    if (block.kind === 'oversize') lines.set(block.line, '(oversize)')
    else {
      const text = Buffer.from(block.bytes).toString('utf8').replace(/\n$/, '')
      for (const [at, line] of text.split('\n').entries()) lines.set(block.firstLine + at, line)
    }
  }
  return lines
}

const text = fc
  .array(fc.oneof(fc.constant('\n'), fc.string({ unit: 'grapheme', maxLength: 12 })), {
    maxLength: 40,
  })
  .map((parts) => parts.join(''))
const sizes = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 })

test('blocks contain the same lines with the same numbers as a split of the whole text', async () => {
  await fc.assert(
    fc.asyncProperty(text, sizes, fc.integer({ min: 1, max: 30 }), async (whole, cuts, size) => {
      const chunks = inChunks(Buffer.from(whole), cuts)
      const lines = await gather(cutBlocks(chunks, { blockBytes: size, maxLineBytes: 1000 }))
      const expected = whole.replace(/^\ufeff/, '').split('\n')
      if (expected.at(-1) === '') expected.pop()
      expect([...lines]).toEqual(expected.map((line, at) => [at + 1, line]))
    }),
  )
})

test('a line that is too long is reported with its number, and the lines around it keep theirs', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(3, 5, 200, 333), { minLength: 1, maxLength: 20 }),
      sizes,
      fc.boolean(),
      async (lengths, cuts, endsOpen) => {
        const whole =
          lengths.map((length) => 'x'.repeat(length)).join('\n') + (endsOpen ? '' : '\n')
        const chunks = inChunks(Buffer.from(whole), cuts)
        const lines = await gather(cutBlocks(chunks, { blockBytes: 16, maxLineBytes: 50 }))
        const expected = lengths.map((length) => (length > 50 ? '(oversize)' : 'x'.repeat(length)))
        expect([...lines]).toEqual(expected.map((line, at) => [at + 1, line]))
      },
    ),
  )
})

test('blocks arrive in the order of their lines and own their memory', async () => {
  const chunks = inChunks(Buffer.from('a\nb\nc\nd\n'), [3])
  let line = 1
  for await (const block of cutBlocks(chunks, { blockBytes: 1 })) {
    if (block.kind !== 'lines') throw new Error('no line is too long here')
    expect(block.firstLine).toBe(line)
    expect(block.bytes.buffer.byteLength).toBe(block.bytes.byteLength)
    line += block.bytes.filter((byte) => byte === 10).length
  }
  expect(line).toBe(5)
})

test('the whole lines before a failing read are given, the cut one is not', async () => {
  async function* failing(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('one\ntwo\nthr')
    throw new Error('disk gone')
  }
  const texts: string[] = []
  const reading = async (): Promise<void> => {
    for await (const block of cutBlocks(failing())) {
      if (block.kind === 'lines') texts.push(Buffer.from(block.bytes).toString())
    }
  }
  await expect(reading()).rejects.toThrow('disk gone')
  expect(texts).toEqual(['one\ntwo\n'])
})

test('a source that pauses gets the lines it has given so far', async () => {
  let go = (): void => undefined
  async function* pausing(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('first\nsec')
    await new Promise<void>((resolve) => {
      go = resolve
    })
    yield Buffer.from('ond\n')
  }
  const blocks = cutBlocks(pausing(), { idleMilliseconds: 5 })[Symbol.asyncIterator]()
  expect((await blocks.next()).value).toMatchObject({ firstLine: 1 })
  go()
  expect((await blocks.next()).value).toMatchObject({ firstLine: 2 })
})

test('a byte order mark is dropped, even if it arrives byte by byte', async () => {
  const bytes = Buffer.from('\ufeff{}\n')
  expect([...(await gather(cutBlocks(inChunks(bytes, [1]))))]).toEqual([[1, '{}']])
})
