import { expect, test } from 'vitest'
import { bounded } from './regular-expressions/checked-expressions.ts'
import { checkExpressions } from './regular-expressions/check-expressions.ts'
import {
  expressionsIn,
  expressionsOfPackages,
  literalOf,
} from './regular-expressions/expressions.ts'
import { vulnerabilityOf } from './regular-expressions/vulnerability.ts'

test('no regular expression of the packages can be made slow by a text', () => {
  expect(checkExpressions({ anew: false }).vulnerable).toEqual([])
})

test('every expression excused as bounded exists, and states its limit', () => {
  const found = new Set(expressionsOfPackages().map(literalOf))
  for (const [literal, { characters, by }] of Object.entries(bounded)) {
    expect(found).toContain(literal)
    expect(characters).toBeLessThanOrEqual(10_000)
    expect(by).not.toBe('')
  }
})

test('literals are found wherever a program may contain them', () => {
  const text = [
    'const one = /a+b/gu',
    "const two = new RegExp('c+', 'i')",
    'const three = RegExp(`d`)',
    'const four = text.replace(/[/]+$/, "")',
    'const five = new RegExp(one.source + "x")',
    "const no = 'a / b' + 1 / 2 / 3 // /e+/",
  ].join('\n')
  expect(expressionsIn('file.ts', text)).toEqual([
    { source: 'a+b', flags: 'gu', line: 1 },
    { source: 'c+', flags: 'i', line: 2 },
    { source: 'd', flags: '', line: 3 },
    { source: '[/]+$', flags: '', line: 4 },
  ])
})

test.each([
  ['(a+)+$', '', /exponential/],
  ['0+$', '', /2nd degree/],
  ['\\p{L}.*\\s.*\\p{L}', 'u', /3rd degree/],
])('a slow expression is found: /%s/%s', (source, flags, why) => {
  expect(vulnerabilityOf({ source, flags, places: [] })).toMatch(why)
})

test.each([
  ['^[a-z]{1,20}$', ''],
  ['(?<!0)0+$', ''],
])('a fast one is not: /%s/%s', (source, flags) => {
  expect(vulnerabilityOf({ source, flags, places: [] })).toBeUndefined()
})
