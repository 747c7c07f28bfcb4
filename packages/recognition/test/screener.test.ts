import { describe, expect, it } from 'vitest'
import {
  Assessment,
  type Catalog,
  type Lexicon,
  type Listing,
  type Verdict,
} from '@touchstone/contract'
import {
  compile,
  decideVisibleVerdict,
  exchangeRates,
  portfolioEntry,
  wordAssessment,
} from '@touchstone/recognition'
import { brand, catalog, listing, usd } from './builders.ts'
import {
  listingsOfEverySignal,
  sampleCatalog,
  samplePortfolio,
} from './listings-of-every-signal.ts'
import { catalogScreener as screener } from './catalog-screener.ts'
import { costRatio } from './processor-time.ts'

const rank: Record<Verdict, number> = { clear: 0, 'ask-proof': 1, review: 2, block: 3 }

const compiled = new Map([[JSON.stringify(catalog()), screener]])
/** A screener keeps no state from what it screens: tests with the same catalog share it. */
const screenerOf = (from: Catalog) => {
  const key = JSON.stringify(from)
  const known = compiled.get(key) ?? compile(from, { starterPack: false })
  compiled.set(key, known)
  return known
}
const screen = (over: Partial<Listing>, from: Catalog = catalog()) =>
  wordAssessment(screenerOf(from).screen(listing(over)))
const codes = (over: Partial<Listing>, from?: Catalog) =>
  screen(over, from).signals.map((signal) => signal.code)

const withChannels = (channels: NonNullable<ReturnType<typeof brand>['channels']>) =>
  catalog({ brands: [brand({ channels })] })

describe('honest sellers', () => {
  const noMarketplace = withChannels([{ marketplace: '*', policy: 'none' }])

  it.each<[string, Partial<Listing>]>([
    [
      'a gift with its tags, sold on by a private person',
      {
        title: 'Velmoraq handbag, new with tags, unwanted gift',
        price: usd('950'),
        seller: { id: 'p1', type: 'private', joinedAt: '2026-11-10T00:00:00Z' },
      },
    ],
    [
      'outlet stock at less than half of the list price',
      {
        title: 'Velmoraq handbag outlet last season',
        price: usd('700'),
        quantity: 40,
        seller: { id: 'o1', type: 'trader', joinedAt: '2026-10-30T00:00:00Z' },
      },
    ],
    [
      'a parallel import',
      {
        title: 'Velmoraq handbag parallel import from Japan',
        price: usd('800'),
        shipsFrom: 'JP',
        seller: { id: 'i1', country: 'HK' },
      },
    ],
    [
      'a reseller with a stock photo',
      {
        title: 'Velmoraq Lunetta 25 handbag',
        price: usd('1500'),
        images: [{ sha256: 'a'.repeat(64) }],
        seller: { id: 'r1' },
      },
    ],
    ['an offer without a condition', { condition: undefined, price: usd('100') }],
  ])('%s never gets further than ask-proof', (_, over) => {
    for (const from of [catalog(), noMarketplace])
      expect(rank[screen(over, from).verdict]).toBeLessThanOrEqual(rank['ask-proof'])
  })

  it('are clear at an ordinary price', () => {
    expect(screen({ price: usd('1800') }).verdict).toBe('clear')
    expect(screen({ price: usd('500'), condition: 'used' }).verdict).toBe('clear')
  })

  it('state that a request for proof is not an accusation', () => {
    const { verdict, reason } = screen({ price: usd('1800') }, noMarketplace)
    expect(verdict).toBe('ask-proof')
    expect(reason).toContain('This is not a finding that they are counterfeit')
  })

  it('may sell used goods if the brand sells nothing new', () => {
    expect(screen({ condition: 'used', price: usd('700') }, noMarketplace).verdict).toBe('clear')
  })

  it('may sell what fits a brand', () => {
    const { verdict, brands } = screen({
      title: 'Strap compatible with Velmoraq handbag',
      price: usd('9'),
    })
    expect([verdict, brands[0]?.role]).toEqual(['clear', 'compatible-with'])
  })
})

describe('the seller', () => {
  it('never counts by country, language or name', () => {
    const base = { title: 'Velmoraq handbag replica', price: usd('100') }
    const plain = screener.screen(listing({ ...base, seller: { id: 's' } })).probability
    for (const seller of [
      { id: 's', country: 'CN', name: '莆田鞋厂' },
      { id: 's', country: 'DE', name: 'Hans Sample' },
      { id: 's', country: 'TR', name: 'replica 1:1' },
    ])
      for (const language of ['zh', 'id', 'en', undefined])
        for (const shipsFrom of ['CN', 'US', undefined])
          expect(
            screener.screen(listing({ ...base, seller, language, shipsFrom })).probability,
          ).toBeCloseTo(plain, 12)
  })
})

describe('signs of falsity', () => {
  it('use the meaning of the quoted form itself', () => {
    const lexicon = {
      language: 'fr',
      version: 1,
      updated: '2026-11-26',
      guards: [],
      terms: [
        {
          id: 'fr.grade',
          forms: ['un pour un', 'qualité miroir'],
          meaning: 'one to one',
          strength: 'S',
          kind: 'grade',
          source: 'invented',
          guards: [],
          needsBrand: true,
          upperCase: false,
          reviewsOnly: false,
          glosses: [{ forms: ['qualité miroir'], meaning: 'mirror quality.' }],
        },
      ],
    } as const satisfies Lexicon
    const french = compile(catalog(), { starterPack: false, lexicons: [lexicon] })
    const sentenceOf = (title: string): string | undefined =>
      wordAssessment(french.screen(listing({ title }))).signals.find(
        ({ family }) => family === 'text',
      )?.evidence?.detail
    expect(sentenceOf('Velmoraq sac QUALITÉ  MIROIR')).toBe(
      '“QUALITÉ  MIROIR” (French): mirror quality.',
    )
    expect(sentenceOf('Velmoraq sac un pour un')).toBe('“un pour un” (French): one to one.')
  })

  it('are explained in the language of most of the terms, else as English words', () => {
    const languageOf = (title: string) => {
      const { signals } = screen({ title })
      const params = signals.find(({ code }) => code.startsWith('text.'))?.evidence?.params
      return (params as { language: string }).language
    }
    for (const words of ['replica', 'rep', 'superfake', 'imitation', '1:1 replica super clone']) {
      expect([words, languageOf(`Velmoraq handbag ${words}`)]).toEqual([words, 'en'])
    }
    expect(languageOf('Túi Velmoraq replica fake 1 like auth')).toBe('vi')
    expect(languageOf('Torebka Velmoraq replika, wierna kopia')).toBe('pl')
  })

  it('lead to review beside the brand, and to block with a second family', () => {
    expect(screen({ title: 'Velmoraq handbag 1:1 replica' }).verdict).toBe('review')
    expect(
      screen({ title: 'Velmoraq handbag 1:1 replica, mirror quality', price: usd('60') }).verdict,
    ).toBe('block')
  })

  it('need no plain name', () => {
    for (const title of [
      'V3lmoraq handbag replica',
      'Vеlmorаq handbag replica',
      'V e l m o r a q replica',
      'Velm**aq handbag replica',
      'Ｖｅｌｍｏｒａｑ replica',
      'Vel\u200bmo\u00adraq replica',
      'Velrnoraq handbag replica',
      'qaromleV handbag replica',
      '维莫拉 高仿',
      'реплика Вельморак',
    ]) {
      const { verdict, brands } = screener.screen(listing({ title }))
      expect([title, verdict, brands[0]?.id]).toEqual([title, 'review', 'velmoraq'])
    }
  })

  it('are found in a variant', () => {
    const { verdict, signals } = screen({ variants: [{ name: 'black' }, { name: '1:1 replica' }] })
    expect(verdict).toBe('review')
    expect(signals[0]?.evidence).toMatchObject({ field: 'variants/1/name' })
  })

  it('include buyers, one of whom may err', () => {
    const reviewsOf = (n: number) =>
      Array.from({ length: n }, () => ({ text: 'This is fake, not original' }))
    expect(rank[screen({ reviews: reviewsOf(1) }).verdict]).toBeLessThan(rank.review)
    expect(screen({ reviews: reviewsOf(4) }).verdict).toBe('review')
  })

  it('include goods that the brand never made', () => {
    expect(codes({ title: 'Velmoraq Chronograph Titan' })).toContain('product.never-made')
  })

  it('are quiet where the seller denies or teaches', () => {
    for (const title of ['Velmoraq handbag, not a replica', 'How to spot a fake Velmoraq handbag'])
      expect([title, screen({ title }).verdict]).toEqual([title, 'clear'])
  })
})

describe('a disguised name', () => {
  const disguise = (over: Partial<Listing>) =>
    screen(over).signals.find(({ code }) => code === 'brand.disguised-name')

  it('is quoted unchanged, wherever it occurs', () => {
    const only = { title: 'Handbag, brown', description: 'A V3LMORAQ of this year' }
    expect(disguise(only)?.evidence?.detail).toBe(
      '“V3LMORAQ” is an altered spelling of Velmoraq; searching for the brand’s name does not find it.',
    )
    const nick = { title: 'V3lmoraq handbag', description: 'Velmoraq, that is' }
    expect(disguise(nick)?.evidence?.detail).toContain('“V3lmoraq” is an altered spelling')
  })

  it('is none where the title or the stated brand has the name plainly', () => {
    const description = 'A V3LMORAQ of this year'
    expect(disguise({ title: 'Velmoraq handbag', description })).toBeUndefined()
    expect(disguise({ title: 'Handbag', brand: 'Velmoraq', description })).toBeUndefined()
  })
})

describe('prices', () => {
  it('are judged by the band, half where the condition is unknown', () => {
    const full = screen({ price: usd('90') }).signals.find((s) => s.code === 'price.far-below-band')
    const half = screen({ price: usd('90'), condition: undefined }).signals.find(
      (s) => s.code === 'price.far-below-band',
    )
    expect(full?.weight).toBeGreaterThan(half?.weight ?? 0)
    expect(full?.evidence?.detail).toContain('10% of 900 USD, the lowest usual price')
  })

  it('state their basis of comparison, whether they are signals or not', () => {
    const { price } = screen({ price: usd('1800') })
    expect(price).toMatchObject({
      against: 'usual-prices',
      condition: 'new',
      from: 0.9,
      verified: false,
      low: { amount: '900', currency: 'USD' },
      share: 2,
    })
    expect(price?.lowHere).toBe(900)
    expect(price?.typicalHere).toBeGreaterThan(900)
    expect(price?.ratesAsOf).toBeUndefined()
  })

  it('are compared in the currency of the listing, by rates of a day', () => {
    const { price } = screen({ price: { amount: '6453', currency: 'CNY' } })
    expect(price?.low).toEqual({ amount: '900', currency: 'USD' })
    expect(price?.lowHere).toBeCloseTo(900 * 7.17)
    expect(price?.share).toBeCloseTo(1)
    expect(price?.ratesAsOf).toMatch(/^\d{4}-\d\d-\d\d$/)
  })

  it('are usual at or above the lowest usual price in every currency', () => {
    const { perDollar } = exchangeRates
    for (const currency of Object.keys(perDollar)) {
      const { price } = screen({ price: { amount: '100000', currency } })
      expect(price?.typicalHere, currency).toBeGreaterThanOrEqual(price?.lowHere ?? Infinity)
    }
  })

  it('are compared with nothing where nothing is known', () => {
    expect(screen({ price: undefined }).price).toBeUndefined()
    expect(screen({ price: { amount: '5', currency: 'XTS' } }).price).toBeUndefined()
    expect(screen({ title: 'Plain handbag', brand: undefined }).price).toBeUndefined()
  })

  it('are compared with the list price if a style code identifies the product', () => {
    expect(codes({ title: 'Velmoraq VM2281-09', price: usd('200') })).toContain(
      'price.far-below-msrp',
    )
  })

  it('are compared with the list price of their day, and not with a future one', () => {
    const [bag, ...rest] = catalog().products ?? []
    const msrp = [
      { amount: '2000.00', currency: 'USD' },
      { amount: '3000.00', currency: 'USD', validFrom: '2026-11-20' },
      { amount: '9000.00', currency: 'USD', validFrom: '2026-11-22' },
    ]
    const priced = catalog({ products: [{ ...bag!, msrp }, ...rest] })
    const against = (observedAt: string): string | undefined =>
      screen({ title: 'Velmoraq VM2281-09', price: usd('1800'), observedAt }, priced).price?.low
        ?.amount
    expect(against('2026-11-19T23:00:00Z')).toBe('2000.00')
    expect(against('2026-11-20T01:00:00Z')).toBe('3000.00')
    expect(against('2026-11-22T01:00:00Z')).toBe('9000.00')
  })

  it('are silent in a currency without a rate, and say so', () => {
    const { silent, signals } = screen({ price: { amount: '5', currency: 'XTS' } })
    expect(silent).toContain('price')
    const signal = signals.find((signal) => signal.code === 'price.no-rate')
    expect(signal?.evidence?.detail).toContain('no exchange rate for XTS')
    expect(signal?.weight).toBe(0)
  })

  it('are compared across currencies', () => {
    const yuan = screen({ price: { amount: '650', currency: 'CNY' } })
    expect(yuan.signals.map((signal) => signal.code)).toContain('price.far-below-band')
  })
})

describe('channels', () => {
  const rules = withChannels([
    {
      marketplace: 'sample-market',
      policy: 'authorised-sellers',
      authorisedSellers: ['Good Shop'],
      validFrom: '2026-01-01',
      validTo: '2026-11-19',
    },
    { marketplace: '*', policy: 'none', validFrom: '2026-11-20' },
  ])

  it('apply from their first to their last day', () => {
    const over = { seller: { id: 'x', name: 'good-shop' } }
    expect(codes({ ...over, observedAt: '2026-11-19T23:59:59Z' }, rules)).toContain(
      'guard.authorised-seller',
    )
    expect(codes({ ...over, observedAt: '2026-11-20T00:00:00Z' }, rules)).toContain(
      'channel.no-marketplace',
    )
  })

  it('without a date use the date given for all', () => {
    const undated = listing({ seller: { id: 'x', name: 'good-shop' }, observedAt: undefined })
    const on = (rulesAsOf: string): string[] =>
      compile(rules, { starterPack: false, rulesAsOf })
        .screen(undated)
        .signals.map(({ code }) => code)
    expect(on('2026-11-19')).toContain('guard.authorised-seller')
    expect(on('2026-11-20')).toContain('channel.no-marketplace')
    expect(on('2025-12-31').filter((code) => /channel|guard/.test(code))).toEqual([])
    // It says nothing about the account's age.
    const young = { ...undated, seller: { id: 'x', joinedAt: '2026-11-18T00:00:00Z' } }
    const { signals } = compile(rules, { rulesAsOf: '2026-11-20' }).screen(young)
    expect(signals.map(({ code }) => code)).not.toContain('seller.young-account')
  })

  it('do not concern a marketplace that no rule covers', () => {
    const other = withChannels([{ marketplace: 'elsewhere', policy: 'none' }])
    expect(screen({}, other).silent).toContain('channel')
  })
})

describe('an assessment', () => {
  it('is valid under the contract, adds up and points into the listing', () => {
    const hostile = listing({
      title: '🔥驴 V3lmoraq 高仿 handbag\ud800 1：1 \u202e',
      description: 'x\0y replica 👜 Velmoraq',
      price: usd('50'),
      externalSignals: [{ name: 'refunds', weight: 1.5 }],
      seller: { id: 's', joinedAt: '2026-11-15T00:00:00Z' },
    })
    const assessment = Assessment.parse(screener.screen(hostile))
    const base = assessment.baseRate ?? 0
    const sum = assessment.signals.reduce(
      (total, { weight }) => total + weight,
      Math.log(base / (1 - base)),
    )
    expect(1 / (1 + Math.exp(-sum))).toBeCloseTo(assessment.probability, 12)
    for (const { evidence } of assessment.signals) {
      if (evidence?.start === undefined) continue
      const field = evidence.field === 'title' ? hostile.title : (hostile.description ?? '')
      expect(field.slice(evidence.start, evidence.end)).toBe(evidence.text)
    }
    expect(assessment.silent).toContain('image')
  })

  it('is decided alike by the signals that it states, all of which a reader may see', () => {
    const screener = compile(sampleCatalog)
    const verdictsSeen = new Set<Verdict>()
    for (const example of listingsOfEverySignal) {
      const whole = screener.screen(example)
      verdictsSeen.add(whole.verdict)
      expect([example.id, decideVisibleVerdict(whole, whole)]).toEqual([example.id, whole.verdict])
      // Of fewer signals it is no graver than of all.
      const signals = whole.signals.filter(({ weight }) => weight <= 0)
      expect(decideVisibleVerdict(whole, { ...whole, signals })).toBe('clear')
    }
    expect([...verdictsSeen].sort()).toEqual(['ask-proof', 'block', 'clear', 'review'])
  })

  it('caps the marketplace’s own statements', () => {
    const loud = Array.from({ length: 50 }, (_, i) => ({ name: `s${i}`, weight: 2 }))
    const { verdict, signals } = screen({ externalSignals: loud })
    expect(rank[verdict]).toBeLessThanOrEqual(rank['ask-proof'])
    expect(signals.reduce((sum, signal) => sum + signal.weight, 0)).toBeLessThan(2)
  })
})

describe('a listing that repeats itself', () => {
  it('costs no more than its text grows, within noise', () => {
    for (const words of ['Velmoraq Velmoraq ', 'replica not a fake 1:1 battery ', 'V3lmoraq ']) {
      const screenTimes = (length: number, times: number) => (): void => {
        const description = words.repeat(Math.floor(length / words.length))
        for (let screening = 0; screening < times; screening++)
          screener.screen(listing({ description }))
      }
      expect(costRatio(screenTimes(80_000, 1), screenTimes(20_000, 4))).toBeLessThan(3)
    }
  })
})

describe('merging with the starter pack', () => {
  const merged = (name: string) => compile({ brands: [{ id: 'mine', name }] })

  it('takes over a starter brand by name or alias, under the user’s id', () => {
    for (const name of ['GUCCI', 'gücci', 'L.V.', 'louis-vuitton', '古驰']) {
      const { brands } = merged(name).screen(listing({ title: '古驰 Gucci Louis Vuitton handbag' }))
      expect([name, brands.map((b) => b.id).includes('mine')]).toEqual([name, true])
    }
  })

  it('does not take a model for the brand', () => {
    const { brands } = merged('AirPods').screen(listing({ title: 'Apple iPhone 15 phone' }))
    expect(brands.map((b) => b.id)).toEqual(['apple'])
  })

  it('names the house only where it is named itself', () => {
    const starter = compile({ brands: [] })
    const ids = (title: string) => starter.screen(listing({ title })).brands.map((b) => b.id)
    expect(ids('Snickers chocolate bar 50 g')).toEqual(['snickers'])
    expect(ids('Air Jordan 1 sneakers')).toEqual(['jordan'])
    expect(ids('Nike Air Jordan 1 sneakers').sort()).toEqual(['jordan', 'nike'])
  })
})

const sampleScreener = compile(sampleCatalog, { asOf: '2026-11-01T00:00:00Z' })

describe('what the seller’s other listings say', () => {
  const portfolioSignals = ({ signals }: Assessment) =>
    signals.filter(({ code }) => code.startsWith('seller.portfolio-'))

  it('opens no listing without a fact of its own, and leaves its probability', () => {
    for (const over of [{ price: usd('1800') }, { price: undefined }]) {
      const own = screener.screen(listing(over))
      const judged = screener.screen(listing(over), { portfolio: samplePortfolio })
      expect(judged.verdict).toBe('clear')
      expect(judged.probability).toBe(own.probability)
      expect(portfolioSignals(judged).map(({ weight }) => weight)).toEqual(Array(7).fill(0))
    }
  })

  it('makes a fact of the listing weigh more, up to a request for proof', () => {
    const cheap = listing({ price: usd('500') })
    const own = screener.screen(cheap)
    const judged = screener.screen(cheap, { portfolio: samplePortfolio })
    expect(judged.probability).toBeGreaterThan(own.probability)
    expect(judged.ceiling).toBe('ask-proof')
    expect(wordAssessment(judged).signals.map(({ evidence }) => evidence?.detail)).toContainEqual(
      expect.stringContaining('9 of 12, of 5 brands, are priced below a fifth'),
    )
  })

  it('opens a review beside an impossible price unless it tells of prices alone, and holds nothing back', () => {
    const impossible = listing({ price: usd('100') })
    const judged = screener.screen(impossible, { portfolio: samplePortfolio })
    expect([judged.verdict, judged.hold]).toEqual(['review', false])
    const aboutPrices = /-(prices|same-price|choices)$/
    const facts = samplePortfolio.facts.filter(({ code }) => aboutPrices.test(code))
    expect(facts).toHaveLength(3)
    const portfolio = { ...samplePortfolio, facts }
    expect(screener.screen(impossible, { portfolio }).verdict).toBe('ask-proof')
  })

  it('is not shown unless the portfolio is flagged, nor where no brand’s goods are offered', () => {
    const cheap = listing({ price: usd('100') })
    const portfolio = { ...samplePortfolio, flagged: false }
    expect(portfolioSignals(screener.screen(cheap, { portfolio }))).toEqual([])
    const other = listing({ title: 'Cotton shirt' })
    expect(portfolioSignals(screener.screen(other, { portfolio: samplePortfolio }))).toEqual([])
  })

  it('adds the same to the portfolio whether or not the portfolio was known', () => {
    for (const example of listingsOfEverySignal) {
      const own = sampleScreener.screen(example)
      const judged = sampleScreener.screen(example, { portfolio: samplePortfolio })
      expect(portfolioEntry(example, judged)).toEqual(portfolioEntry(example, own))
    }
  })

  it('never comes from an official picture, the age of the account or the channel', () => {
    const from = withChannels([{ marketplace: '*', policy: 'none' }])
    const wishes = listing({
      price: usd('1800'),
      marketplace: 'plaza',
      seller: { id: 's', joinedAt: '2026-10-30T00:00:00Z' },
      images: [
        {
          shows: [
            { reference: 'one', bank: 'official', brand: 'velmoraq', score: 1, kind: 'exact' },
          ],
        },
      ],
    })
    expect(portfolioEntry(wishes, screenerOf(from).screen(wishes)).marks).toEqual([])
  })
})
