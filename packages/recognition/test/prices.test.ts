import { describe, expect, it } from 'vitest'
import type { Catalog, Listing, Verdict } from '@touchstone/contract'
import { compile, priceTiers, starterPack, wordAssessment } from '@touchstone/recognition'
import { brand, listing, usd } from './builders.ts'
import { catalogScreener as screener } from './catalog-screener.ts'

const rank: Record<Verdict, number> = { clear: 0, 'ask-proof': 1, review: 2, block: 3 }
const screenerOf = (from: Catalog) => compile(from, { starterPack: false })
const screen = (over: Partial<Listing>, by = screener) => by.screen(listing(over))
const codesOf = (over: Partial<Listing>, by = screener) =>
  screen(over, by).signals.map(({ code }) => code)

describe('goods that the listing does not name', () => {
  const band = {
    productType: 'hat',
    low: '14',
    typical: '30',
    currency: 'USD',
    asOf: '2026-01-01',
    source: 'price list',
  }
  const hats = screenerOf({ brands: [brand({ productTypes: ['hat'], priceBands: [band] })] })

  it('are compared with the brand’s cheapest, and the comparison says so', () => {
    expect(screen({ title: 'Velmoraq B15', price: usd('40') }, hats).price).toMatchObject({
      reference: 'velmoraq/hat',
      goodsNamed: false,
    })
    expect(screen({ title: 'Velmoraq hat', price: usd('40') }, hats).price).not.toHaveProperty(
      'goodsNamed',
    )
  })

  it('may be a trifle with the name on it, which is cheap', () => {
    expect(codesOf({ title: 'Velmoraq B15', price: usd('2') }, hats)).not.toContain(
      'price.far-below-band',
    )
    expect(codesOf({ title: 'Velmoraq hat', price: usd('2') }, hats)).toContain(
      'price.far-below-band',
    )
  })
})

it('a purse is compared with wallets, which it is in British English', () => {
  const [handbag] = brand().priceBands ?? []
  const wallet = { ...handbag!, productType: 'wallet', low: '180' }
  const both = screenerOf({ brands: [brand({ priceBands: [handbag!, wallet] })] })
  const referenceOf = (title: string) => screen({ title, price: usd('150') }, both).price?.reference
  expect(referenceOf('Velmoraq leather purse')).toBe('velmoraq/wallet')
  expect(referenceOf('Velmoraq leather handbag')).toBe('velmoraq/handbag')
})

describe('goods of a named model', () => {
  const band = {
    productType: 'socks',
    low: '4',
    typical: '12',
    currency: 'USD',
    asOf: '2026-01-01',
    source: 'price list',
  }
  const model = (text: string) => ({ text, language: 'und', kind: 'model' as const })
  const velmoraq = brand({
    productTypes: ['socks', 'sneakers', 'sandals'],
    aliases: ['Courtwing', 'Courtwing Panda', 'Q27', 'Driftor', 'Q31 sneakers'].map(model),
    priceBands: [
      band,
      ...['Courtwing', 'Q27 sneakers', 'Q31 sneakers', 'Driftor sneakers'].map((name) => ({
        ...band,
        productType: 'sneakers',
        model: name,
        low: '80',
      })),
      { ...band, productType: 'sandals', model: 'Driftor sandals', low: '30' },
    ],
  })
  const partner = brand({
    id: 'harbour',
    name: 'Harbour Lane',
    aliases: [],
    productTypes: ['socks', 't-shirt'],
    priceBands: [band],
  })
  const both = screenerOf({ brands: [velmoraq, partner] })
  const comparedWith = (title: string) => {
    const { price } = screen({ title, price: usd('20') }, both)
    return price && [price.reference, price.band, price.share]
  }

  it.each([
    ['a longer name of the model', 'Velmoraq Courtwing Panda'],
    ['a shorter name than the one with the price', 'Velmoraq Q27'],
    ['its name beside a partner that names no goods', 'Harbour Lane x Velmoraq Courtwing'],
  ])('are compared with the model’s price by %s', (_, title) => {
    expect(comparedWith(title)).toEqual(['velmoraq/sneakers', 'model', 0.25])
  })

  it('are compared with the brand’s cheapest where the name stands for goods of several types', () => {
    expect(comparedWith('Velmoraq Driftor')).toEqual(['velmoraq/socks', 'type', 5])
  })

  it('are the partner’s where the listing names their type', () => {
    expect(comparedWith('Harbour Lane socks for Velmoraq Courtwing')?.[0]).not.toBe(
      'velmoraq/sneakers',
    )
  })
})

describe('usual prices by tier', () => {
  const tiered = screenerOf({ brands: [brand({ priceBands: [], priceTier: 'luxury' })] })

  it('stand in for a type that the brand makes and states no price of, and say so', () => {
    const assessment = wordAssessment(screen({ price: usd('20') }, tiered))
    expect(assessment.price).toMatchObject({
      band: 'tier',
      verified: false,
      low: { amount: String(priceTiers.types['handbag']?.luxury[0]), currency: 'USD' },
    })
    const signal = assessment.signals.find(({ code }) => code === 'price.far-below-band')
    expect(signal?.evidence?.detail).toContain(
      'new “handbag” goods by brands in Velmoraq’s price tier',
    )
  })

  it('give way to the brand’s own, and are none of a brand without a tier', () => {
    const own = screenerOf({ brands: [brand({ priceTier: 'value' })] })
    expect(screen({ price: usd('20') }, own).price).toMatchObject({
      band: 'type',
      low: { amount: '900' },
    })
    expect(
      screen({ price: usd('20') }, screenerOf({ brands: [brand({ priceBands: [] })] })).price,
    ).toBeUndefined()
  })

  it('never make a price impossible', () => {
    expect(codesOf({ price: usd('1.50') }, tiered)).not.toContain('price.impossible')
  })

  it('grow with the tier, and the typical price lies above the lowest', () => {
    const order = ['value', 'mass', 'middle', 'premium', 'designer', 'luxury'] as const
    for (const [type, tiers] of Object.entries(priceTiers.types)) {
      const lows = order.map((tier) => tiers[tier]?.[0] ?? 0)
      expect([type, lows]).toEqual([type, [...lows].sort((a, b) => a - b)])
      for (const tier of order) {
        const [low = 0, typical = 0] = tiers[tier] ?? []
        expect([type, tier, typical > low]).toEqual([type, tier, true])
      }
    }
  })

  it('are known for every brand of the starter pack', () => {
    for (const { brands } of starterPack)
      for (const { id, priceTier } of brands) expect([id, priceTier]).not.toEqual([id, undefined])
  })
})

describe('a brand that is an everyday word of the description', () => {
  const dry = screenerOf({
    brands: [
      brand({
        aliases: [{ text: 'Dries', language: 'en', kind: 'nickname', commonWord: true }],
      }),
    ],
  })

  it('is no measure of the price', () => {
    const other = { title: 'Handbag black', brand: undefined, price: usd('9') }
    const hardly = screen({ ...other, description: 'This handbag dries fast.' }, dry)
    expect(hardly.price).toBeUndefined()
    expect(screen({ ...other, title: 'Velmoraq handbag' }, dry).price).toBeDefined()
  })
})

describe('an impossible price', () => {
  it('is a part of the lowest usual price, smaller where the condition is not stated as new', () => {
    const at = (amount: string, condition: Listing['condition']) =>
      codesOf({ price: usd(amount), condition }).includes('price.impossible')
    expect([at('314', 'new'), at('316', 'new')]).toEqual([true, false])
    for (const condition of ['used', 'refurbished', 'unknown', undefined] as const)
      expect([condition, at('269', condition), at('271', condition)]).toEqual([
        condition,
        true,
        false,
      ])
  })

  it('is that of new goods where they come in numbers, sizes or colours', () => {
    const at = (over: Partial<Listing>) =>
      codesOf({ price: usd('300'), condition: undefined, ...over }).includes('price.impossible')
    expect(at({})).toBe(false)
    const variants = ['34', '36', '38', '40'].map((name) => ({ name }))
    for (const over of [
      { title: 'Velmoraq handbag (12 colours)' },
      { quantity: 5 },
      { unitsSold: 5 },
      { variants },
    ]) {
      expect([over, at(over)]).toEqual([over, true])
      expect([over, at({ ...over, condition: 'used' })]).toEqual([over, false])
    }
  })

  it('is none of goods that are decades old', () => {
    for (const title of [
      'Vintage Velmoraq handbag',
      'Velmoraq handbag 90s',
      'Винтажная Velmoraq handbag',
    ])
      expect([title, codesOf({ title, price: usd('90'), condition: undefined })]).not.toEqual([
        title,
        expect.arrayContaining(['price.impossible']),
      ])
  })

  it('is a smaller part of the cheapest goods of the brand where no type is named', () => {
    const at = (amount: string) =>
      codesOf({ title: 'Velmoraq black', price: usd(amount), condition: undefined })
    expect(at('224')).toContain('price.impossible')
    expect(at('226')).not.toContain('price.impossible')
  })

  it('is told with its measure', () => {
    const { signals } = wordAssessment(screen({ price: usd('90') }))
    expect(signals.find(({ code }) => code === 'price.impossible')?.evidence?.detail).toBe(
      '90 USD is 10% of 900 USD, the lowest usual price of new Velmoraq goods of the type “handbag” (source: sample, 2026-11-01, unverified). Below 35%, such goods are hardly ever sold genuine, new or used.',
    )
  })

  it('alone asks for proof at most, and stays up beside a copied picture in a review', () => {
    const cheap = { price: usd('40') }
    expect(screen(cheap)).toMatchObject({ verdict: 'ask-proof', ceiling: 'ask-proof' })
    expect(screen(cheap).hold).toBeUndefined()
    const images = [
      {
        url: 'https://pictures.example/1.jpg',
        shows: [
          {
            bank: 'seller-photo' as const,
            reference: 'one',
            score: 0.99,
            kind: 'partial' as const,
          },
        ],
      },
    ]
    expect(screen({ ...cheap, images })).toMatchObject({ verdict: 'review', hold: false })
    expect(screen({ price: usd('900'), images }).verdict).toBe('clear')
  })

  it.each<[string, Partial<Listing>]>([
    ['a deposit', { title: 'Velmoraq handbag deposit, rest on delivery' }],
    ['an instalment', { title: 'Bolso Velmoraq handbag 12 cuotas' }],
    ['a price per month', { title: 'Velmoraq handbag 35 per month' }],
    ['a rental', { title: 'Velmoraq handbag for rent, weddings' }],
    ['a first bid', { title: 'Velmoraq handbag auction, no reserve' }],
    ['a raffle', { title: 'Розыгрыш Velmoraq сумка handbag' }],
    ['a sample', { title: 'Velmoraq handbag leather sample' }],
    ['an empty box', { title: 'Velmoraq handbag empty box' }],
    ['a repair', { title: 'Réparation et nettoyage, sac Velmoraq handbag' }],
    ['broken goods', { title: 'Velmoraq handbag defekt, für Bastler' }],
    ['a stated condition of parts', { attributes: { condition: 'for parts' } }],
  ])('is none of %s', (_, over) => {
    const codes = codesOf({ price: usd('35'), condition: undefined, ...over })
    expect(codes.filter((code) => /^price\.(?:far|impossible|below)/.test(code))).toEqual([])
  })

  it('is none where the price is that of something else', () => {
    // A thirtieth of the lowest usual price buys a strap, a box or a mistake.
    expect(codesOf({ price: usd('28') })).toContain('price.impossible')
    expect(codesOf({ price: usd('26') })).not.toContain('price.impossible')
    const cheap = { price: usd('90') }
    for (const title of ['Velmoraq handbag history, a book', 'Velmoraq phone case handbag print'])
      expect([title, codesOf({ ...cheap, title })]).not.toEqual([
        title,
        expect.arrayContaining(['price.impossible']),
      ])
    expect(codesOf({ ...cheap, title: 'Velmoraq dust bag and box' })).not.toContain(
      'price.impossible',
    )
  })

  it('is none where a variant or the words state one that such goods may have', () => {
    const bait = { price: usd('39') }
    expect(codesOf(bait)).toContain('price.impossible')
    expect(codesOf({ ...bait, variants: [{ name: 'L', price: usd('950') }] })).not.toContain(
      'price.impossible',
    )
    expect(codesOf({ ...bait, description: 'Price $950, ask for the link' })).not.toContain(
      'price.impossible',
    )
    // A list price beside it is no price of these goods.
    expect(codesOf({ ...bait, description: 'retail price $2,000' })).toContain('price.impossible')
  })

  it('is that of one piece of a bundle, and no number of a model or a year', () => {
    const bundle = screen({ title: 'Lot of 10 Velmoraq handbags', price: usd('1000') })
    expect(bundle.price).toMatchObject({ pieces: 10 })
    expect(bundle.signals.map(({ code }) => code)).toContain('price.impossible')
    for (const title of ['Velmoraq handbag 2024 model 25', 'Velmoraq Lunetta 25 handbag'])
      expect(screen({ title, price: usd('1000') }).price?.pieces).toBeUndefined()
  })
})

describe('the price of a device', () => {
  const band = (over: object) => ({
    productType: 'headphones',
    low: '200',
    typical: '250',
    currency: 'USD',
    asOf: '2026-11-01',
    source: 'sample',
    verified: false,
    ...over,
  })
  const devices = screenerOf({
    brands: [
      brand({
        aliases: [{ text: 'Velmobuds', language: 'und', kind: 'model' }],
        productTypes: ['headphones', 'phone-case'],
        priceBands: [band({}), band({ model: 'Velmobuds' })],
      }),
    ],
  })
  const codes = (over: Partial<Listing>) =>
    codesOf({ price: usd('40'), brand: undefined, ...over }, devices)

  it('is impossible where type and model are named and the goods are new', () => {
    const title = 'Velmoraq Velmobuds headphones'
    expect(codes({ title })).toContain('price.impossible')
    for (const condition of ['used', 'refurbished', undefined] as const)
      expect([condition, codes({ title, condition })]).not.toEqual([
        condition,
        expect.arrayContaining(['price.impossible']),
      ])
    // A part, a case, and goods of which only the model is named.
    expect(codes({ title, price: usd('15') })).not.toContain('price.impossible')
    for (const other of ['Velmoraq Velmobuds headphones phone case', 'Velmoraq Velmobuds'])
      expect(codes({ title: other })).not.toContain('price.impossible')
  })

  it('says nothing of one that may be of any age', () => {
    const title = 'Velmoraq headphones'
    const isPrice = (code: string) => code.startsWith('price.')
    expect(codes({ title, condition: undefined }).filter(isPrice)).toEqual([])
    expect(codes({ title, condition: 'used' }).filter(isPrice)).toEqual([])
    expect(codes({ title }).filter(isPrice)).toContain('price.far-below-band')
  })
})

describe('honest sellers at an impossible price', () => {
  const images = [{ sha256: 'a'.repeat(64) }]
  const noMarketplace = screenerOf({
    brands: [brand({ channels: [{ marketplace: '*', policy: 'none' }] })],
  })

  it.each<[string, Partial<Listing>]>([
    ['a closing-down sale', { title: 'Closing down sale: Velmoraq handbag, everything must go' }],
    ['a gift sold on', { title: 'Velmoraq handbag, unwanted gift', condition: 'new' }],
    ['a charity shop', { title: 'Velmoraq handbag, charity shop', condition: 'used' }],
    [
      'a wholesaler with invoices',
      {
        title: 'Lot of 50 Velmoraq handbags, invoices at hand',
        condition: undefined,
        quantity: 50,
      },
    ],
    ['a parallel importer', { title: 'Velmoraq handbag parallel import', shipsFrom: 'JP', images }],
    [
      'a collector of forty pieces',
      { title: 'Velmoraq handbag from my collection', condition: 'used', quantity: 40 },
    ],
    ['a price per month', { title: 'Velmoraq handbag, monthly payment' }],
    ['a typing error', { title: 'Velmoraq handbag', price: usd('12.99') }],
    [
      'a mistaken currency',
      { title: 'Velmoraq handbag', price: { amount: '950', currency: 'JPY' } },
    ],
    ['a sample', { title: 'Velmoraq handbag, sample size' }],
    ['empty boxes', { title: 'Velmoraq handbag, empty boxes' }],
    [
      'a young account with stock photos',
      { images, seller: { id: 's', joinedAt: '2026-11-18T00:00:00Z' } },
    ],
  ])('%s never gets further than ask-proof', (_, over) => {
    for (const by of [screener, noMarketplace]) {
      const { verdict, ceiling = 'clear', hold } = screen({ price: usd('40'), ...over }, by)
      expect(rank[verdict]).toBeLessThanOrEqual(rank['ask-proof'])
      expect(rank[ceiling]).toBeLessThanOrEqual(rank['ask-proof'])
      expect(hold).toBeUndefined()
    }
  })
})
