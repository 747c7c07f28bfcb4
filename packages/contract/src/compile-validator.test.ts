import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { compileValidator } from './compile-validator.ts'
import { Listing } from './listings/listing.ts'

const accepts = compileValidator(Listing)

const full = {
  id: 'a',
  title: 't',
  url: 'https://shop.example/1',
  condition: 'new',
  price: { amount: '19.90', currency: 'EUR' },
  quantity: 3,
  attributes: { colour: 'red' },
  variants: [{ name: 'L', price: { amount: '1', currency: 'USD' }, quantity: 0, image: 0 }],
  reviews: [{ text: 'good', rating: 4.5, at: '2026-11-01T10:00:00+02:00', images: [] }],
  images: [{ sha256: 'a'.repeat(64) }],
  seller: {
    id: 's',
    country: 'ID',
    joinedAt: '2026-01-01T00:00:00Z',
    identifiers: [{ type: 'phone', value: '1' }],
    type: 'trader',
  },
  observedAt: '2026-11-01T10:00:00Z',
  sources: [{ kind: 'feed' }],
  externalSignals: [{ name: 'x', weight: -2 }],
}

const odd: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  fc.constantFrom<unknown>(
    '',
    '-5',
    '1.',
    '19.90',
    'EUR',
    'eur',
    'new',
    'NEW',
    -1,
    1.5,
    2.5,
    -0,
    1e21,
    51,
    'x'.repeat(201),
    '2026-02-30T00:00:00Z',
    '2026-11-01',
    '2026-11-01T10:00:00',
    'a'.repeat(64),
    null,
    undefined,
    [],
    {},
  ),
)

/** A valid listing with one value replaced. */
const mutated = fc.tuple(fc.nat(), odd).map(([at, value]) => {
  const copy = structuredClone(full) as Record<string, unknown>
  const places: [Record<string, unknown>, string][] = []
  const walk = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return
    for (const key of Object.keys(node)) {
      places.push([node as Record<string, unknown>, key])
      walk((node as Record<string, unknown>)[key])
    }
  }
  walk(copy)
  const [node, key] = places[at % places.length]!
  if (value === undefined) delete node[key]
  else node[key] = value
  return copy
})

describe('compileAccepts', () => {
  it('takes the full listing', () => {
    expect(accepts(full)).toBe(true)
  })

  it('answers as zod does', () => {
    fc.assert(
      fc.property(fc.oneof(mutated, odd), (value) => {
        expect(accepts(value)).toBe(Listing.safeParse(value).success)
      }),
      { numRuns: 5000 },
    )
  })

  it('refuses a schema that it can’t answer for', () => {
    expect(() => compileValidator(z.strictObject({}))).toThrow(RangeError)
    expect(() => compileValidator(z.string().transform(Number))).toThrow(RangeError)
  })
})
