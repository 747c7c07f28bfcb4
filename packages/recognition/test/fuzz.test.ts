import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Catalog } from '@touchstone/contract'
import { compile } from '@touchstone/recognition'
import { faultsOf, hostileListing } from './hostile-listings.ts'
import { hostileShapes, hostileText } from './hostile-shapes.ts'
import { costRatio, mostRatio } from './processor-time.ts'

const file = new URL('../../../samples/catalog.json', import.meta.url)
const screener = compile(JSON.parse(readFileSync(file, 'utf8')) as Catalog)

describe('a listing of any text', () => {
  it('is assessed without a throw, according to the schema, with every place as in the original', () => {
    fc.assert(
      fc.property(hostileListing, (listing) => {
        expect(faultsOf(listing, screener.screen(listing))).toEqual([])
      }),
      // A million of them in `npm run test:endurance`.
      { numRuns: 1000 },
    )
  })

  it('gets the same assessment twice', () => {
    fc.assert(
      fc.property(
        hostileListing,
        fc.array(hostileListing, { maxLength: 2 }),
        (listing, earlier) => {
          const first = screener.screen(listing)
          earlier.forEach((other) => screener.screen(other))
          expect(screener.screen(listing)).toEqual(first)
        },
      ),
      { numRuns: 300 },
    )
  })
})

/** The longest description that the contract allows. */
const LONG = 100_000
/** Descriptions are read less closely than attributes, so both contain the text. */
function screen(text: string): void {
  const attributes = { shape: text.slice(0, text.length / 4) }
  screener.screen({ id: 'shape', title: 'shape', description: text, attributes })
}

describe('the time for a text grows no faster than the text', () => {
  it.each(hostileShapes.map((shape) => ({ shape, name: shape.name })))('$name', ({ shape }) => {
    const [half, whole] = [hostileText(shape, LONG / 2), hostileText(shape, LONG)]
    // Other work on the machine evicts caches: it spoils one measurement, hardly three.
    const ratio = (): number =>
      costRatio(
        () => screen(whole),
        () => screen(half),
      )
    const ratios = [ratio()]
    while (ratios.length < 3 && Math.min(...ratios) > mostRatio) ratios.push(ratio())
    expect(Math.min(...ratios)).toBeLessThanOrEqual(mostRatio)
  })
})
