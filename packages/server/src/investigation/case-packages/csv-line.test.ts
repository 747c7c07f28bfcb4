import { expect, test } from 'vitest'
import { csvLine } from './csv-line.ts'

test('cells with separators, quotes and line ends are quoted', () => {
  expect(csvLine(['plain', 'a,b', 'say "hi"', 'two\nlines', undefined, 0.5])).toBe(
    'plain,"a,b","say ""hi""","two\nlines",,0.5\r\n',
  )
})

test('no text is a formula', () => {
  for (const text of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', ' =1', '\uff1d1', '\u200b=1']) {
    expect(csvLine([text])).toBe(`'${text}\r\n`)
  }
  expect(csvLine(['=HYPERLINK("http://a.example","b")'])).toBe(
    `"'=HYPERLINK(""http://a.example"",""b"")"\r\n`,
  )
  expect(csvLine([-0.5])).toBe('-0.5\r\n')
})
