import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DisguiseMatcher } from './disguised-words.ts'
import type { KnownBrand } from '../catalog/index.ts'

const brand = (id: string, name: string, commonWord = false): KnownBrand => ({
  id,
  name,
  commonWord,
  forms: [{ text: name, key: name.toLowerCase(), kind: 'name' }],
  productTypes: new Set(),
  bands: new Map(),
  modelBands: new Map(),
  tierBands: new Map(),
  dearest: 0,
  channels: [],
  fromCatalog: true,
})

const disguises = new DisguiseMatcher([
  brand('velmoraq', 'Velmoraq'),
  brand('casa-brondi', 'Casa Brondi'),
  brand('orchard', 'Orchard', true),
  brand('torvenne', 'Torvenne'),
])

const placesOf = (text: string) =>
  disguises
    .find(text)
    .map((hit) => [
      'brand' in hit ? hit.brand.id : hit.term.term.id,
      text.slice(hit.start, hit.end),
    ])

describe('disguised names', () => {
  it.each([
    ['V3lmor4q bag', 'velmoraq', 'V3lmor4q'],
    ['bag Ve1moraq', 'velmoraq', 'Ve1moraq'],
    ['F: 0rch4rd phone', 'orchard', '0rch4rd'],
    ['V３lmoraq', 'velmoraq', 'V３lmoraq'],
    ['Vеlmorаq', 'velmoraq', 'Vеlmorаq'],
    ['V e l m o r a q bag', 'velmoraq', 'V e l m o r a q'],
    ['V.e.l.m.o.r.a.q', 'velmoraq', 'V.e.l.m.o.r.a.q'],
    ['Vel-mo-raq', 'velmoraq', 'Vel-mo-raq'],
    ['C4sa Br0ndi belt', 'casa-brondi', 'C4sa Br0ndi'],
    ['Velm**aq', 'velmoraq', 'Velm**aq'],
    ['V●lmoraq', 'velmoraq', 'V●lmoraq'],
    ['Ca*a Brondi', 'casa-brondi', 'Ca*a Brondi'],
    ['TOR\\/ENNE', 'torvenne', 'TOR\\/ENNE'],
    ['正品V3lmoraq包', 'velmoraq', 'V3lmoraq'],
    ['🔥V3lmoraq', 'velmoraq', 'V3lmoraq'],
  ])('%j is %s', (text, id, span) => {
    expect(placesOf(text)).toEqual([[id, span]])
  })

  it('are not seen in plain names, models and ordinary words', () => {
    for (const text of [
      'Velmoraq bag',
      'VELMORAQ2024',
      'iphone13 pro 350v2 a4 3M',
      'вельморак',
      'V*q',
      'a b c d e f',
      '5* hotel, 100% cotton!',
      '***',
    ])
      expect([text, placesOf(text)]).toEqual([text, []])
  })

  it('never name a brand by a mask that fits two', () => {
    const two = new DisguiseMatcher([brand('a', 'Torvenne'), brand('b', 'Torvonne')])
    expect(two.find('Torv*nne bag')).toEqual([])
  })

  it('are within the text, whatever it is', () => {
    const pieces = fc.constantFrom(
      'V',
      '3',
      'lmoraq',
      '*',
      ' ',
      '\\/',
      'е',
      '🅥',
      '\ud800',
      '-',
      '.',
      '!',
      'C4sa',
      'Br0ndi',
      '家',
    )
    fc.assert(
      fc.property(fc.string({ unit: pieces, maxLength: 40 }), (text) => {
        for (const hit of disguises.find(text)) {
          expect(hit.start).toBeGreaterThanOrEqual(0)
          expect(hit.end).toBeGreaterThan(hit.start)
          expect(hit.end).toBeLessThanOrEqual(text.length)
        }
      }),
      { numRuns: 2000 },
    )
  })
})
