import { describe, expect, test } from 'vitest'
import type { Catalog, Listing, PictureReading } from '@touchstone/contract'
import { compile } from '@touchstone/recognition'
import { brand, catalog, listing, usd } from './builders.ts'
import { processorMs } from './processor-time.ts'

const corners = (y: number): number[][] => [
  [100, y],
  [300, y],
  [300, y + 40],
  [100, y + 40],
]

function reading(lines: readonly string[], codes: Partial<PictureReading['codes'][number]>[] = []) {
  return {
    width: 800,
    height: 400,
    lines: lines.map((text, at) => ({ text, box: corners(at * 50), confidence: 0.95 })),
    codes: codes.map((code) => ({ format: 'QRCode', text: '', box: corners(200), ...code })),
  } satisfies PictureReading
}

const screen = (read: PictureReading, over: Partial<Listing> = {}, from: Catalog = catalog()) =>
  compile(from, { starterPack: false }).screen(
    listing({ images: [{}, { reading: read }], ...over }),
  )
const codesOf = ({ signals }: ReturnType<typeof screen>) => signals.map(({ code }) => code)

test('a picture that was not read leaves the family of pictures silent, one without words does not', () => {
  const plain = compile(catalog(), { starterPack: false })
  expect(plain.screen(listing({ images: [{ path: 'a.jpg' }] })).silent).toContain('image')
  expect(screen(reading([])).silent).not.toContain('image')
})

describe('words in pictures', () => {
  test('that say copy count, with the line and its place in its picture', () => {
    const { signals, verdict } = screen(reading(['hello', '1:1 replica top quality']))
    expect(signals[0]).toMatchObject({
      code: 'text.quality-grade',
      evidence: {
        field: 'pictures/1/lines/1',
        text: '1:1',
        image: 1,
        box: [0.125, 0.125, 0.25, 0.1],
      },
    })
    expect(verdict).toBe('review')
  })

  test('never block alone, even with every other crossed wish of a brand', () => {
    const strict = catalog({
      brands: [brand({ channels: [{ marketplace: '*', policy: 'none' }] })],
    })
    const over = { price: usd('20'), quantity: 500 }
    const fields = { ...over, title: 'Velmoraq handbag replica' }
    expect(screen(reading([]), fields, strict).verdict).toBe('block')
    expect(screen(reading(['replica']), over, strict).verdict).toBe('review')
  })

  test('that deny it are heard in the same line', () => {
    const plain = compile(catalog(), { starterPack: false })
    const denied = plain.screen(listing({ description: 'We sell no replicas' }))
    const shown = screen(reading(['We sell no replicas']))
    expect(shown.verdict).toBe(denied.verdict)
    expect(shown.verdict).not.toBe('review')
  })

  test('that were read unsurely are not judged', () => {
    const unsure = reading(['1:1 replica'])
    unsure.lines[0]!.confidence = 0.69
    expect(codesOf(screen(unsure))).not.toContain('text.replica-term')
  })
})

describe('a brand in a picture', () => {
  const bland = { title: 'Ladies bag black, large' }

  test('that no text names is found and distinguished from the text', () => {
    const assessment = screen(reading(['VELMORAQ']), { ...bland, price: usd('30') })
    expect(assessment.brands).toEqual([
      expect.objectContaining({ id: 'velmoraq', role: 'offered', form: 'text-in-image' }),
    ])
    expect(codesOf(assessment)).toContain('image.brand-not-in-text')
    expect(codesOf(assessment)).toContain('price.far-below-band')
    expect(assessment.verdict).toBe('ask-proof')
  })

  test('that the words name too is no evidence', () => {
    expect(codesOf(screen(reading(['VELMORAQ'])))).not.toContain('image.brand-not-in-text')
  })

  test('together with another in the title is only mentioned', () => {
    const other = brand({ id: 'ostrela', name: 'Ostrela', aliases: [] })
    const two = catalog({ brands: [brand(), other] })
    const { brands } = screen(reading(['OSTRELA']), {}, two)
    expect(brands.map(({ id, role }) => [id, role])).toEqual([
      ['velmoraq', 'offered'],
      ['ostrela', 'mentioned'],
    ])
  })

  test('is none where the name is an everyday word or is misread', () => {
    const word = catalog({
      brands: [brand({ id: 'loom', name: 'Loom', commonWord: true, aliases: [] })],
    })
    expect(screen(reading(['LOOM']), bland, word).brands).toEqual([])
    expect(codesOf(screen(reading(['VELM0RAQ']), bland))).not.toContain('brand.disguised-name')
  })
})

describe('a mark alone in a picture', () => {
  const bland = { title: 'Ladies handbag black, large' }
  const idsOf = (lines: readonly string[], from: Catalog, over: Partial<Listing> = bland) =>
    screen(reading(lines), over, from).brands.map(({ id, form }) => [id, form])
  const word = catalog({ brands: [brand({ id: 'meadow', name: 'Meadow', commonWord: true })] })
  const long = catalog({ brands: [brand({ id: 'trade', name: 'Carravonta', aliases: [] })] })
  const parted = catalog({ brands: [brand({ id: 'north', name: 'The Velm Reach', aliases: [] })] })

  test('is its brand, even if it is an everyday word, beside goods that the brand makes', () => {
    expect(idsOf(['MEADOW'], word)).toEqual([['meadow', 'text-in-image']])
    expect(idsOf(['A MEADOW IN SPRING'], word)).toEqual([])
    expect(idsOf(['MEADOW'], word, { title: 'Poster' })).toEqual([])
  })

  test('is read over several adjacent lines, in their order, and over no others', () => {
    expect(idsOf(['THE', 'VELM', 'REACH'], parted)).toEqual([['north', 'text-in-image']])
    expect(idsOf(['REACH', 'VELM', 'THE'], parted)).toEqual([])
    const far = reading(['THE', 'VELM', 'REACH'])
    far.lines[2]!.box = corners(350)
    expect(screen(far, bland, parted).brands).toEqual([])
  })

  test('is recognised in misread letters, with less confidence, and never as a disguise', () => {
    for (const misread of ['Cannavonta.', 'CARRAVONTA', 'Carravonla', 'Carnavonta']) {
      const assessment = screen(reading([misread]), bland, long)
      expect(assessment.brands.map(({ id, form }) => [id, form])).toEqual([
        ['trade', 'text-in-image'],
      ])
      expect(codesOf(assessment)).not.toContain('brand.disguised-name')
    }
    const [near] = screen(reading(['Cannavonta']), bland, long).brands
    const [plain] = screen(reading(['CARRAVONTA']), bland, long).brands
    expect(near!.confidence).toBeLessThan(plain!.confidence)
    expect(idsOf(['Cannavonta and more words'], long)).toEqual([])
    expect(idsOf(['Cornovania'], long)).toEqual([])
  })

  /** A line in which each letter may be another one as well, so likely. */
  const unsure = (letters: string, or: Record<string, [string, number]>): PictureReading => {
    const read: PictureReading = reading([letters])
    const line = read.lines[0]!
    line.confidence = 0.6
    line.letters = [...letters.toLowerCase()].flatMap((letter) => {
      const [other, likely] = or[letter] ?? ['', 0]
      return [{ [letter]: 1 - likely, [other]: likely }, { '': 1 }]
    })
    return read
  }
  const namedIn = (read: PictureReading, from: Catalog) =>
    screen(read, bland, from).brands.map(({ id }) => id)

  test('is recognised by its possible letters, unless they were read clearly as others or form a word', () => {
    const or = { x: ['v', 0.3], k: ['t', 0.3] } satisfies Record<string, [string, number]>
    expect(namedIn(unsure('Carraxonka', or), long)).toEqual(['trade'])
    expect(namedIn(unsure('Carraxonka', { x: ['v', 0.3] }), long)).toEqual(['trade'])
    expect(namedIn(unsure('Carraxonka', {}), long)).toEqual([])
    const everyday = catalog({
      brands: [brand({ id: 'trade', name: 'Carravonta', commonWord: true, aliases: [] })],
    })
    expect(namedIn(unsure('Carraxonka', or), everyday)).toEqual(['trade'])
    const hardly = { x: ['v', 0.02], k: ['t', 0.02] } satisfies Record<string, [string, number]>
    expect(namedIn(unsure('Carraxonka', hardly), everyday)).toEqual([])
  })

  test('is not reported if letters may spell two names', () => {
    const two = catalog({
      brands: [
        brand({ id: 'one', name: 'Carravonta', aliases: [] }),
        brand({ id: 'two', name: 'Carradonta', aliases: [] }),
      ],
    })
    const likely = (d: number): PictureReading => {
      const read = unsure('Carraxonta', { x: ['v', 0.4] })
      read.lines[0]!.letters![10] = { x: 0.2, v: 0.4, d }
      return read
    }
    expect(namedIn(likely(0.3), two)).toEqual([])
    expect(namedIn(likely(0.01), two)).toEqual(['one'])
  })

  test('is looked for with patience that ends, however many lines lie upon each other and may say anything', () => {
    const any = Object.fromEntries(
      [...'abcdefghijklmnopqrstuvwxyz0123456789', ''].map((letter) => [letter, 1]),
    )
    const read: PictureReading = reading(Array.from({ length: 100 }, () => 'Carraxonka'))
    for (const [at, line] of read.lines.entries()) {
      line.box = corners(at / 10)
      line.confidence = 0.6
      line.letters = Array.from({ length: 64 }, () => any)
    }
    const began = processorMs()
    screen(read, bland, long)
    // It takes a fifth of a second; trying every combination took minutes.
    expect(processorMs() - began).toBeLessThan(10_000)
  })

  test('is read over lines that follow each other along an arc', () => {
    const bent = reading(['CARRA', 'VONTA'])
    const box = (x: number, y: number, angle: number): number[][] => {
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
      const sides = [-1, 1, 1, -1].map((side, at): [number, number] => [
        50 * side,
        at < 2 ? -15 : 15,
      ])
      return sides.map(([u, v]) => [x + u * cos - v * sin, y + u * sin + v * cos])
    }
    bent.lines[0]!.box = box(200, 200, -0.4)
    bent.lines[1]!.box = box(305, 200, 0.4)
    expect(namedIn(bent, long)).toEqual(['trade'])
    bent.lines[1]!.box = box(305, 200, 1.4)
    expect(namedIn(bent, long)).toEqual([])
  })

  test('reaches ask-proof at most', () => {
    expect(screen(reading(['MEADOW']), { ...bland, price: usd('20') }, word).verdict).toBe(
      'ask-proof',
    )
  })
})

describe('a price in a picture', () => {
  const price = usd('2500')

  test('far from the listing’s price counts together with another sign', () => {
    const far = reading(['Only $19.00 today'])
    expect(screen(far, { price }).signals).toContainEqual(
      expect.objectContaining({ code: 'price.picture-differs', weight: 0 }),
    )
    const beside = screen(far, { price, title: 'Velmoraq handbag replica' })
    const signal = beside.signals.find(({ code }) => code === 'price.picture-differs')
    expect(signal!.weight).toBeGreaterThan(0)
  })

  test('is no evidence if a picture shows the listing’s own price too', () => {
    const both = reading(['Strap $19.00', 'Bag $2,499.00'])
    expect(codesOf(screen(both, { price }))).not.toContain('price.picture-differs')
  })
})

describe('a code in a picture', () => {
  test('that leads to a contact counts only beside a protected brand', () => {
    const contact = reading([], [{ text: 'https://wa.me/6281200001234' }])
    const signal = screen(contact).signals.find(({ code }) => code === 'image.contact-code')
    expect(signal).toMatchObject({
      evidence: { image: 1, box: [0.125, 0.5, 0.25, 0.1], text: 'https://wa.me/6281200001234' },
    })
    expect(codesOf(screen(contact, { title: 'Ladies bag' }))).toEqual([])
  })

  const withGtin = (over: Partial<Catalog> = {}): Catalog => {
    const { products = [], ...rest } = catalog()
    const other = brand({ id: 'ostrela', name: 'Ostrela', aliases: [] })
    return {
      ...rest,
      brands: [brand(), other],
      products: [
        ...products,
        {
          id: 'bag',
          brand: 'velmoraq',
          name: 'Velmoraq Piccola',
          gtin: '4006381333931',
          msrp: [{ amount: '2000', currency: 'USD' }],
        },
        { id: 'pen', brand: 'ostrela', name: 'Ostrela Pen', gtin: '036000291452' },
      ],
      ...over,
    }
  }

  test('names the product of the catalog, whose list price is compared', () => {
    const code = reading([], [{ format: 'EAN13', text: '4006381333931' }])
    const assessment = screen(code, { price: usd('100') }, withGtin())
    expect(assessment.signals).toContainEqual(
      expect.objectContaining({
        code: 'product.identified',
        evidence: expect.objectContaining({ reference: 'bag', image: 1 }),
      }),
    )
    expect(assessment.price).toMatchObject({ against: 'list-price', reference: 'bag' })
  })

  test('of another brand’s product is reported, and leads to a request for proof at most', () => {
    const code = reading([], [{ format: 'UPCA', text: '036000291452' }])
    const assessment = screen(code, { price: usd('20') }, withGtin())
    expect(codesOf(assessment)).toContain('image.other-goods-code')
    expect(['clear', 'ask-proof']).toContain(assessment.ceiling)
  })
})
