import { expect, test } from 'vitest'
import { listingLine, tinyScreener } from '../../test/builders.ts'
import { screenBlock, type BlockOptions } from './screen-block.ts'

function screenText(text: string | Uint8Array, over: Partial<BlockOptions> = {}) {
  const bytes = Buffer.from(text as string)
  const result = screenBlock(tinyScreener, bytes, 1, { strict: false, withPairs: false, ...over })
  const lines = Buffer.from(result.output).toString('utf8').split('\n').slice(0, -1)
  return {
    ...result,
    assessments: lines.map((line) => JSON.parse(line) as { listing: string; line: number }),
  }
}

test('each good line gives one assessment with its line number', () => {
  const text = `${listingLine('a')}\n\n  \r\n${listingLine('b')}\r\n${listingLine('c')}`
  const { assessments, rejects, rows } = screenText(text)
  expect(assessments.map(({ listing, line }) => [listing, line])).toEqual([
    ['a', 1],
    ['b', 4],
    ['c', 5],
  ])
  expect(rejects).toEqual([])
  expect(rows).toBe(3)
})

test('a bad line is reported with field, value and remedy, and the lines around it are kept', () => {
  const bad = listingLine('b', { price: { amount: '-5', currency: 'USD' } })
  const { assessments, rejects } = screenText(`${listingLine('a')}\n${bad}\n${listingLine('c')}\n`)
  expect(assessments.map(({ listing }) => listing)).toEqual(['a', 'c'])
  expect(rejects).toEqual([
    {
      line: 2,
      pointer: '/price/amount',
      reason: 'must be a decimal string of digits',
      found: '"-5"',
      remedy: 'write "19.90"; a price is never negative',
      id: 'b',
    },
  ])
})

test('a listing with several faults describes the first in full and names the others', () => {
  const { rejects } = screenText('{"id":7}')
  expect(rejects[0]).toMatchObject({ pointer: '/id', remedy: 'write "7", in quotes' })
  expect(rejects[0]?.also).toEqual([{ pointer: '/title', reason: 'is missing' }])
})

test('text that is not JSON is a reject that shows the place', () => {
  const { rejects } = screenText('{"id": "a", "title": }\n{"id"\n"text"\n5\nnull\n')
  expect(rejects.map(({ line }) => line)).toEqual([1, 2, 3, 4, 5])
  expect(rejects[0]?.reason).toMatch(/^is not JSON: Unexpected token '}'/)
  expect(rejects[1]?.reason).toMatch(/^is not JSON: /)
  expect(rejects[2]?.reason).toBe('must be an object { … }')
})

test('a line of invalid UTF-8 is rejected and the block is still read line by line', () => {
  const bytes = Buffer.concat([
    Buffer.from(`${listingLine('ä')}\n{"id":"b","title":"`),
    Buffer.from([0xc3, 0x28, 0xff]),
    Buffer.from(`"}\n${listingLine('包')}\n`),
  ])
  const { assessments, rejects } = screenText(bytes)
  expect(assessments.map(({ listing, line }) => [listing, line])).toEqual([
    ['ä', 1],
    ['包', 3],
  ])
  expect(rejects).toMatchObject([{ line: 2, id: 'b', reason: 'is not valid UTF-8' }])
})

test('a raw control character and a document over several lines are reported with their fix', () => {
  const { rejects } = screenText('{"id":"a","title":"\u0000"}\n[\n{"id":"b"\n[{"id":"c"}]\n')
  expect(rejects.map(({ line, remedy }) => [line, remedy])).toEqual([
    [1, 'write a control character as an escape: \\u0000, \\n, \\t'],
    [2, expect.stringContaining('jq -c')],
    [3, 'write one complete JSON object per line'],
    [4, expect.stringContaining('jq -c')],
  ])
})

test('NUL bytes and lone surrogates are accepted and escaped in the output', () => {
  const { assessments, output } = screenText('{"id":"\\u0000\\ud800","title":"x\\udc00"}')
  expect(assessments[0]?.listing).toBe('\u0000\ud800')
  expect(Buffer.from(output).toString('latin1')).toContain('\\u0000\\ud800')
})

test('ten thousand nested brackets are rejected as a line and as a property, and the lines around them proceed', () => {
  const deep = '['.repeat(10_000) + ']'.repeat(10_000)
  const inside = `{"id":"a","title":"t","extra":${deep}}`
  const lines = [deep, inside, `{"id":${deep},"title":"t"}`, listingLine('good')]
  const { assessments, rejects } = screenText(`${lines.join('\n')}\n`)
  expect(assessments.map(({ line }) => line)).toEqual([4])
  expect(rejects.map(({ line, pointer }) => [line, pointer])).toEqual([
    [1, ''],
    [2, '/extra'],
    [3, '/id'],
  ])
  expect(rejects[1]?.reason).toBe('is nested deeper than 64 levels')
})

test('a description of ten megabytes is a reject that stays small', () => {
  const text = listingLine('a', { description: 'x'.repeat(10_000_000) })
  const { rejects } = screenText(text)
  expect(rejects).toMatchObject([
    { pointer: '/description', reason: 'is 10,000,000 characters long', id: 'a' },
  ])
  expect(JSON.stringify(rejects).length).toBeLessThan(500)
})

test('a line beyond the limit is a reject', () => {
  const long = listingLine('b', { description: 'ä'.repeat(600) })
  const { assessments, rejects } = screenText(`${listingLine('a')}\n${long}\n`, {
    maxLineBytes: 1000,
  })
  expect(assessments).toHaveLength(1)
  expect(rejects).toMatchObject([{ line: 2, pointer: '' }])
})

test('if the engine throws, the line is rejected and the run continues', () => {
  const text = `${listingLine('a', { title: 'crash' })}\n${listingLine('b')}\n`
  const { assessments, rejects } = screenText(text)
  expect(assessments.map(({ listing }) => listing)).toEqual(['b'])
  expect(rejects[0]?.reason).toBe('internal: the engine failed on this listing (asked to fail)')
})

test('strict stops at the first bad line and keeps the rows before it', () => {
  const text = `${listingLine('a')}\n{}\n${listingLine('c')}\n`
  const { assessments, rejects, stopped } = screenText(text, { strict: true })
  expect([assessments.length, rejects.length, stopped]).toEqual([1, 1, true])
})

test('pairs are the texts of listing and assessment by turns, where asked for', () => {
  const { pairs, assessments } = screenText(`${listingLine('a')}\n{}\n`, { withPairs: true })
  expect(pairs.map((text) => JSON.parse(text) as unknown)).toEqual([
    { id: 'a', title: 'Offer a' },
    assessments[0],
  ])
})

test.each([2001, 100_001])('a row with %d attributes is refused alone', (count) => {
  const names = Array.from({ length: count }, (_, at) => [`k${at}`, 'v'])
  const many = listingLine('many', {
    attributes: Object.fromEntries(names) as Record<string, string>,
  })
  const { assessments, rejects } = screenText([listingLine('a'), many, listingLine('b')].join('\n'))
  expect(assessments.map(({ listing }) => listing)).toEqual(['a', 'b'])
  expect(rejects).toHaveLength(1)
  expect(rejects[0]?.reason).toMatch(/^has more than (2,000|100,000) values$/)
})
