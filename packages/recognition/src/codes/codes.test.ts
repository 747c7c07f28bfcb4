import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { costRatio } from '../../test/processor-time.ts'
import { allIdentifiers } from './application-identifiers.ts'
import {
  bracketed,
  dictionaryRelease,
  readBracketedCode,
  readCodeText,
  readScan,
  wordCodeProblem,
  type CodeElement,
} from './index.ts'
import { characterChecks, checkPair, valueChecks } from './value-checks.ts'

const separator = '\u001d'
const item = 'https://id.gs1.org/01/04006381333931'

test.each([
  [']C1010400638133393121A7', '(01)04006381333931(21)A7', `${item}/21/A7`],
  [
    `]d201040063813339311727123110L1${separator}21A7`,
    '(01)04006381333931(17)271231(10)L1(21)A7',
    `${item}/10/L1/21/A7?17=271231`,
  ],
  [']Q3004006381333900000', undefined, undefined],
  [']E04006381333931', '(01)04006381333931', item],
  [']E496385074', '(01)00000096385074', 'https://id.gs1.org/01/00000096385074'],
  [
    ']Q1https://brand.example/x/01/04006381333931/21/A%2F7?utm=1',
    '(01)04006381333931(21)A/7',
    `${item}/21/A%2F7`,
  ],
  [']Q1Visit our shop', '', undefined],
])('the scan %j is read', (input, elements, uri) => {
  const read = readScan(input)
  if (elements === undefined) expect(read.ok).toBe(false)
  else expect(read.ok && [bracketed(read.elements), read.uri]).toEqual([elements, uri])
})

test.each([
  // The problem stands where the text shows it, also behind escapes and encoded characters.
  ['https://a.example/01/04006381333932', 'check-digit', '2'],
  ['https://a.example/01/04006381333931/21/A%20B', 'characters', '%20'],
  ['https://a.example/01/04006381333931?17=271301', 'month', '13'],
  ['https://a.example/01/04006381333931?10=L1', 'belongs-in-path', '10'],
  ['https://a.example/01/04006381333931?21=A', 'belongs-in-path', '21'],
  ['https://a.example/01/04006381333931?8200=x', 'no-attribute', '8200'],
  [
    'https://a.example/01/04006381333931/21/A/10/L',
    'qualifier-order',
    '01/04006381333931/21/A/10/L',
  ],
  ['https://a.example/01/04006381333931?99=a&99=a', 'repeated', '99'],
  ['https://a.example/p/1', 'no-key', '/p/1'],
  ['https://a_b.example/01/04006381333931', 'host', '_'],
  ['https://a.example/01/0400638133393é', 'uri-character', 'é'],
  ['(01)04006381333931(21)\\(a^', 'characters', '^'],
  ['(01)04006381333931(12345)A', 'unknown-identifier', '12345'],
  ['(21)A7', 'missing', '21'],
  ['(01)04006381333931(37)5', 'excluded', '01'],
  ['(01)0400638133393', 'too-short', '0400638133393'],
  ['(8013)1987654Ad4X4bL5ttr2310c3K', 'check-pair', '3K'],
  ['^0104006381333931^21A7^21B7', 'conflicting', '21'],
])('of %j the problem is %s at %j', (input, code, place) => {
  const read = readCodeText(input)
  if (read.ok) throw new Error('it was read')
  const { at, length } = read.problem
  expect([read.problem.code, input.slice(at, at + length)]).toEqual([code, place])
})

test('a problem is worded in each language, with its identifier', () => {
  const read = readCodeText('(21)A7')
  if (read.ok) throw new Error('it was read')
  expect(wordCodeProblem(read.problem)).toBe(
    '(21) requires one of these beside it: (01), (03), (8006).',
  )
  expect(wordCodeProblem(read.problem, 'id')).toContain('(21) memerlukan')
  expect(wordCodeProblem(read.problem, 'zh')).toContain('(21) 还需要')
})

test('the table comes from a release, and every check that it names exists', () => {
  expect(dictionaryRelease).toMatch(/^\d{4}-\d\d-\d\d$/)
  const named = allIdentifiers.flatMap(({ components }) =>
    components.flatMap(({ checks = [] }) => checks),
  )
  expect(new Set(named)).toEqual(new Set(named.filter((name) => Object.hasOwn(valueChecks, name))))
})

test('check characters are those of the General Specifications', () => {
  expect(checkPair('1987654Ad4X4bL5ttr2310c')).toBe('2K')
})

/** Text of the 82 characters that GS1 allows. */
const character = fc.string({ unit: 'binary-ascii', minLength: 1, maxLength: 1 })
const set82 = character.filter((one) => characterChecks.X(one) === undefined)
const text82 = (maxLength: number) =>
  fc.array(set82, { minLength: 1, maxLength }).map((all) => all.join(''))
const gtin = fc.array(fc.nat(9), { minLength: 13, maxLength: 13 }).map((digits) => {
  const sum = digits.reduce((total, digit, at) => total + digit * (at % 2 === 0 ? 3 : 1), 0)
  return `${digits.join('')}${(10 - (sum % 10)) % 10}`
})
const element = (ai: string, value: fc.Arbitrary<string>) =>
  value.map((one) => ({ ai, value: one }))
const label = fc
  .tuple(
    element('01', gtin),
    fc.option(element('10', text82(20)), { nil: undefined }),
    fc.option(element('21', text82(20)), { nil: undefined }),
    fc.option(element('17', fc.constantFrom('271231', '280229', '270200')), { nil: undefined }),
    fc.option(element('99', text82(90)), { nil: undefined }),
  )
  .map((all) => all.filter((one) => one !== undefined))
const shuffled = label.chain((all) => fc.shuffledSubarray(all, { minLength: all.length }))
const fixed = new Set(['01', '17'])
const joined = (elements: readonly CodeElement[], fnc1: string): string =>
  elements
    .map(
      ({ ai, value }, at) =>
        `${ai}${value}${fixed.has(ai) || at === elements.length - 1 ? '' : fnc1}`,
    )
    .join('')
const sorted = (elements: readonly CodeElement[]) =>
  elements.toSorted((a, b) => (a.ai < b.ai ? -1 : 1))

test('every carrier of a label says the same, in any order, and its link is its own canonical form', () => {
  fc.assert(
    fc.property(shuffled, fc.constantFrom(']C1', ']e0', ']d2', ']Q3'), (elements, symbology) => {
      const scan = readScan(`${symbology}${joined(elements, separator)}`)
      expect(scan).toMatchObject({ ok: true, elements })
      const written = readBracketedCode(bracketed(elements))
      expect(written).toEqual(scan)
      if (!scan.ok || scan.uri === undefined) throw new Error('it has no link')
      const linked = readCodeText(scan.uri)
      if (!linked.ok) throw new Error(linked.problem.code)
      expect(sorted(linked.elements)).toEqual(sorted(elements))
      expect(linked.uri).toBe(scan.uri)
    }),
  )
})

test('one wrong digit of a GTIN is refused at its check digit', () => {
  fc.assert(
    fc.property(gtin, fc.nat(13), fc.integer({ min: 1, max: 9 }), (good, at, by) => {
      const wrong = good.slice(0, at) + ((Number(good[at]) + by) % 10) + good.slice(at + 1)
      const read = readScan(`]d201${wrong}`)
      expect(read).toMatchObject({ ok: false, problem: { code: 'check-digit', at: 18 } })
    }),
  )
})

test('any text is read or refused, with a place inside it', () => {
  const piece = fc.oneof(
    fc.constantFrom(
      '(',
      ')',
      '01',
      '21',
      '10',
      '17',
      '/',
      '?',
      '&',
      '=',
      '%',
      '^',
      separator,
      '4006381333931',
      '\\(',
    ),
    fc.string({ unit: 'grapheme', maxLength: 4 }),
    text82(6),
  )
  const start = fc.constantFrom(
    '',
    '(',
    '^',
    ']d2',
    ']Q1',
    ']E0',
    ']',
    'https://a.example/',
    'HTTP://',
  )
  const anyText = fc
    .tuple(start, fc.array(piece, { maxLength: 20 }))
    .map(([first, pieces]) => first + pieces.join(''))
  fc.assert(
    fc.property(anyText, (input) => {
      for (const read of [readScan(input), readCodeText(input), readBracketedCode(input)]) {
        if (read.ok) continue
        const { at, length } = read.problem
        expect(at).toBeGreaterThanOrEqual(0)
        expect(at).toBeLessThanOrEqual(input.length)
        expect(length).toBeGreaterThanOrEqual(at < input.length ? 1 : 0)
        expect(wordCodeProblem(read.problem)).not.toMatch(/[{}]/)
      }
    }),
    { numRuns: 2000 },
  )
})

test.each([
  ['parameters', (n: number) => `${item}?${'a=1&'.repeat(n)}`],
  ['path', (n: number) => `https://a.example${'/21/A'.repeat(n)}`],
  ['elements', (n: number) => `^${'99A^'.repeat(n)}`],
  ['brackets', (n: number) => '(99)A'.repeat(n)],
  ['escapes', (n: number) => `(99)${'\\('.repeat(n)}`],
])('reading grows with the length of hostile %s', (_, build) => {
  const [long, short] = [build(1600), build(400)]
  expect(
    costRatio(
      () => void readCodeText(long),
      () => void [1, 2, 3, 4].map(() => readCodeText(short)),
    ),
  ).toBeLessThan(3)
})

const vectors = join(resolve(process.env['TOUCHSTONE_DATA'] ?? '../shared/data'), 'offline/gs1')

describe.skipIf(!existsSync(vectors))('codes that GS1’s own engine judged', () => {
  const readers = { data: readCodeText, scan: readScan, ai: readBracketedCode }
  test.each(['gs1-reference-cases', 'gs1-random-dev'])(
    '%s: the same judgement and elements',
    (name) => {
      type Case = {
        mode: keyof typeof readers
        input: string
        ok: boolean
        elements?: string
        uri?: string
      }
      const cases = readFileSync(join(vectors, `${name}.ndjson`), 'utf8')
        .trimEnd()
        .split('\n')
        .map((line) => JSON.parse(line) as Case)
      const differences = cases.filter(({ mode, input, ok, elements, uri }) => {
        const read = readers[mode](input)
        if (!read.ok || !ok) return read.ok !== ok
        return bracketed(read.elements) !== elements || (read.uri ?? '') !== uri
      })
      expect(differences).toEqual([])
    },
  )
})
