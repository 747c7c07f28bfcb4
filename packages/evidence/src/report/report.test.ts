import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pdfTexts } from '../../test/pdf-texts.ts'
import { PackageIndex } from '../packaging/index.ts'
import { linesOf, type Measure } from './bidirectional-lines.ts'
import { evidenceReport, plainDocument } from './index.ts'

const narrow: Measure = ({ text }) => Array.from(text).length
const textsOf = (text: string, width = 1000): string[] =>
  linesOf(text, width, narrow).map(({ runs }) =>
    runs.map(({ text, rightToLeft }) => (rightToLeft ? `<${text}>` : text)).join('|'),
  )

test('lines break at spaces, and words wider than a line are split', () => {
  expect(textsOf('penjual Toko Maju', 12)).toEqual(['penjual Toko', 'Maju'])
  expect(textsOf(`sha ${'ab'.repeat(9)} x`, 8)).toEqual(['sha', 'abababab', 'abababab', 'ab x'])
})

test('Chinese is broken between words, and no line begins with a mark that closes', () => {
  const lines = textsOf('包含“高仿手表”的标题和卖家页面。这是一段很长的文字。', 8).map((line) =>
    line.replaceAll('|', ''),
  )
  expect(lines.join('')).toBe('包含“高仿手表”的标题和卖家页面。这是一段很长的文字。')
  for (const line of lines) {
    expect(Array.from(line).length).toBeLessThanOrEqual(8)
    expect(line).not.toMatch(/^[。，”]/)
  }
})

test('Arabic runs from right to left, its numbers and Latin words from left to right', () => {
  const [line] = linesOf('سعر 150', 1000, narrow)
  expect(line).toMatchObject({ rightToLeft: true })
  expect(line!.runs.map(({ text }) => text.trim()).filter((text) => text !== '')).toEqual([
    '150',
    'سعر',
  ])
  expect(line!.runs.find(({ text }) => text.includes('سعر'))).toMatchObject({ rightToLeft: true })
})

test('invisible characters, and those of no font, are shown by their code points', () => {
  expect(textsOf('a\u202eb \u{1F600}').join('')).toBe('a[U+202E]b [U+1F600]')
})

test('no character of a text is lost, however it is broken', () => {
  const letters = fc.constantFrom(...'ab c12.()-高仿手表，。اب ج'.split(''))
  fc.assert(
    fc.property(
      fc.array(letters, { maxLength: 60 }),
      fc.integer({ min: 1, max: 30 }),
      (parts, width) => {
        const text = parts.join('')
        const drawn = linesOf(text, width, narrow).flatMap(({ runs }) =>
          runs.map((run) => run.text),
        )
        const sorted = (value: string): string =>
          // Brackets from right to left are drawn as their mirror image.
          Array.from(value.replaceAll(/\s/g, '').replaceAll(')', '(')).sort().join('')
        expect(sorted(drawn.join(''))).toBe(sorted(text))
      },
    ),
  )
})

const index = PackageIndex.parse({
  $schema: 'https://datapackage.org/profiles/2.0/datapackage.json',
  name: 'offer-4711',
  title: 'Penawaran sepatu – 高仿运动鞋 – حذاء نسخة',
  created: '2026-11-20T08:00:00.000Z',
  contributors: [{ title: 'Lumora Rights', roles: ['publisher'] }],
  sources: [{ title: 'The offer', path: 'https://pasar.example/item/4711' }],
  resources: [
    {
      name: 'page',
      path: 'items/page.html',
      title: 'صفحة العرض',
      mediatype: 'text/html',
      bytes: 5,
      hash: `sha256:${'ab'.repeat(32)}`,
    },
  ],
  custody: [],
})

test('the report is a PDF with each text in reading order, and identical each time', async () => {
  const pdf = await evidenceReport(index)
  expect(pdf.subarray(0, 8).toString()).toBe('%PDF-1.7')
  const pages = pdfTexts(pdf)
  for (const text of ['Penawaran sepatu – ', '高仿运动鞋', 'صفحة العرض', 'ab'.repeat(32)]) {
    expect(pages).toContain(text)
  }
  expect(pdfTexts(await evidenceReport(index))).toBe(pages)
})

test('a plain document keeps the lines of a paragraph, in every script, and states its kind in the footer', async () => {
  const paragraphs = [
    '1. https://pasar.example/item/1\n   标题写着“高仿”。',
    'Judulnya menyebut “KW”.',
  ]
  const about = { title: 'Notice', author: 'House of Velmoraq', note: 'Draft, not sent' }
  const pdf = await plainDocument({ ...about, paragraphs, at: new Date(0) })
  expect(pdfTexts(pdf).split('\n')).toEqual([
    'Notice',
    '1. https://pasar.example/item/1',
    '标题写着“高仿”。',
    'Judulnya menyebut “KW”.',
    'Notice · House of Velmoraq · Draft, not sent · 1 / 1',
  ])
})
