import { describe, expect, it } from 'vitest'
import type { Listing } from '#contract'
import { starterScreener as screener } from '../../test/starter-screener.ts'

function brandsOf(title: string, more: Partial<Listing> = {}): string[] {
  return screener.screen({ id: 'a', title, ...more }).brands.map(({ id }) => id)
}

describe('a name that is also an everyday word', () => {
  it.each([
    ['Supreme SS18 racing set', 'supreme'],
    ['FW21 Supreme blanket', 'supreme'],
    ['2022SS Vetements bowl', 'vetements'],
  ])('is the brand’s beside the season of a collection: %s', (title, brand) => {
    expect(brandsOf(title)).toContain(brand)
  })

  it.each(['Supreme racing set', 'Supreme comfort for 18 seasons', 'the supreme SSD, 18 GB'])(
    'stays a word without one: %s',
    (title) => {
      expect(brandsOf(title)).toEqual([])
    },
  )

  it('is a word in its own language and a name elsewhere', () => {
    expect(brandsOf('Vetements hoodie, two pieces, loose')).toEqual(['vetements'])
    expect(brandsOf('Lot de vêtements bébé, t-shirt et pantalon')).toEqual([])
    expect(brandsOf('Vetements hoodie', { language: 'fr' })).toEqual([])
  })

  it('is none as the end of another maker’s name', () => {
    expect(brandsOf('14th & Union sweater')).toEqual([])
    expect(brandsOf('Union sweater')).toEqual(['union-la'])
    expect(brandsOf('Nike & Union sweater')).toContain('union-la')
  })

  it('means a model to people who trade in copies, and only to them', () => {
    expect(brandsOf('Best new batch Maya jacket')).toEqual(['moncler'])
    expect(brandsOf('Maya jacket, size M')).toEqual([])
  })
})

describe('a short code of a model', () => {
  it('counts right beside goods of that model', () => {
    expect(brandsOf('B23 high top sneakers')).toEqual(['dior'])
  })

  it.each([
    'Linen trousers B30, soft waistband',
    'Ballet shoes of soft leather with a bow, light and comfortable, shelf B27',
  ])('is a number of something else in: %s', (title) => {
    expect(brandsOf(title)).toEqual([])
  })
})

describe('a brand that the seller states', () => {
  it.each<[string, string, string]>([
    ['MK', 'Wall switch 16 A white', 'michael-kors'],
    ['Columbia Pictures', 'Family film, new and sealed', 'columbia'],
    ['Mom Italy', 'Pizza cutter', 'momo'],
  ])('is not one that %s only resembles', (stated, title, brand) => {
    expect(brandsOf(title, { brand: stated })).not.toContain(brand)
  })

  it.each<[string, string, string]>([
    ['MK', 'Handbag with chain', 'michael-kors'],
    ['Columbia', 'Rain jacket', 'columbia'],
  ])('counts as %s where it is', (stated, title, brand) => {
    expect(brandsOf(title, { brand: stated })).toContain(brand)
  })
})

describe('Vietnamese words', () => {
  it.each(['Áo hoodie mặc đi ở nhà', 'Quần xuông chà neo'])('hold no name: %s', (title) => {
    expect(brandsOf(title)).toEqual([])
  })

  it('spell names with their tones', () => {
    expect(brandsOf('Túi Đi-o')).toEqual(['dior'])
  })
})

describe('a masked name', () => {
  it('may lack its last letter where letters are set apart', () => {
    expect(brandsOf('B.alenciag hoodie')).toEqual(['balenciaga'])
    expect(brandsOf('Patagoni jacket')).toEqual([])
  })

  it('is not a word in front of a sign that also punctuates', () => {
    expect(brandsOf('Sale_ Áo dài trắng hoa sen_có may')).toEqual([])
    expect(brandsOf('Gu_ci bag')).toEqual(['gucci'])
  })
})
