import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { faultsOf, parseListing, showFound } from './validation-faults.ts'

function faultsIn(over: Record<string, unknown>) {
  const parsed = parseListing({ id: 'a', title: 't', ...over })
  return parsed.ok ? [] : parsed.faults
}

test('a listing with unknown properties is accepted whole', () => {
  const listing = {
    id: 'a',
    title: '',
    extra: { nested: [1] },
    price: { amount: '1', currency: 'XYZ' },
  }
  expect(parseListing(listing)).toEqual({ ok: true, listing })
})

const cases: [string, Record<string, unknown>, [string, string, string, string]][] = [
  [
    'a missing title',
    { title: undefined },
    [
      '/title',
      'is missing',
      'nothing',
      'write the title as a string in double quotes; it may be empty',
    ],
  ],
  [
    'a number for an id',
    { id: 17 },
    ['/id', 'must be a string, not a number', '17', 'write "17", in quotes'],
  ],
  ['an empty id', { id: '' }, ['/id', 'is empty', '""', 'write at least one character']],
  [
    'a negative price',
    { price: { amount: '-5', currency: 'USD' } },
    [
      '/price/amount',
      'must be a decimal string of digits',
      '"-5"',
      'write "19.90"; a price is never negative',
    ],
  ],
  [
    'a negative number as price',
    { price: { amount: -5, currency: 'USD' } },
    [
      '/price/amount',
      'must be a string, not a number',
      '-5',
      'write "19.90"; a price is never negative',
    ],
  ],
  [
    'a float as price',
    { price: { amount: 19.9, currency: 'USD' } },
    ['/price/amount', 'must be a string, not a number', '19.9', 'write "19.9", in quotes'],
  ],
  [
    'a currency in small letters',
    { price: { amount: '1', currency: 'usd' } },
    [
      '/price/currency',
      'is not a code in capital letters',
      '"usd"',
      'write three capital letters of ISO 4217: "EUR"',
    ],
  ],
  [
    'a condition of another word',
    { condition: 'mint' },
    [
      '/condition',
      'is not an allowed value',
      '"mint"',
      'write one of "new", "used", "refurbished", "unknown"',
    ],
  ],
  [
    'null for what is not known',
    { description: null },
    [
      '/description',
      'must be a string in double quotes, not null',
      'null',
      'omit the field if unknown; otherwise write a string in double quotes',
    ],
  ],
  [
    'a number among attributes, its name escaped',
    { attributes: { 'size/EU': 42 } },
    ['/attributes/size~1EU', 'must be a string, not a number', '42', 'write "42", in quotes'],
  ],
  [
    'a quantity as text',
    { quantity: '3' },
    ['/quantity', 'must be a number, not a string', '"3"', 'write 3, without quotes'],
  ],
  [
    'a date without a time',
    { observedAt: '2026-11-25' },
    [
      '/observedAt',
      'must be a date and time',
      '"2026-11-25"',
      'write an RFC 3339 date and time: "2026-11-25T08:30:00Z"',
    ],
  ],
  [
    'a signal beyond its cap',
    { externalSignals: [{ name: 'x', weight: 9 }] },
    ['/externalSignals/0/weight', 'is out of range', '9', 'write a number of at most 2'],
  ],
]

test.each(cases)('%s', (_name, over, [pointer, problem, found, remedy]) => {
  expect(faultsIn(over)).toEqual([{ pointer, problem, found, remedy }])
})

test('a value that is not an object is one fault of the whole document', () => {
  for (const value of [null, 5, 'text', [], undefined]) {
    const parsed = parseListing(value)
    expect(parsed.ok ? [] : parsed.faults.map(({ pointer }) => pointer)).toEqual([''])
  }
})

test('any JSON value gives a listing or faults of one short line each', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (title, price) => {
      for (const value of [title, { id: 'a', title, price, attributes: price, images: title }]) {
        const parsed = parseListing(value)
        if (parsed.ok) continue
        expect(parsed.faults.length).toBeGreaterThan(0)
        for (const { found, remedy, problem } of parsed.faults) {
          expect(found.length).toBeLessThanOrEqual(80)
          expect(found + remedy + problem).not.toMatch(/\n/)
          expect(remedy).not.toBe('')
        }
      }
    }),
  )
})

test('a value is shown cut, escaped and without a deep stack', () => {
  expect(showFound(undefined)).toBe('nothing')
  expect(showFound('a\n"b"')).toBe('"a\\n\\"b\\""')
  expect(showFound('😀'.repeat(100))).toMatch(/^"(😀)+…$/u)
  expect(showFound({ a: [1, { b: null }] })).toBe('{"a":[1,{"b":null}]}')
  let deep: unknown = 1
  for (let level = 0; level < 50_000; level++) deep = [deep]
  expect(showFound(deep)).toBe('[[[[[…]]]]]')
})

test('of a value with many faults twenty are named, and no name of a stranger is repeated whole', () => {
  const images = Array.from({ length: 30 }, () => 7)
  expect(faultsIn({ images })).toHaveLength(20)
  const schema = z.strictObject({ a: z.number() })
  const long = 'x'.repeat(100_000)
  const wild = Object.fromEntries(Array.from({ length: 900 }, (_, at) => [`${long}${at}`, 1]))
  const error = schema.safeParse({ a: '1'.repeat(100_000), ...wild }).error!
  const told = JSON.stringify(faultsOf(error, { a: '1'.repeat(100_000), ...wild }))
  expect(told).toContain('and 897 more')
  expect(told.length).toBeLessThan(1000)
  const record = z.record(z.string(), z.number()).safeParse({ [long]: 'x' })
  expect(faultsOf(record.error!, { [long]: 'x' })[0]?.pointer.length).toBeLessThanOrEqual(200)
})

test('what is no ID is not offered as one', () => {
  const { error } = z.object({ id: z.uuid() }).safeParse({ id: 'abc' })
  const [fault] = faultsOf(error!, { id: 'abc' })
  expect(fault).toMatchObject({ pointer: '/id', problem: 'is not an ID', found: '"abc"' })
  expect(fault?.remedy).not.toContain('abc')
})
