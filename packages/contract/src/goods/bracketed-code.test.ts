import { expect, test } from 'vitest'
import { bracketedCode, bracketedCodes } from './bracketed-code.ts'

test.each([
  [{ gtin: '09521234000013' }, '(01)09521234000013'],
  [{ gtin: '09521234000013', serial: 'A(1' }, '(01)09521234000013(21)A\\(1'],
  [{ gtin: '09521234000013', batch: 'L', serial: 'A' }, '(01)09521234000013(10)L(21)A'],
  [{ gtin: '09521234000013', serial: null }, '(01)09521234000013'],
])('%j is written %s', (named, code) => {
  expect(bracketedCode(named)).toBe(code)
})

test.each([
  [[], [], ['(01)09521234000013']],
  [
    ['L'],
    ['A', 'B'],
    ['(01)09521234000013(10)L', '(01)09521234000013(21)A', '(01)09521234000013(21)B'],
  ],
])('batches %j and units %j are written %j', (batches, serials, codes) => {
  expect(bracketedCodes({ gtin: '09521234000013', batches, serials })).toEqual(codes)
})
