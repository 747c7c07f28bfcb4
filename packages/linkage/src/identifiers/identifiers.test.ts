import type { Listing } from '@touchstone/contract'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contactRows, lookAlikeRows, type OracleRow } from '../../test/identifier-oracle.ts'
import { findIdentifiers, findInText } from './index.ts'

const seal = (value: string): string => `sealed ${value.length}`

function foundIn({ text, country }: OracleRow): string[] {
  return findInText(text, { countries: [country] }).map(({ type, value }) =>
    type === 'address' ? type : `${type} ${value}`,
  )
}

test('of 500 texts contacts in disguise are found, and their look-alikes are not', () => {
  const rows = [...contactRows(250), ...lookAlikeRows(250)].map((row) => ({
    ...row,
    found: foundIn(row),
  }))
  const isRight = ({ expected, found }: (typeof rows)[number]): number =>
    expected.filter((one) => found.includes(one)).length
  const total = (count: (row: (typeof rows)[number]) => number): number =>
    rows.reduce((sum, row) => sum + count(row), 0)
  const right = total(isRight)
  const mistakes = rows.filter(
    (row) => isRight(row) < Math.max(row.expected.length, row.found.length),
  )
  expect(
    right / total(({ expected }) => expected.length),
    JSON.stringify(mistakes),
  ).toBeGreaterThan(0.95)
  expect(right / total(({ found }) => found.length), JSON.stringify(mistakes)).toBeGreaterThan(0.98)
})

test.each([
  ['WA 0812-3456-7890 ya', '0812-3456-7890'],
  ['加微信：①③⑧①②③④⑤⑥⑦⑧ 看图', '①③⑧①②③④⑤⑥⑦⑧'],
  ['s a l e s @ velmora.example now', 's a l e s @ velmora.example'],
  [
    'call zero eight one two three four five six seven eight nine zero ok',
    'zero eight one two three four five six seven eight nine zero',
  ],
  ['Alamat: Jl. Kenanga No. 33, Batam 29429', 'Jl. Kenanga No. 33, Batam 29429'],
])('%s: the place is that in the original', (text, place) => {
  const [found] = findInText(text, { countries: ['ID', 'CN'] })
  expect(text.slice(found?.start, found?.end)).toBe(place)
})

test.each(['Ro.ma 2000-01 retro jersey', 'Bar.ca away shirt'])(
  '%s: a name that dots divide is no domain',
  (text) => {
    expect(findInText(text, { countries: ['CN'] })).toEqual([])
  },
)

test('any text is read, and every place lies in it', () => {
  const text = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom(
        'wa ',
        '加V❤',
        '①③⑧',
        ' (at) ',
        '.com',
        '0812 ',
        'satu',
        '八',
        '@',
        '+62',
        '\u200b',
        '➕',
      ),
    ),
    { maxLength: 12 },
  )
  fc.assert(
    fc.property(text, (parts) => {
      const original = parts.join('')
      for (const { start, end, value } of findInText(original, { countries: ['ID', 'CN'] })) {
        expect(value).not.toBe('')
        expect(start).toBeGreaterThanOrEqual(0)
        expect(end).toBeGreaterThan(start)
        expect(end).toBeLessThanOrEqual(original.length)
      }
    }),
  )
})

test('one account has one value, however it is written', () => {
  const values = [
    'WA 0812-3456-7890',
    'https://wa.me/6281234567890',
    'whatsapp +62 812 3456 7890',
    'wa: nol delapan satu dua tiga empat lima enam tujuh delapan sembilan nol',
  ].map((text) => findInText(text, { countries: ['ID'] })[0]?.value)
  expect(new Set(values)).toEqual(new Set(['+6281234567890']))
})

const listing: Listing = {
  id: '1',
  title: 'Velmoraq bag',
  description: 'Pay to card 4111 1111 1111 1111 or ask on telegram @velmora_deals',
  price: { amount: '5', currency: 'IDR' },
  attributes: { note: 'hp 0812 3456 7890' },
  variants: [{ name: 'album velmora-bags.x.yupoo.com' }],
  reviews: [{ text: 'my number is +62 812 9999 8888' }],
  images: [
    { url: 'https://img.alicdn.com/imgextra/i4/2200612345678/O1CN01aa_!!2200612345678.jpg' },
    { url: 'https://pictures.example/a.jpg' },
  ],
  seller: { id: 's', identifiers: [{ type: 'phone', value: '0812-3456-7890' }] },
}

test('fields, attributes, variants, pictures and declared identifiers are read, reviews are not', () => {
  const found = findIdentifiers(listing, { seal }).map(({ type, value, field }) => [
    type,
    value,
    field,
  ])
  expect(found).toEqual([
    ['card', 'sealed 16', 'description'],
    ['telegram', 'velmora_deals', 'description'],
    ['phone', '+6281234567890', 'attributes.note'],
    ['domain', 'velmora-bags.x.yupoo.com', 'variants.0.name'],
    ['picture-owner', 'alicdn:2200612345678', 'images.0.url'],
    ['phone', '+6281234567890', 'seller.identifiers.0.value'],
  ])
})

test('a plain text is read as one with an invisible sign, which takes all steps', () => {
  const parts = [
    '0812',
    '3456',
    'satu',
    'nol',
    'o',
    'l',
    'WA',
    '(at)',
    ' at ',
    ' dot ',
    'shop.example',
  ]
  const anyText = fc
    .array(fc.constantFrom(...parts, ' ', '.', '-', 'a b c d', 'two five eight', '789', 'tel'), {
      maxLength: 12,
    })
    .map((some) => some.join(''))
  fc.assert(
    fc.property(anyText, (text) => {
      const found = findInText(`\u200b${text}`, { countries: ['ID'] })
      const moved = found.map(({ start, end, ...one }) => ({
        ...one,
        start: start - 1,
        end: end - 1,
      }))
      expect(findInText(text, { countries: ['ID'] })).toEqual(moved)
    }),
    { numRuns: 500 },
  )
})

test('the number of a card never leaves', () => {
  expect(JSON.stringify(findIdentifiers(listing, { seal }))).not.toContain('4111')
})
