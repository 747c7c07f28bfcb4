import { describe, expect, test } from 'vitest'
import type { Listing, ListingImage, PictureReading, ShownReference } from '@touchstone/contract'
import { compile } from '@touchstone/recognition'
import { brand, catalog, listing, usd } from './builders.ts'

const from = catalog({
  brands: [
    brand(),
    brand({ id: 'pacevorn', name: 'Pacevorn', aliases: [] }),
    brand({ id: 'velmoraq-home', name: 'Velmoraq Home', aliases: [] }),
  ],
})
const screener = compile(from, { starterPack: false })
const box = [
  [100, 50],
  [300, 50],
  [300, 90],
  [100, 90],
]
const read = (lines: string[], more: Partial<PictureReading> = {}): ListingImage => ({
  reading: {
    width: 800,
    height: 400,
    codes: [],
    lines: lines.map((text) => ({ text, box, confidence: 0.95 })),
    ...more,
  },
})
const logo = (id: string, confidence = 0.9): ListingImage =>
  read([], { logos: [{ label: 'arrow', brand: id, box, confidence }] })
const bag = (images: ListingImage[], more: Partial<Listing> = {}): Listing =>
  listing({ title: 'Velmoraq handbag, black', images, ...more })
const codesOf = (listing: Listing): string[] =>
  screener.screen(listing).signals.map(({ code }) => code)
const signalOf = (listing: Listing, code: string) =>
  screener.screen(listing).signals.find((signal) => signal.code === code)

describe('another brand in the pictures', () => {
  const readings = [read(['PACEVORN']), read(['PACEVORN'])]

  test('is reported if several show it alone and none shows the one that words name', () => {
    const listing = bag(readings)
    expect(signalOf(listing, 'image.other-brand')).toMatchObject({
      evidence: { image: 0, box: [0.125, 0.125, 0.25, 0.1], reference: 'velmoraq' },
    })
    expect(screener.screen(listing).ceiling).toBe('ask-proof')
  })

  test('by marks without letters too, where a detector found them', () => {
    const listing = bag([logo('pacevorn'), logo('pacevorn')])
    expect(signalOf(listing, 'image.other-brand')?.evidence).toMatchObject({ image: 0 })
  })

  test.each<[string, Listing]>([
    ['in one picture alone', bag([read(['PACEVORN']), read([])])],
    ['amid other words', bag([read(['like PACEVORN']), read(['not by PACEVORN'])])],
    ['beside the named one', bag([...readings, read(['VELMORAQ'])])],
    ['beside a mark of the named one', bag([...readings, logo('velmoraq')])],
    ['that the words name too', bag(readings, { description: 'suits your Pacevorn shoes' })],
    ['that is a line of the same house', bag([read(['VELMORAQ HOME']), read(['VELMORAQ HOME'])])],
    ['where no kind of goods is named', bag(readings, { title: 'Velmoraq, new' })],
    ['where no mark is seen at all', bag([read([]), read([])])],
    ['that a detector is unsure of', bag([logo('pacevorn', 0.6), logo('pacevorn', 0.6)])],
  ])('is not, %s', (_where, listing) => {
    expect(codesOf(listing)).not.toContain('image.other-brand')
  })
})

describe('a mark without letters', () => {
  const bland = { title: 'Ladies handbag black, large', price: usd('30') }

  test('names a brand that no words name, with its place', () => {
    const listing = bag([read([]), logo('velmoraq')], bland)
    expect(screener.screen(listing).brands[0]).toMatchObject({ id: 'velmoraq', form: 'image' })
    expect(signalOf(listing, 'image.brand-not-in-text')?.evidence).toMatchObject({
      image: 1,
      box: [0.125, 0.125, 0.25, 0.1],
      text: 'arrow',
      reference: 'velmoraq',
    })
    expect(screener.screen(listing).ceiling).toBe('ask-proof')
  })

  test('of an unknown brand, or one seen with low confidence, names none', () => {
    expect(screener.screen(bag([logo('nobody')], bland)).brands).toEqual([])
    expect(screener.screen(bag([logo('velmoraq', 0.6)], bland)).brands).toEqual([])
  })
})

describe('a hidden mark', () => {
  const shows = (text: string, more: Partial<ShownReference> = {}): ListingImage => ({
    ...read([]),
    shows: [
      {
        reference: 'r',
        bank: 'official',
        brand: 'velmoraq',
        score: 0.99,
        kind: 'partial',
        hidden: [{ text, how: 'covered', box: [0.4, 0.4, 0.2, 0.1] }],
        ...more,
      },
    ],
  })

  test('is a separate sign, and no sign of falsity', () => {
    const listing = bag([shows('VELMORAQ MILANO')])
    expect(signalOf(listing, 'image.mark-hidden')).toMatchObject({
      family: 'image',
      evidence: { image: 0, box: [0.4, 0.4, 0.2, 0.1], reference: 'velmoraq' },
    })
    expect(screener.screen(listing).ceiling).toBe('ask-proof')
    // Other content of a reference belongs to its owner.
    expect(JSON.stringify(screener.screen(listing))).not.toContain('MILANO')
  })

  test.each<[string, ListingImage[]]>([
    ['other words than the name are hidden', [shows('MADE IN ITALY')]],
    ['another picture shows the name', [shows('VELMORAQ'), read(['VELMORAQ'])]],
    ['it is rather no copy', [shows('VELMORAQ', { score: 0.7 })]],
    ['the reference is another brand’s', [shows('VELMORAQ', { brand: 'pacevorn' })]],
  ])('is none where %s', (_where, images) => {
    expect(codesOf(bag(images))).not.toContain('image.mark-hidden')
  })

  test('an unreadable part counts only beside another sign', () => {
    const part = read([], { hidden: [{ how: 'mosaic', box }] })
    expect(signalOf(bag([part]), 'image.part-hidden')?.weight).toBe(0)
    const beside = signalOf(bag([part], { price: usd('20') }), 'image.part-hidden')
    expect(beside?.weight).toBeGreaterThan(0)
    expect(beside?.evidence).toMatchObject({ image: 0, box: [0.125, 0.125, 0.25, 0.1] })
  })
})
