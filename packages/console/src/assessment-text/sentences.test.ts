import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Assessment, Catalog, Listing, ShownReference } from '@touchstone/contract'
import { compile } from '@touchstone/recognition'
import { describe, expect, test } from 'vitest'
import { createText, loadCatalogue, type Said } from '../messages/index.ts'
import {
  inEnglish,
  readReason,
  readSentence,
  detailText,
  reasonText,
  signalSentences,
} from './sentences.ts'

const root = join(import.meta.dirname, '..', '..', '..', '..')
const linesOf = (file: string): string[] =>
  readFileSync(join(root, file), 'utf8')
    .split('\n')
    .filter((line) => line !== '')

const catalog = JSON.parse(readFileSync(join(root, 'samples/catalog.json'), 'utf8')) as Catalog
const screener = compile(catalog, { asOf: '2026-11-01T00:00:00Z' })

/** An offer that says what those of the samples don't. */
function offer(id: string, rest: Partial<Listing>): Listing {
  return { id, title: 'Velmoraq tote bag new', ...rest }
}

const price = (amount: string, currency = 'USD') => ({ amount, currency })
const corners = [
  [0, 0],
  [90, 0],
  [90, 90],
  [0, 90],
]
const read = (lines: string[], codes: { format: string; text: string }[] = []) => [
  {
    url: 'https://pictures.example/1.jpg',
    reading: {
      engine: 'test',
      width: 100,
      height: 100,
      complete: true,
      lines: lines.map((text) => ({ text, confidence: 1, box: corners })),
      codes: codes.map((code) => ({ ...code, box: corners })),
    },
  },
]
const shown = (
  bank: ShownReference['bank'],
  edits = '',
  brand: string | undefined = 'velmoraq',
) => [
  {
    url: 'https://pictures.example/1.jpg',
    shows: [
      {
        bank,
        reference: 'one',
        score: 0.99,
        kind: 'partial' as const,
        edits,
        ...(brand !== undefined && { brand }),
      },
    ],
  },
]
const named = catalog.brands.slice(0, 8).map(({ name }) => name)
const gtin = catalog.products?.find((product) => product.gtin !== undefined)
const styled = catalog.products?.find(({ styleCodes }) => styleCodes !== undefined)
const anotherBrand = (brand: string | undefined): string =>
  catalog.brands.find(({ id }) => id !== brand)?.name ?? ''

const constructed: Listing[] = [
  offer('external', {
    externalSignals: [{ name: 'account-linked', version: '2', weight: 1 }],
  }),
  offer('other price', { title: 'Velmoraq tote bag only $12', price: price('900.00') }),
  offer('no rate', { price: price('900', 'XYZ') }),
  offer('placeholder', { price: price('0.01') }),
  offer('link', {
    title: 'payment link, ask before you buy',
    price: price('250.00'),
    unitsSold: 40,
  }),
  offer('bland', { title: 'phone charm sticker', price: price('800.00') }),
  offer('kinds', { title: 'Velmoraq scarf 24 colours', price: price('40.00') }),
  offer('buyers name', { title: 'plain bag', reviews: [{ text: 'lovely Velmoraq tote' }] }),
  offer('many', { title: `new ${named.join(', ')} bags and shoes`, condition: 'new' }),
  offer('in a picture', { title: 'leather tote bag', images: read(['VELMORAQ']) }),
  offer('contact', {
    images: read([], [{ format: 'QRCode', text: 'https://wa.me/15550100123' }]),
  }),
  offer('own code', {
    title: `${catalog.brands.find(({ id }) => id === gtin?.brand)?.name} goods`,
    images: read([], [{ format: 'EAN13', text: gtin?.gtin ?? '' }]),
  }),
  offer('code of others', {
    title: 'Pacevorn Strydune 3 sneakers',
    images: read([], [{ format: 'EAN13', text: gtin?.gtin ?? '' }]),
  }),
  offer('official photograph', { images: shown('official') }),
  offer('official photograph alone', { title: 'leather tote bag', images: shown('official') }),
  offer('known fake', {
    images: shown(
      'known-fake',
      'mirrored, turned by 3° clockwise, stretched by 7 %, shrunk to 80 %',
    ),
  }),
  offer('seen before', {
    images: shown('seller-photo', 'turned by 180°, cropped to 8.1 %, on 40 % of the picture'),
  }),
  ...(['covered', 'blurred'] as const).map((how) =>
    offer(`mark ${how}`, {
      images: shown('official').map(({ shows, ...image }) => ({
        ...image,
        shows: shows.map((one) => ({
          ...one,
          hidden: [{ text: 'VELMORAQ', how, box: [0, 0, 0.5, 0.5] }],
        })),
      })),
    }),
  ),
  offer('part hidden', {
    images: read([]).map(({ reading, ...image }) => ({
      ...image,
      reading: { ...reading, hidden: [{ how: 'mosaic' as const, box: corners }] },
    })),
  }),
  offer('other brand', {
    title: 'Velmoraq handbag new',
    images: [...read(['QUILLABY']), ...read(['QUILLABY'])],
  }),
  offer('picture price', {
    price: price('900.00'),
    images: read(['VELMORAQ', 'only $12']),
  }),
  offer('foreign style', {
    title: `${anotherBrand(styled?.brand)} ${styled?.styleCodes?.[0]}`,
  }),
]

const offers = [
  ...readdirSync(join(root, 'eval/oracle'))
    .flatMap((file) => linesOf(join('eval/oracle', file)))
    .map((line) => (JSON.parse(line) as { listing: Listing }).listing),
  ...linesOf('samples/offers.ndjson').map((line) => JSON.parse(line) as Listing),
  ...constructed,
]
const assessments = offers.map((listing) => screener.screen(listing))
const detailsOf = ({ signals }: Assessment): string[] =>
  signals.map(({ code, evidence }) => evidence?.detail ?? code)
const joined = (said: readonly Said[]): string => said.map(({ text }) => text).join('')

test('every sentence that the engine says is read to its last letter, and none is known in vain', () => {
  const said = new Set<string>()
  for (const detail of new Set(assessments.flatMap(detailsOf))) {
    const sentence = readSentence(detail)
    expect(sentence, detail).toBeDefined()
    if (sentence === undefined) continue
    expect(inEnglish(sentence)).toBe(detail)
    said.add(sentence.key)
  }
  expect([...said].toSorted()).toEqual([...signalSentences].toSorted())
})

test('every reason of a verdict is read', () => {
  for (const assessment of assessments)
    expect(
      readReason(assessment.reason ?? '', detailsOf(assessment)),
      assessment.reason,
    ).toBeDefined()
})

describe.each(['id', 'zh'] as const)('in %s', (locale) => {
  test('nothing stays English but what words mean, kinds of goods and what is quoted', async () => {
    const text = createText(locale, await loadCatalogue(locale))
    for (const assessment of assessments) {
      const { reason = '' } = assessment
      for (const detail of detailsOf(assessment)) {
        const said = detailText(text, detail)
        const { key, places = {} } = readSentence(detail) ?? {}
        // Some languages have the same name in each.
        if (key !== 'says.word') expect(joined(said)).not.toBe(detail)
        const known = Object.values(places)
        for (const { english, text: part } of said)
          if (english)
            expect(
              known.some((value) => value.includes(part)),
              detail,
            ).toBe(true)
      }
      const said = reasonText(text, reason, detailsOf(assessment))
      expect(said[0]?.english, reason).toBeUndefined()
    }
  })
})

test('a sentence is told again with its words, names and numbers in their places', async () => {
  const detail =
    '57,300 KRW (about 42.1 USD) is 50 % of 84 USD, the lowest usual price of new Pacevorn goods of the type “sneakers” (source: its shop, 2026-11-01, not checked). The condition is not stated, and used goods cost less, so the low price counts only half.'
  const indonesian = createText('id', await loadCatalogue('id'))
  expect(joined(detailText(indonesian, detail)).replaceAll('\u00a0', ' ')).toBe(
    'KRW 57.300 (sekitar 42,1 USD) adalah 50% dari USD 84, harga lazim terendah untuk barang Pacevorn berjenis “sneakers” baru (sumber: its shop, 2026-11-01, belum diperiksa). Kondisi tidak disebutkan, dan barang bekas lebih murah, jadi harga rendah ini hanya dihitung separuh.',
  )
  const chinese = createText('zh', await loadCatalogue('zh'))
  expect(detailText(chinese, '“1:1” (Chinese): ‘one to one’.')).toEqual([
    { text: '“' },
    { text: '1:1' },
    { text: '”（' },
    { text: '中文' },
    { text: '）：' },
    { text: '‘one to one’', english: true },
    { text: '。' },
  ])
})

test('what no message knows stays as it was said, marked as English', async () => {
  const chinese = createText('zh', await loadCatalogue('zh'))
  const unheard = 'The engine of another year says something else.'
  expect(detailText(chinese, unheard)).toEqual([{ text: unheard, english: true }])
  const reason = `Review: the goods may be false; a person decides. ${unheard}`
  expect(reasonText(chinese, reason, [])).toEqual([{ text: reason, english: true }])
  expect(joined(reasonText(chinese, reason, [unheard]))).toBe(
    `复核：商品可能是假货；由人工决定。${unheard}`,
  )
  const long = `“${'”'.repeat(50_000)} stands for Velmoraq.`
  expect(detailText(chinese, long)).toEqual([{ text: long, english: true }])
})

test('in English the record is shown as it stands', async () => {
  const english = createText('en', await loadCatalogue('en'))
  expect(detailText(english, 'The offer names X.')).toEqual([{ text: 'The offer names X.' }])
  expect(reasonText(english, 'Whatever.', [])).toEqual([{ text: 'Whatever.' }])
})
