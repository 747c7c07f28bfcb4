import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readBracketedCode, readCodeText, readScan, type ReadCode } from './read-code.ts'
import { signatureIn, signedBytesOf, withSignature } from './signed-code.ts'

const keyId = '0123456789abcdef'.repeat(4)
const link = 'https://id.maker.example/01/04006381333931/10/LOT7/21/A7?17=270101&3103=000750'
const read = (code: ReadCode | { ok: false }): ReadCode => {
  if (!code.ok) throw new Error('the code is refused')
  return code
}

test('a link, a bracketed code and an element string of the same elements are one to sign', () => {
  const codes = [
    readCodeText(link),
    readCodeText(link.replace('17=270101&3103=000750', 'lang=de&3103=000750&17=270101')),
    readBracketedCode('(01)04006381333931(3103)000750(10)LOT7(21)A7(17)270101'),
    readScan(']d20104006381333931310300075017270101' + '10LOT7\u001d21A7'),
  ]
  const texts = codes.map((code) =>
    Buffer.from(signedBytesOf(read(code).elements, keyId)).toString('utf8'),
  )
  expect(new Set(texts)).toEqual(
    new Set([
      `touchstone code 1\n${keyId}\n01 04006381333931\n10 LOT7\n17 270101\n21 A7\n3103 000750`,
    ]),
  )
})

test('a link carries its signature and is still a Digital Link of the same elements', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 64, maxLength: 64 }), (signature) => {
      const signed = withSignature(`${link}#top`, keyId, signature)
      expect(signatureIn(signed)).toEqual({ key: '0123456789abcdef', signature })
      expect(readCodeText(signed)).toEqual(readCodeText(link))
      expect(withSignature(signed, keyId, signature)).toBe(signed)
    }),
  )
})

const signature = new Uint8Array(64).fill(255)
const signed = withSignature('https://a.example/01/04006381333931', keyId, signature)

test.each([
  ['none', 'https://a.example/01/04006381333931'],
  ['two', `${signed}&${signed.split('?')[1]}`],
  ['a short one', signed.slice(0, -1)],
  ['a long one', `${signed}A`],
  ['one in other letters', signed.replace('abcdef', 'ABCDEF')],
  ['one with idle bits', `${signed.slice(0, -1)}_`],
])('a link with %s has no signature', (_, text) => {
  expect(signatureIn(text)).toBeUndefined()
})

test('any text is answered without an error', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(signatureIn(text)).toBeUndefined()
    }),
  )
})
