import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { encoded, inPieces, problems, read, streamed, values } from '../test/streams.ts'
import { openCsv, type CsvOptions } from './csv.ts'

async function table(bytes: Uint8Array | string, options: CsvOptions = {}) {
  const opened = await openCsv(streamed(bytes), options)
  return { ...opened, rows: await read(opened.rows) }
}

function written(rows: readonly (readonly string[])[], delimiter: string, quote = '"'): string {
  const cell = (text: string): string =>
    text === '' || new RegExp(`["'\r\n]|[${delimiter}]|^\\s|\\s$`).test(text)
      ? `${quote}${text.replaceAll(quote, quote + quote)}${quote}`
      : text
  return rows.map((row) => `${row.map(cell).join(delimiter)}\r\n`).join('')
}

const alphabets = {
  'utf-8': 'aZ09 ,;|"\'\t\néß€漢字жы😀',
  'utf-16le': 'aZ09 ,;|"\'\t\néß€漢字жы😀',
  'utf-16be': 'aZ09 ,;|"\'\t\néß€漢字жы😀',
  gb18030: 'aZ09 ,;|"\'\t\n的一是不了在人有我他这中大来上国',
  'windows-1251': 'aZ09 ,;|"\'\t\nабвгдежзиклмнопрст',
  'windows-1252': 'aZ09 ,;|"\'\t\néèüöäñç€',
} as const

const names = ['id', 'title', 'price', 'note']

for (const [encoding, alphabet] of Object.entries(alphabets)) {
  test(`rows written as ${encoding} are read back equal with every delimiter, encoding stated`, async () => {
    const cell = fc.string({ unit: fc.constantFrom(...alphabet), maxLength: 12 })
    const row = fc.array(cell, { minLength: 4, maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { maxLength: 12 }),
        fc.constantFrom(',', ';', '\t', '|'),
        fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 4 }),
        async (rows, delimiter, sizes) => {
          const bytes = encoded(written([names, ...rows], delimiter), encoding)
          const opened = await openCsv(inPieces(bytes, sizes), { encoding })
          expect(opened.dialect).toEqual({ delimiter, quote: '"' })
          const found = (await read(opened.rows)).map((each) =>
            'value' in each ? names.map((name) => each.value[name] ?? '') : each,
          )
          expect(found).toEqual(rows.filter((each) => each.some((text) => text.trim() !== '')))
        },
      ),
      { numRuns: 60 },
    )
  })
}

test('a byte order mark takes precedence over the stated encoding', async () => {
  const marked = streamed(Buffer.from('\ufeffid,title\n1,正規品\n'))
  const { encoding, rows } = await openCsv(marked, { encoding: 'windows-1252' })
  expect(encoding).toBe('utf-8')
  expect(values(await read(rows))).toEqual([{ id: '1', title: '正規品' }])
})

test('a row that decodes to private-use characters is refused, as without a stated encoding', async () => {
  const text = 'id,title\n1,Bag\n2,本革のハンドバッグ\n'
  const { rows } = await openCsv(streamed(encoded(text, 'shift_jis')), { encoding: 'big5' })
  const found = await read(rows)
  expect(values(found)).toEqual([{ id: '1', title: 'Bag' }])
  expect(problems(found)).toEqual(['3: contains bytes that are not big5'])
})

test('arbitrary bytes never throw and are read to their end', async () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 300 }),
    fc.string({ unit: fc.constantFrom('"', ',', '\n', '\r', 'a', "'", '\t', '\0', 'é') }),
  )
  await fc.assert(
    fc.asyncProperty(bytes, async (input) => {
      const { rows, headers } = await table(input)
      for (const each of rows) {
        if (!('value' in each)) expect(each.faults.length).toBeGreaterThan(0)
        else for (const name of Object.keys(each.value)) expect(headers).toContain(name)
      }
    }),
    { numRuns: 500 },
  )
})

test('a table is recognised by its bytes, or refused with its readings: sentences of six languages in their encodings', async () => {
  const words = {
    'windows-1251': 'мужские часы копия высокого качества в подарочной коробке кожа новая сумка',
    'windows-1252':
      'Größe für Herren Schlüssel Übergrößen très élégante pièce sacs à main señora año',
    gb18030: '高仿 手表 男士 全新 真皮 包包 正品 代购 欧美 大牌 复刻 专柜 品质',
    'utf-8': 'größe часы 手表 sac',
    'utf-16le': 'größe часы 手表 sac',
    'utf-16be': 'größe часы 手表 sac',
  }
  for (const [encoding, text] of Object.entries(words)) {
    const title = fc
      .shuffledSubarray(text.split(' '), {
        minLength: 3,
        maxLength: Math.min(8, text.split(' ').length),
      })
      .map((parts) => parts.join(' '))
    let unclear = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(title, { minLength: 3, maxLength: 10 }),
        fc.constantFrom(',', ';', '\t', '|'),
        async (titles, delimiter) => {
          const isLegacy = encoding.startsWith('w') || encoding.startsWith('g')
          fc.pre(!isLegacy || titles.some((each) => /[^\0-\x7f]/.test(each)))
          const rows = titles.map((each, at) => [`a${at}`, each, '1', ''])
          const bytes = encoded(written([names, ...rows], delimiter), encoding)
          const opened = await openCsv(streamed(bytes))
          if (opened.readings !== undefined) {
            unclear++
            expect(isLegacy).toBe(true)
            expect(opened.readings.map((one) => one.encoding)).toContain(encoding)
            return
          }
          expect(opened.encoding).toBe(encoding)
          expect(values(await read(opened.rows)).map(({ title }) => title)).toEqual(titles)
        },
      ),
      { numRuns: 100 },
    )
    expect(unclear).toBeLessThan(25)
  }
})

test('a byte order mark and gzip are removed', async () => {
  const bytes = gzipSync(
    Buffer.concat([Buffer.from([0xff, 0xfe]), encoded('id;t\n1;ä\n', 'utf-16le')]),
  )
  const { encoding, headers, rows } = await table(bytes)
  expect({ encoding, headers, rows }).toEqual({
    encoding: 'utf-16le',
    headers: ['id', 't'],
    rows: [{ row: 1, line: 2, value: { id: '1', t: 'ä' } }],
  })
})

test('bytes that are no text spoil their own row alone; a written U+FFFD is a sign like any', async () => {
  const bytes = Buffer.concat([
    Buffer.from('id,title\na,ü\nb,x'),
    Buffer.of(0xff, 0xc3),
    Buffer.from('\nc,\ufffd\n'),
  ])
  const { rows } = await table(bytes, { encoding: 'utf-8' })
  expect(values(rows).map(({ title }) => title)).toEqual(['ü', '\ufffd'])
  expect(rows[1]).toMatchObject({
    line: 3,
    faults: [{ pointer: '/title', problem: 'contains bytes that are not utf-8' }],
  })
})

test('a quote without an end costs one row, not those after it', async () => {
  const text = 'id,title\na,"24 inch\nb,"two\nlines"\nc,"say ""hi"""\nd,5" pipe\n'
  const { rows } = await table(text)
  expect(problems(rows)).toEqual(['2: opens a quoted cell that is never closed'])
  expect(values(rows).map(({ title }) => title)).toEqual(['two\nlines', 'say "hi"', '5" pipe'])
})

test('cells that are never closed cost their own rows and little time', async () => {
  const line = (at: number): string => (at % 60 === 0 ? `${at},"x y\n` : `${at},z\n`)
  const text = `id,title\n${Array.from({ length: 6000 }, (_, at) => line(at)).join('')}`
  const { rows } = await table(text, { limits: { recordLines: 50 } })
  expect(problems(rows)).toHaveLength(100)
  expect(values(rows)).toHaveLength(5900)
})

test('rows with more or fewer cells than the header are reported, with their lines', async () => {
  const { rows } = await table('id,title,price\na,b,1\nc,d,e,2\nf,g\nh,i,3,,\n')
  expect(problems(rows)).toEqual([
    '3: has 4 cells where the header has 3',
    '4: has 2 cells where the header has 3',
  ])
  expect(values(rows).map(({ id }) => id)).toEqual(['a', 'h'])
})

test('a row of a tab separated file may leave its last cells out', async () => {
  const { rows } = await table('id\ttitle\tprice\na\tb\nc\td\te\tf\n')
  expect(values(rows)).toEqual([{ id: 'a', title: 'b' }])
  expect(problems(rows)).toEqual(['3: has 4 cells where the header has 3'])
})

test('no column hides another: same, empty and prototype names', async () => {
  const { headers, rows } = await table('id,price,price,,__proto__,price (2)\n1,2,3,4,5,6\n')
  expect(headers).toEqual(['id', 'price', 'price (3)', 'column 4', '__proto__', 'price (2)'])
  expect(Object.entries(values(rows)[0] ?? {})).toEqual([
    ['id', '1'],
    ['price', '2'],
    ['price (3)', '3'],
    ['column 4', '4'],
    ['__proto__', '5'],
    ['price (2)', '6'],
  ])
})

test('a table without a header keeps its first row', async () => {
  const { headers, rows } = await table('a1;Bag;19,90\na2;Hat;5,00\n')
  expect(headers).toEqual(['column 1', 'column 2', 'column 3'])
  expect(rows).toHaveLength(2)
})

test('what Excel and old systems write: a sep line, apostrophes, lone carriage returns', async () => {
  const sep = await table('sep=;\r\nid;title\r\n1;a,b\r\n')
  expect(sep.rows).toEqual([{ row: 1, line: 3, value: { id: '1', title: 'a,b' } }])
  const apostrophes = await table("'id','title'\n'1','it''s, big'\n")
  expect(values(apostrophes.rows)).toEqual([{ id: '1', title: "it's, big" }])
  const old = await table('id,title\r1,a\r2,b\r')
  expect(values(old.rows).map(({ id }) => id)).toEqual(['1', '2'])
})

test('a line too long to store is reported, and the lines after it are read', async () => {
  const text = `id,title\n1,${'x'.repeat(5000)}\n2,ok\n`
  const { rows } = await table(text, { limits: { rowBytes: 1000 } })
  expect(problems(rows)).toEqual(['2: contains a line longer than 1,000 bytes'])
  expect(values(rows).map(({ id }) => id)).toEqual(['2'])
})

test('an empty file, an unknown encoding and too many columns are one stopped row', async () => {
  const stopped = async (bytes: string, options?: CsvOptions) =>
    (await table(bytes, options)).rows.map((each) => 'stopped' in each && each.faults[0].problem)
  expect(await stopped('')).toEqual(['holds no rows'])
  expect(await stopped('a', { encoding: 'klingon' })).toEqual([
    'cannot be read: its encoding is unknown',
  ])
  expect(await stopped('a,b,c\n', { limits: { columns: 2 } })).toEqual(['has 3 columns'])
})

test('gzip that unpacks without end is refused before it is unpacked', async () => {
  const packed = gzipSync(`id,title\n${'a,b\n'.repeat(2_000_000)}`)
  const { rows } = await table(packed, { limits: { ratio: 100, ratioFloor: 1_000_000 } })
  expect(rows.at(-1)).toMatchObject({ stopped: true })
  expect(problems(rows).at(-1)).toMatch(/decompresses to more than 100 times its size/)
  expect(values(rows).length).toBeLessThan(600_000)
})

/** `財布` and `時計` in ISO-2022-JP. */
const wallet = '\u001b$B:bI[\u001b(B'
const watch = '\u001b$B;~7W\u001b(B'

test('a table in ISO-2022-JP is read as such', async () => {
  const found = await table(`id,title\r\n1,${wallet}\r\n2,"${watch}, A"\r\n`)
  expect(found.encoding).toBe('iso-2022-jp')
  expect(values(found.rows)).toEqual([
    { id: '1', title: '財布' },
    { id: '2', title: '時計, A' },
  ])
})

test('a row with ESC, SO or SI in a text that is no ISO-2022-JP is refused, and the others are accepted', async () => {
  const found = await table('id,title\n1,Bag\n2,a\u001b[1mb\n3,\u000e6Y\u000f\n4,Hat\n')
  expect(values(found.rows).map((row) => row['id'])).toEqual(['1', '4'])
  const said = problems(found.rows)
  expect(said).toHaveLength(2)
  for (const one of said) expect(one).toContain('contains control characters (ESC, SO or SI)')
})

test.each(['\u001b$)C', '\u001b$)A'])(
  'a table in ISO-2022-KR or -CN is refused whole',
  async (escape) => {
    const found = await table(`${escape}id,title\n1,\u000e0!AW\u000f\n`)
    expect(values(found.rows)).toEqual([])
    expect(problems(found.rows).join()).toContain('is written in ISO-2022-KR or ISO-2022-CN')
  },
)
