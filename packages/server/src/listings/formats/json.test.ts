import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { asListings, readJson, readJsonArray, readNdjson } from './json.ts'
import { inPieces, problems, read, streamed, values } from './test/streams.ts'

const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 4 })

test('values written a line each, or in one array, are read back equal', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.jsonValue()), sizes, fc.boolean(), async (all, cuts, pretty) => {
      const lines = all.map((each) => `${JSON.stringify(each)}\n`).join('\n')
      const array = JSON.stringify(all, null, pretty ? 2 : 0)
      const plain = JSON.parse(JSON.stringify(all)) as unknown
      expect(values(await read(readNdjson(inPieces(Buffer.from(lines), cuts))))).toEqual(plain)
      expect(values(await read(readJsonArray(inPieces(Buffer.from(array), cuts))))).toEqual(plain)
      const packed = gzipSync(` ${array}`)
      expect(values(await read(readJson(inPieces(packed, cuts))))).toEqual(plain)
    }),
  )
})

test('a list within objects is read back equal, with what stands around it passed over', async () => {
  const others = fc.dictionary(fc.string({ maxLength: 5 }), fc.jsonValue(), { maxKeys: 2 })
  const before = fc.dictionary(
    fc.stringMatching(/^[a-f]{1,5}$/),
    fc.oneof(fc.string(), fc.integer(), fc.boolean(), fc.constant(null)),
    { maxKeys: 3 },
  )
  const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue()))
  await fc.assert(
    fc.asyncProperty(
      objects,
      before,
      others,
      sizes,
      fc.boolean(),
      async (all, first, last, cuts, pretty) => {
        const after = Object.entries(last).map(([name, value]) => [`z${name}`, value] as const)
        const inner = { ...first, products: all, ...Object.fromEntries(after) }
        const outer = { total: all.length, data: inner, ...Object.fromEntries(after) }
        for (const document of [inner, outer]) {
          const text = JSON.stringify(document, null, pretty ? 2 : 0)
          const plain = JSON.parse(JSON.stringify(all)) as unknown
          expect(values(await read(readJson(inPieces(Buffer.from(text), cuts))))).toEqual(plain)
        }
      },
    ),
  )
})

test.each([
  ['a document that ends early', '{"products":[{"id":"1"}]', 'is an incomplete JSON array'],
  ['a second document', '{"products":[{"id":"1"}]} {"products":[]}', 'continues after the end'],
])('of %s nothing is lost without a word', async (_what, text, problem) => {
  const rows = await read(readJson(streamed(text)))
  expect(values(rows)).toEqual([{ id: '1' }])
  expect(problems(rows)[0]).toContain(problem)
})

test('a listing that begins with its pictures is one listing', async () => {
  const listing = { images: [{ url: 'https://img.example/1.jpg' }], id: '1', title: 'Bag' }
  expect(values(await read(readJson(streamed(`${JSON.stringify(listing)}\n`))))).toEqual([listing])
})

test('arbitrary bytes never throw and are read to their end', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fc.string({ unit: fc.constantFrom('"', ',', '[', ']', '{', '}', '\\', '1', ' ', '\n') }),
    fc.uint8Array({ maxLength: 60 }).map((tail) => Buffer.concat([gzipSync('{"a":1}'), tail])),
    fc.uint8Array({ maxLength: 60 }).map((tail) => Buffer.from([0x1f, 0x8b, 8, 0, ...tail])),
  )
  await fc.assert(
    fc.asyncProperty(bytes, sizes, async (input, cuts) => {
      for (const reader of [readNdjson, readJsonArray, readJson]) {
        for (const row of await read(reader(inPieces(Buffer.from(input), cuts)))) {
          expect('value' in row || row.faults[0].problem.length > 0).toBe(true)
        }
      }
    }),
    { numRuns: 500 },
  )
})

test('an array is accepted where JSON.parse accepts it, and nowhere else', async () => {
  const part = fc.constantFrom('[', ']', '{', '}', '"a"', ':', ',', '1', 'null', ' ', '\n', '"\\""')
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 12 }), async (parts) => {
      const text = parts.join('')
      const rows = await read(readJsonArray(streamed(text)))
      let parsed: unknown
      try {
        parsed = JSON.parse(text)
      } catch {
        parsed = undefined
      }
      const isSound = rows.every((row) => 'value' in row)
      expect(isSound ? values(rows) : undefined).toEqual(Array.isArray(parsed) ? parsed : undefined)
    }),
    { numRuns: 2000 },
  )
})

test('a bad row is reported with line and fix, and the rows around it are kept', async () => {
  const text =
    '{"id":"a","title":"x"}\n{"id":"b",}\n\n{"id":"c","title":5}\n{"id":"d","title":"y"}\n'
  const rows = await read(asListings(readNdjson(streamed(text))))
  expect(values(rows).map(({ id }) => id)).toEqual(['a', 'd'])
  expect(rows.filter((row) => 'faults' in row)).toEqual([
    {
      row: 2,
      line: 2,
      faults: [
        {
          pointer: '',
          problem: 'is not JSON: Expected double-quoted property name at character 11',
          found: '"{\\"id\\":\\"b\\",}"',
          remedy:
            'write each row as one complete JSON object, on a line of its own or in one array',
        },
      ],
    },
    {
      row: 3,
      line: 4,
      faults: [
        {
          pointer: '/title',
          problem: 'must be a string, not a number',
          found: '5',
          remedy: 'write "5", in quotes',
        },
      ],
      cells: { id: 'c', title: 5 },
    },
  ])
})

test('a bad element of an array does not affect the others', async () => {
  const rows = await read(readJsonArray(streamed('[{"a":1},\n{"a":tru},\n{"a":3}]')))
  expect(values(rows)).toEqual([{ a: 1 }, { a: 3 }])
  expect(problems(rows)).toEqual([expect.stringMatching(/^2: is not JSON/)])
})

test('a row that is too long, too deep or not UTF-8 affects no other', async () => {
  const bytes = Buffer.concat([
    Buffer.from(`{"long":"${'x'.repeat(3000)}"}\n`),
    Buffer.from(`${'['.repeat(70)}${']'.repeat(70)}\n`),
    Buffer.from('{"t":"'),
    Buffer.of(0xe4),
    Buffer.from('"}\n{"brackets":"[[[["}\n{"__proto__":{"polluted":true}}\n'),
  ])
  const rows = await read(readNdjson(inPieces(bytes, [7]), { limits: { rowBytes: 1000 } }))
  expect(problems(rows)).toEqual([
    '1: is longer than 1,000 bytes',
    '2: is nested deeper than 64 levels',
    '3: is not valid UTF-8',
  ])
  expect(values(rows)).toHaveLength(2)
  expect(({} as { polluted?: boolean }).polluted).toBeUndefined()
})

test('size and ratio are limited, and earlier rows remain', async () => {
  const line = '{"id":"a"}\n'
  const big = await read(readNdjson(streamed(line.repeat(100)), { limits: { bytes: 500 } }))
  expect(big.at(-1)).toMatchObject({ stopped: true })
  expect(problems(big)).toEqual([expect.stringMatching(/is larger than 500 bytes/)])
  const pieces = await read(
    readNdjson(inPieces(Buffer.from(line.repeat(100)), [110]), { limits: { bytes: 500 } }),
  )
  expect(values(pieces)).toHaveLength(40)
  const bomb = gzipSync(Buffer.alloc(20_000_000, line))
  const rows = await read(readNdjson(streamed(bomb), { limits: { ratioFloor: 100_000 } }))
  expect(problems(rows).at(-1)).toMatch(/decompresses to more than 250 times its size/)
})

test('a truncated archive returns its sound beginning and then reports the damage', async () => {
  const text = Array.from({ length: 5000 }, (_, at) => `{"id":"${at}","n":${(at * 7919) % 9973}}\n`)
  const packed = gzipSync(text.join(''))
  const rows = await read(readNdjson(streamed(packed.subarray(0, packed.length / 2))))
  expect(values(rows).length).toBeGreaterThan(1000)
  expect(problems(rows).at(-1)).toMatch(/is a damaged gzip file/)
})

test('a reader that is left early closes its source', async () => {
  let closed = false
  async function* source(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield Buffer.from('{"a":1}\n')
    } finally {
      closed = true
    }
  }
  for await (const row of readJson(source())) if (row.row === 3) break
  expect(closed).toBe(true)
})
