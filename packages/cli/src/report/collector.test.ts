import { describe, expect, it } from 'vitest'
import { createReportCollector } from './collector.ts'
import {
  aListing,
  anAssessment,
  aSignal,
  baseRate,
  manyListings,
  signalAt,
} from './test/listings.ts'

function collect(count: number, rows: number) {
  const collector = createReportCollector({ title: 'Test', rows, baseRate, date: '2026-11-25' })
  for (let index = 0; index < count; index += 1) {
    const listing = aListing({ id: `offer-${index}` })
    const isClear = index % 10 !== 0
    collector.add(
      listing,
      anAssessment(listing, isClear ? 'clear' : 'review', [], {
        probability: isClear ? 0.01 : ((index * 7919) % 10_007) / 10_007,
        brands: [{ id: isClear ? 'lumora' : 'orvelle', confidence: 1 }],
      }),
    )
  }
  return collector.finish()
}

describe('createReportCollector', () => {
  it('keeps every listing if there is room for all, highest probability first', () => {
    const collector = createReportCollector({ title: 'Test', baseRate })
    for (const { listing, assessment } of manyListings(60)) collector.add(listing, assessment)
    const data = collector.finish()
    expect(data.listings).toHaveLength(60)
    expect(data.kept.flagged + data.kept.clear).toBe(60)
    const probabilities = data.listings.map((listing) => listing.probability)
    expect(probabilities).toEqual(probabilities.toSorted((a, b) => b - a))
    expect(new Set(data.listings.map((listing) => listing.seq)).size).toBe(60)
    expect(Object.values(data.verdicts).reduce((sum, count) => sum + count)).toBe(60)
    expect(Date.parse(data.date)).not.toBeNaN()
  })

  it('counts all listings exactly and keeps the most probable flagged ones and some clear ones', () => {
    const data = collect(20_000, 100)
    expect(data.total).toBe(20_000)
    expect(data.verdicts).toEqual({ clear: 18_000, 'ask-proof': 0, review: 2000, block: 0 })
    expect(data.brands.top).toEqual([
      { key: 'lumora', listings: 18_000 },
      { key: 'orvelle', listings: 2000 },
    ])
    expect(data.kept).toEqual({ flagged: 75, clear: 25 })
    const all = Array.from({ length: 2000 }, (_, index) => ((index * 10 * 7919) % 10_007) / 10_007)
    const reviewed = data.listings.filter((listing) => listing.verdict === 'review')
    expect(reviewed.map((listing) => listing.probability)).toEqual(
      all.toSorted((a, b) => b - a).slice(0, 75),
    )
  })

  it('gives the room that one side leaves to the other', () => {
    expect(collect(1000, 500).kept).toEqual({ flagged: 100, clear: 400 })
    const flagged = createReportCollector({ title: 'Test', rows: 20, baseRate })
    for (let index = 0; index < 30; index += 1) {
      flagged.add(aListing(), anAssessment(aListing(), 'block', []))
    }
    expect(flagged.finish().kept).toEqual({ flagged: 20, clear: 0 })
  })

  it('keeps the earlier of equally probable listings', () => {
    const collector = createReportCollector({ title: 'Test', rows: 8, baseRate })
    for (let index = 0; index < 50; index += 1) {
      collector.add(aListing(), anAssessment(aListing(), 'review', []))
    }
    expect(collector.finish().listings.map((listing) => listing.seq)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8,
    ])
  })

  it('samples clear listings evenly from the whole stream, the same way in every run', () => {
    const seqs = collect(20_000, 2000).listings.flatMap((listing) =>
      listing.verdict === 'clear' ? [listing.seq] : [],
    )
    expect(seqs).toHaveLength(500)
    const mean = seqs.reduce((sum, seq) => sum + seq, 0) / seqs.length
    expect(Math.abs(mean - 10_000)).toBeLessThan(1000)
    expect(collect(20_000, 2000).listings.map((listing) => listing.seq)).toEqual(
      collect(20_000, 2000).listings.map((listing) => listing.seq),
    )
  })

  it('counts a brand or a signal once per listing', () => {
    const collector = createReportCollector({ title: 'Test', baseRate })
    const signals = [aSignal(), aSignal(), aSignal({ code: 'price.low', family: 'price' })]
    collector.add(aListing(), anAssessment(aListing(), 'review', signals))
    const data = collector.finish()
    expect(data.signals.top).toEqual([
      { key: 'price.low', listings: 1 },
      { key: 'text.replica-term', listings: 1 },
    ])
    expect(data.priceSignals).toBe(1)
  })

  it('keeps a huge listing small, with its evidence and the number of omitted values', () => {
    const reviews = Array.from({ length: 900 }, (_, index) => ({
      text: `Fine ${index}. `.repeat(200),
    }))
    reviews[800] = { text: `${'Good. '.repeat(2000)}obvious fake` }
    const description = `${'padding '.repeat(12_000)}1:1`
    const listing = aListing({ description, reviews })
    const signals = [
      signalAt('description', description, '1:1'),
      signalAt('reviews/800/text', reviews[800].text, 'obvious fake', { family: 'review' }),
    ]
    const collector = createReportCollector({ title: 'Test', baseRate })
    collector.add(listing, anAssessment(listing, 'block', signals))
    const [reported] = collector.finish().listings
    expect(JSON.stringify(reported).length).toBeLessThan(60_000)
    expect(reported?.fields.some((field) => field.path === 'reviews/800/text')).toBe(true)
    expect(reported?.fieldsLeftOut.reviews).toBe(860)
    expect(reported?.signals.map((signal) => [signal.spans.length, signal.spansLeftOut])).toEqual([
      [1, 0],
      [1, 0],
    ])
  })

  it('reads an attribute name with a slash in its plain and in its JSON-pointer spelling', () => {
    const listing = aListing({ attributes: { 'Colour / finish': 'mirror' } })
    const collector = createReportCollector({ title: 'Test', baseRate })
    collector.add(
      listing,
      anAssessment(listing, 'review', [
        signalAt('attributes/Colour / finish', 'mirror', 'mirror'),
        signalAt('attributes/Colour ~1 finish', 'mirror', 'mirror'),
      ]),
    )
    const [reported] = collector.finish().listings
    expect(reported?.signals.flatMap((signal) => signal.spans.map((span) => span.field))).toEqual([
      'attributes/Colour / finish',
      'attributes/Colour / finish',
    ])
  })
})
