import fc from 'fast-check'
import { expect, test } from 'vitest'
import { contactOf, gtinOf, identifiersIn, wholeGtin } from './index.ts'

test.each([
  ['EAN13', '4006381333931', '04006381333931'],
  ['UPCA', '036000291452', '00036000291452'],
  ['EAN8', '96385074', '00000096385074'],
  ['DataMatrix', '0104006381333931', '04006381333931'],
  ['DataMatrix', '(01)04006381333931(21)A7', '04006381333931'],
  ['QRCode', 'https://id.brand.example/01/04006381333931/21/A7?x=1', '04006381333931'],
])('finds the item number in %s %s', (format, text, gtin) => {
  expect(gtinOf({ format, text })).toBe(gtin)
})

test.each([
  ['EAN13', '4006381333932'],
  ['QRCode', 'https://shop.example/01/pictures'],
  ['QRCode', '13800001234'],
  ['Code128', '0000000000000000'],
])('finds none in %s %s', (format, text) => {
  expect(gtinOf({ format, text })).toBeUndefined()
})

test('with its symbology identifier, elements of a GS1 code are read in any order', () => {
  const text = '10L1\u001d0104006381333931'
  expect(gtinOf({ format: 'DataMatrix', text })).toBeUndefined()
  expect(gtinOf({ format: 'DataMatrix', text, symbology: ']d2' })).toBe('04006381333931')
})

test('one changed digit makes it none', () => {
  const digit = fc.integer({ min: 0, max: 9 })
  fc.assert(
    fc.property(
      fc.array(digit, { minLength: 13, maxLength: 13 }),
      fc.nat(12),
      digit,
      (digits, at, to) => {
        const sum = digits.reduce((total, one, place) => total + one * (place % 2 === 0 ? 3 : 1), 0)
        const whole = [...digits, (10 - (sum % 10)) % 10]
        fc.pre(digits.some((candidate) => candidate > 0) && whole[at] !== to)
        expect(wholeGtin(whole.join(''))).toBe(whole.join(''))
        expect(wholeGtin(whole.with(at, to).join(''))).toBeUndefined()
      },
    ),
  )
})

test.each([
  ['https://wa.me/6281200001234?text=hi', 'whatsapp', '6281200001234'],
  ['https://api.whatsapp.com/send?phone=6281200001234', 'whatsapp', '6281200001234'],
  ['https://u.wechat.com/EAbcDefGhi', 'wechat', 'EAbcDefGhi'],
  ['weixin://dl/business/?t=abc', 'wechat', 'abc'],
  ['https://t.me/best_shop', 'telegram', 'best_shop'],
  ['https://qm.qq.com/cgi-bin/qm/qr?k=a1B2', 'qq', 'a1B2'],
  ['wxp://f2f0abc', 'payee', 'wxp://f2f0abc'],
  ['https://qr.alipay.com/fkx123', 'payee', 'fkx123'],
  ['tel:+62 812 0000 1234', 'phone', '+62 812 0000 1234'],
  ['mailto:shop@mail.example?subject=x', 'email', 'shop@mail.example'],
  ['BEGIN:VCARD\nN:X\nTEL;CELL:+6281200001234\nEND:VCARD', 'phone', '+6281200001234'],
])('%s leads to %s', (text, type, value) => {
  expect(contactOf(text)).toEqual({ type, value })
})

test('a page of a shop is a domain and no contact, and each identifier is named once', () => {
  expect(contactOf('https://shop.example/p/1')).toBeUndefined()
  const codes = [
    'https://Shop.example/p/1',
    'https://shop.example/p/2',
    'tel:0812000012',
    '40063',
  ].map((text) => ({ format: 'QRCode', text, box: [] }))
  expect(identifiersIn([{ codes }])).toEqual([
    { type: 'domain', value: 'shop.example' },
    { type: 'phone', value: '0812000012' },
  ])
})
