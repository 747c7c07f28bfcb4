import { createHash, randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isSerial, randomSerial, SerialIssuer } from './index.ts'
import { characters } from './characters.ts'

const key = createHash('sha256').update('a key of the test').digest()
const batch = { key, name: '04006381333931 LOT7', units: 5000 }
const issuer = new SerialIssuer(batch)
const unit = fc.integer({ min: 0, max: batch.units - 1 })

test('a derived batch gives each unit a serial of its own, and finds the unit by it', () => {
  const serials = Array.from({ length: 300 }, (_, number) => issuer.serialOf(number))
  expect(new Set(serials).size).toBe(300)
  expect(serials.map((serial) => issuer.unitOf(serial))).toEqual(serials.map((_, at) => at))
  expect(serials.every((serial) => /^[0-9A-HJKMNP-TV-Z]{17}$/.test(serial))).toBe(true)
})

test('the serial of a unit stays the same in every release', () => {
  expect([issuer.serialOf(0), issuer.serialOf(4999)]).toEqual([
    '7VMPXV9SYG1BGCX70',
    'V1SR1B1RDQ743N8R5',
  ])
})

test('any wrong character, and any two neighbours in the wrong order, is told from what was issued', () => {
  const typo = fc.tuple(unit, fc.nat(16), fc.nat(31))
  fc.assert(
    fc.property(typo, ([number, at, value]) => {
      const right = issuer.serialOf(number)
      const wrong = `${right.slice(0, at)}${characters[value]}${right.slice(at + 1)}`
      const [one = '', other = ''] = [right[at], right[at + 1]]
      const exchanged = `${right.slice(0, at)}${other}${one}${right.slice(at + 2)}`
      for (const typed of [wrong, exchanged].filter((text) => text !== right)) {
        expect(isSerial(typed)).toBe(false)
        expect(issuer.unitOf(typed)).toBeUndefined()
        expect(issuer.nearMisses(typed)).toContain(right)
      }
    }),
    { numRuns: 40 },
  )
})

test('what was issued is near to nothing, and neither is what was made up', () => {
  expect(issuer.nearMisses(issuer.serialOf(7))).toEqual([])
  for (let count = 0; count < 20; count++) {
    const serial = randomSerial()
    expect([isSerial(serial), issuer.unitOf(serial)]).toEqual([true, undefined])
    expect(issuer.nearMisses(serial)).toEqual([])
  }
})

test('another key, another batch, and a unit beyond the batch share no serial', () => {
  const larger = new SerialIssuer({ ...batch, units: 10_000 })
  expect(larger.serialOf(3)).toBe(issuer.serialOf(3))
  expect(issuer.unitOf(larger.serialOf(9000))).toBeUndefined()
  const others = [
    { ...batch, name: '04006381333931 LOT8' },
    { ...batch, key: randomBytes(32) },
  ]
  for (const other of others)
    expect(new SerialIssuer(other).unitOf(issuer.serialOf(3))).toBeUndefined()
})

test('serials are read as people type them: small letters, O for zero, I and L for one', () => {
  const serial = Array.from({ length: 200 }, (_, number) => issuer.serialOf(number)).find((one) =>
    /0.*1|1.*0/.test(one),
  )!
  const typed = serial.toLowerCase().replaceAll('0', 'o').replace('1', 'l').replace('1', 'i')
  expect(issuer.unitOf(typed)).toBe(issuer.unitOf(serial))
})

test('any text is answered without an error', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      expect(issuer.unitOf(text)).toBeUndefined()
      expect(issuer.nearMisses(text)).toEqual([])
    }),
  )
})

test.each([
  [{ ...batch, key: randomBytes(16) }, 'a key has 32 bytes, not 16'],
  [{ ...batch, units: 0 }, 'a batch has 1 to 1000000000 units, not 0'],
  [{ ...batch, units: 1.5 }, 'a batch has 1 to 1000000000 units, not 1.5'],
])('a batch that cannot be is refused (%#)', (wrong, message) => {
  expect(() => new SerialIssuer(wrong)).toThrow(message)
})
