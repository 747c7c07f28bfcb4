import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvTable } from './csv-table.ts'

/** Parses the cells of a line like a spreadsheet. */
function cellsOf(csv: string): string[] {
  const cells = csv.slice(1).matchAll(/"((?:[^"]|"")*)"(?:,|\r\n$)/g)
  return [...cells].map(([, cell = '']) => cell.replaceAll('""', '"'))
}

const sign = fc.oneof(
  fc.constantFrom(...'=+-@＝＋－＠﹦﹢﹣﹫⁺₌\t\r\n \u00a0\u200b\ufeff\u0000\u2060"\',;a1'),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 }),
)
const text = fc.array(sign, { maxLength: 6 }).map((signs) => signs.join(''))

test('any cell is read back unchanged or behind an apostrophe, and never begins a formula', () => {
  fc.assert(
    fc.property(fc.array(text, { minLength: 1, maxLength: 5 }), (cells) => {
      const read = cellsOf(csvTable([cells]))
      expect(read).toHaveLength(cells.length)
      for (const [at, cell] of read.entries()) {
        expect([cells[at], `'${cells[at]}`]).toContain(cell)
        expect(cell).not.toMatch(/^[\t\r\n]/)
        const shown = cell.normalize('NFKC').replace(/^[\s\p{Cc}\p{Cf}]+/u, '')
        expect(shown).not.toMatch(/^[=+\-@]/)
      }
    }),
    { numRuns: 2000 },
  )
})

test.each([
  '=1',
  '\n=1',
  '\t=1',
  '\r=1',
  '\r\n=1',
  '＝1',
  '⩵1',
  '＋1',
  '－1',
  '＠SUM(1)',
  ' =1',
  '\u200b=1',
])('what a spreadsheet would run is text: %j', (cell) =>
  expect(cellsOf(csvTable([[cell]]))).toEqual([`'${cell}`]),
)

test.each(['5-3', 'a=b', 'me@example.com', '', ' ', '手提包', "'=1"])(
  'an ordinary text stays as it is: %j',
  (cell) => expect(cellsOf(csvTable([[cell]]))).toEqual([cell]),
)
