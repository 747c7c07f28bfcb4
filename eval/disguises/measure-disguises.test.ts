import { expect, test } from 'vitest'
import { starterPack, type Screener } from '@touchstone/recognition'
import { disguisedTitles, measureDisguises, measuredBrands } from './measure-disguises.ts'
import { bareLetters } from './generate-disguise.ts'

const noWords = { wordsIn: () => new Set<string>() }
const allTitles = disguisedTitles(starterPack, noWords)

/** An engine that finds a measured brand if its name is in the title as the pack writes it. */
function plainReader(): Screener {
  const brands = measuredBrands(starterPack)
  return {
    engine: 'plain',
    stats: { brands: brands.length, forms: 0, terms: 0, products: 0 },
    names: () => [],
    termsIn: () => [],
    termPlaces: () => [],
    screen: ({ id, title }) => ({
      listing: id,
      verdict: 'clear',
      probability: 0,
      brands: brands
        .filter(({ name }) => title.includes(name))
        .map(({ id: brand }) => ({ id: brand, confidence: 0.5 })),
      signals: [],
      engine: 'plain',
    }),
  }
}

test('measures 150 brands with a name of its own, the first by id', () => {
  const brands = measuredBrands(starterPack)
  expect(brands).toHaveLength(150)
  expect(brands.map(({ id }) => id)).toEqual(brands.map(({ id }) => id).toSorted())
  for (const { name, commonWord } of brands) {
    expect(commonWord).toBe(false)
    expect(bareLetters(name).length).toBeGreaterThanOrEqual(5)
  }
})

test('titles are the same each time and hold their disguise', () => {
  const titles = disguisedTitles(starterPack, { ...noWords, variants: 1 })
  expect(disguisedTitles(starterPack, { ...noWords, variants: 1 })).toEqual(titles)
  for (const { title, disguise } of titles) expect(title).toContain(disguise)
})

test('what is a word of a dictionary is no disguise', () => {
  const [first] = allTitles.filter(({ kind }) => kind === 'dropped-letter')
  const word = first!.disguise.toLowerCase()
  const left = disguisedTitles(starterPack, { wordsIn: () => new Set([word]) })
  expect(left.filter(({ disguise }) => disguise.toLowerCase() === word)).toEqual([])
})

test('what is another brand’s name is no disguise, and neither is a mask that may be one', () => {
  const brandNamed = (name: string) => ({
    ...starterPack[0]!.brands[0]!,
    id: name.toLowerCase(),
    name,
    aliases: [],
    commonWord: false,
  })
  const names = ['Boschh', 'Bosch', 'Bosph']
  const pack = { ...starterPack[0]!, brands: names.map(brandNamed) }
  const titles = disguisedTitles([pack], { ...noWords, variants: 60 }).filter(
    ({ brand }) => brand === 'bosch',
  )
  const disguises = new Set(titles.map(({ disguise }) => disguise.toLowerCase()))
  expect(disguises).toContain('b*sch')
  expect(disguises).toContain('bossch')
  expect(disguises).not.toContain('boschh')
  expect(disguises).not.toContain('bos*h')
})

test('counts by kind in how many titles the brand is listed, and shows what was missed', () => {
  const { overall, kinds, brands } = measureDisguises(plainReader(), allTitles)
  expect(brands).toBe(150)
  expect(overall.of).toBe(allTitles.length)
  expect(kinds.reduce((sum, { of }) => sum + of, 0)).toBe(allTitles.length)
  expect(kinds.reduce((sum, { found }) => sum + found, 0)).toBe(overall.found)
  const figureOf = (kind: string) => kinds.find((figure) => figure.kind === kind)!
  expect(figureOf('plural').found).toBeGreaterThan(0)
  const circled = figureOf('circled')
  expect(circled.found).toBe(0)
  expect(circled.low).toBe(0)
  expect(circled.high).toBeLessThan(0.05)
  expect(circled.missed.length).toBeGreaterThan(10)
})
