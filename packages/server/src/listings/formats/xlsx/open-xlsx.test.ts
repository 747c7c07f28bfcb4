import fc from 'fast-check'
import { strToU8, zipSync } from 'fflate'
import { expect, test } from 'vitest'
import writeWorkbook from 'write-excel-file/node'
import { inPieces, problems, read, streamed, values } from '../test/streams.ts'
import { partsOf, textRow, workbookOf } from '../../../../test/workbook.ts'
import { openXlsx, type XlsxOptions } from './open-xlsx.ts'

async function table(bytes: Uint8Array, options: XlsxOptions = {}) {
  const opened = await openXlsx(streamed(bytes), options)
  return { ...opened, rows: await read(opened.rows) }
}

const sign = fc.oneof(
  fc.constantFrom(...'aZ09 ,;"\'<>&\t\néß€漢字жы😀_x'),
  fc.constant('_x0041_'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
)
// A workbook is XML, which cannot contain control characters and lone surrogates; the other program also leaves out
// U+FFFD, which XML can contain.
const text = fc
  .array(sign, { maxLength: 8 })
  .map((parts) =>
    parts.join('').replace(/[^\t\n\x20-\ud7ff\ue000-\ufffc\u{10000}-\u{10ffff}]/gu, ''),
  )
  .filter((each) => !/_x[0-9a-f]{4}_/i.test(each))

test('rows written by another program are read back equal', async () => {
  const row = fc.tuple(
    text,
    fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.integer()),
    text,
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { maxLength: 12 }),
      fc.array(fc.integer({ min: 1, max: 5000 }), { minLength: 1, maxLength: 3 }),
      async (rows, sizes) => {
        const bytes = await writeWorkbook([['id', 'price', 'title'], ...rows]).toBuffer()
        const opened = await openXlsx(inPieces(bytes, sizes))
        expect(opened.headers).toEqual(['id', 'price', 'title'])
        const found = values(await read(opened.rows)).map((each) => [
          each['id'] ?? '',
          each['price'],
          each['title'] ?? '',
        ])
        expect(found).toEqual(rows.map(([id, price, title]) => [id, price + 0, title]))
      },
    ),
    { numRuns: 60 },
  )
})

test('arbitrary bytes, and a sound workbook with some bytes changed, never throw and end', async () => {
  const sound = workbookOf({ rows: textRow(1, 'id', 'title') + textRow(2, '1', 'bag') })
  const hurt = fc
    .array(fc.tuple(fc.nat(sound.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 })
    .map((changes) => {
      const bytes = Buffer.from(sound)
      for (const [at, byte] of changes) bytes[at] = byte
      return bytes
    })
  const cut = fc.nat(sound.length).map((end) => sound.subarray(0, end))
  let stopped = 0
  await fc.assert(
    fc.asyncProperty(fc.oneof(fc.uint8Array(), hurt, cut), async (bytes) => {
      const { rows } = await table(bytes)
      if (rows.some((row) => 'stopped' in row)) stopped++
      for (const each of rows) expect('value' in each || each.faults[0].remedy !== '').toBe(true)
    }),
    { numRuns: 500 },
  )
  expect(stopped).toBeGreaterThan(100)
})

test('shared strings, dates, booleans, formulas and gaps are read as shown', async () => {
  const styles =
    '<styleSheet xmlns="x"><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm"/><numFmt numFmtId="165" formatCode="#,##0.00 &quot;day&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>'
  const rows =
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="s"><v>2</v></c></row>' +
    '<row r="3"><c r="A3" s="1"><v>46351</v></c><c r="B3" s="2"><v>46351.354166666664</v></c><c r="D3" s="3"><v>19.9</v></c></row>' +
    '<row r="4"><c r="A4" t="b"><v>1</v></c><c r="B4" t="str"><f>A1</f><v>a_x000D_b</v></c><c r="D4" t="e"><v>#N/A</v></c></row>'
  const { headers, rows: found } = await table(
    workbookOf({ rows, styles, shared: ['id', 'title', 'price'] }),
  )
  expect(headers).toEqual(['id', 'title', 'column 3', 'price'])
  expect(found).toEqual([
    { row: 1, line: 3, value: { id: '2026-11-25', title: '2026-11-25T08:30:00', price: 19.9 } },
    { row: 2, line: 4, value: { id: 'true', title: 'a\rb', price: '#N/A' } },
  ])
})

test('days are counted from 1904 if the workbook states that', async () => {
  const styles = '<styleSheet xmlns="x"><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>'
  const rows = `${textRow(1, 'day')}<row r="2"><c s="0"><v>44889</v></c></row>`
  const { rows: found } = await table(
    workbookOf({ rows, styles, workbookProperties: 'date1904="1"' }),
  )
  expect(values(found)).toEqual([{ day: '2026-11-25' }])
})

test('a sheet is selected by its name, otherwise the first visible one', async () => {
  const bytes = workbookOf({ rows: textRow(1, 'hidden'), sheetAttributes: 'state="hidden"' })
  expect(await table(bytes)).toMatchObject({ sheet: 'Other', sheets: ['Offers', 'Other'] })
  expect(await table(bytes, { sheet: 'Offers' })).toMatchObject({ headers: ['hidden'] })
  const { rows } = await table(bytes, { sheet: 'None' })
  expect(rows[0]).toMatchObject({
    stopped: true,
    faults: [{ problem: 'has no sheet of this name', remedy: 'name one of ["Offers","Other"]' }],
  })
})

const megabyte = 1024 * 1024

test('a bomb is refused by the sizes in its directory, before anything is unpacked', async () => {
  const more = { 'xl/worksheets/sheet9.xml': new Uint8Array(40 * megabyte) }
  const { rows } = await table(workbookOf({ rows: textRow(1, 'id'), more }))
  expect(problems(rows)).toEqual(['1: decompresses to more than 250 times its size'])
})

test('a bomb that lies about its size is cut where the lie shows', async () => {
  const bomb = new Uint8Array(8 * megabyte).fill(0x20)
  const bytes = Buffer.from(workbookOf({ rows: '', more: { 'xl/worksheets/sheet1.xml': bomb } }))
  const claim = Buffer.alloc(4)
  claim.writeUInt32LE(bomb.length)
  const small = Buffer.alloc(4)
  small.writeUInt32LE(1000)
  for (let at = bytes.indexOf(claim); at !== -1; at = bytes.indexOf(claim, at))
    small.copy(bytes, at)
  const { rows } = await table(bytes)
  expect(problems(rows)).toEqual([expect.stringMatching(/is not a valid \.xlsx workbook/)])
})

test('a claim of two gigabytes in the header of a part is refused', async () => {
  const bytes = Buffer.from(workbookOf({ rows: textRow(1, 'id') }))
  const central = bytes.indexOf(Buffer.from([0x50, 0x4b, 1, 2]))
  bytes.writeUInt32LE(0x7fffffff, central + 24)
  bytes.writeUInt32LE(0x7fffffff, central + 20)
  const { rows } = await table(bytes)
  expect(rows[0]).toMatchObject({ stopped: true })
  expect(problems(rows)).toEqual([
    expect.stringMatching(/larger than 2 GiB|decompresses to|not a valid/),
  ])
})

test('entity expansion is refused with its document type', async () => {
  const bytes = workbookOf({
    rows: '',
    more: {
      'xl/worksheets/sheet1.xml': strToU8(
        '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><sheetData><row><c t="str"><v>&b;</v></c></row></sheetData></worksheet>',
      ),
    },
  })
  expect(problems((await table(bytes)).rows)).toEqual([
    expect.stringMatching(/declares a document type \(DOCTYPE\), which is refused/),
  ])
})

test('macros and links to other files are never opened', async () => {
  const more = {
    'xl/vbaProject.bin': strToU8('not even a project'),
    'xl/externalLinks/externalLink1.xml': strToU8('<<< not XML'),
  }
  const bytes = workbookOf({ rows: textRow(1, 'id') + textRow(2, '7'), more })
  expect(values((await table(bytes)).rows)).toEqual([{ id: '7' }])
})

test('each limit is reported by name', async () => {
  const many = Array.from({ length: 30 }, (_, at) => `n${at}`)
  const rows = textRow(1, 'id', 'title') + textRow(2, '1', 'x'.repeat(60)) + textRow(3, '2', 'ok')
  const first = async (bytes: Uint8Array, limits: XlsxOptions['limits']) =>
    problems((await table(bytes, { limits })).rows)
  const bytes = workbookOf({ rows })
  expect(await first(bytes, { cellCharacters: 50 })).toEqual(['2: is longer than 50 characters'])
  expect(await first(bytes, { workbookCells: 5 })).toEqual(['3: has more than 5 cells'])
  expect(await first(bytes, { rows: 1 })).toEqual(['3: has more than 1 rows'])
  expect(await first(bytes, { workbookBytes: 500 })).toEqual(['1: is larger than 500 bytes'])
  expect(await first(bytes, { workbookEntries: 3 })).toEqual(['1: contains more than 3 parts'])
  expect(await first(workbookOf({ rows: textRow(1, ...many) }), { columns: 20 })).toEqual([
    '1: has 21 columns',
  ])
  expect(await first(workbookOf({ rows, shared: many }), { sharedCharacters: 99 })).toEqual([
    '1: contains more than 99 characters in its shared strings',
  ])
})

test('good rows before and after a bad one are kept', async () => {
  const rows = `${textRow(1, 'id')}${textRow(2, 'a')}${textRow(3, 'b', 'beyond')}${textRow(4, 'c')}<row><c><v>1</w>`
  const found = (await table(workbookOf({ rows }))).rows
  expect(values(found).map(({ id }) => id)).toEqual(['a', 'c'])
  expect(problems(found)).toEqual([
    '3: has a cell beyond the 1 columns of the header',
    expect.stringMatching(/is not well-formed XML/),
  ])
})

test('an old workbook and an archive without sheets are reported plainly', async () => {
  const old = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1, 0, 0])
  expect(problems((await table(old)).rows)).toEqual([
    '1: is an old .xls workbook or password-protected',
  ])
  const other = zipSync({ 'readme.txt': strToU8('hello') })
  expect(problems((await table(other)).rows)).toEqual(['1: is missing its part xl/workbook.xml'])
  const without = partsOf({ rows: '' })
  delete without['xl/worksheets/sheet1.xml']
  expect(problems((await table(zipSync(without))).rows)).toEqual([
    '1: is missing its part xl/worksheets/sheet1.xml',
  ])
})
