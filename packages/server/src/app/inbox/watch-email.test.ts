import { unwatchedPlaces, type WatchSummaryView } from '@touchstone/contract'
import { expect, test } from 'vitest'
import { summaryEmail, type SummaryOptions } from './summary-email.ts'

const find = (n: number) => ({
  listing: `0198c0de-0000-7000-8000-00000000000${n}`,
  title: `Velmoraq tote ${n},\n1:1 replica`,
  verdict: 'block' as const,
  watch: '0198c0de-0000-7000-8000-0000000000a0',
  watchedListing: '0198c0de-0000-7000-8000-0000000000b0',
  watchName: 'Velmoraq at the bazaar',
})
const none = { count: 0, items: [] }
const quiet: WatchSummaryView = {
  day: '2026-11-30',
  isEmpty: true,
  newFinds: none,
  priceChanges: none,
  gone: none,
  back: none,
  stopped: [],
  budget: {
    usage: { requests: 812, bytes: 1, processorSeconds: 1, fees: 0 },
    cost: 0.31,
    currency: 'EUR',
    hasRates: true,
    budgetPerDay: null,
  },
  confirmed: { count: 0, origins: [] },
  notSeen: [...unwatchedPlaces],
}
const five = [1, 2, 3, 4, 5].map(find)
const busy: WatchSummaryView = {
  ...quiet,
  isEmpty: false,
  newFinds: {
    count: 120,
    items: five.map((each) => ({ ...each, price: { amount: '40.00', currency: 'EUR' } })),
  },
  priceChanges: {
    count: 9,
    items: five.map((each) => ({ ...each, before: '40.00', after: '35.00', currency: 'EUR' })),
  },
  gone: { count: 7, items: five },
  back: { count: 6, items: five },
  stopped: Array.from({ length: 10 }, (_, n) => ({
    watch: `0198c0de-0000-7000-8000-0000000000c${n}`,
    name: `Watch ${n}`,
    endedBy: 'blocked' as const,
    message: null,
  })),
  confirmed: {
    count: 3,
    origins: [
      { origin: 'watch', count: 2 },
      { origin: 'customs', count: 1 },
    ],
  },
}
const mailOf = (watches: WatchSummaryView, more: Partial<SummaryOptions> = {}) =>
  summaryEmail({
    locale: 'en',
    organisation: 'House A',
    timeZone: 'UTC',
    publicUrl: 'https://touchstone.example',
    waiting: {},
    watches,
    now: new Date('2026-12-01T08:00:00Z'),
    ...more,
  })

test('a busy day of watches fits on a page, with links to act', () => {
  const { subject, text } = mailOf(busy)!
  expect(subject).toBe('120 new finds by your watches at House A')
  expect(text.split('\n').length).toBeLessThanOrEqual(65)
  expect(text).toContain(
    '- Velmoraq tote 1, 1:1 replica · 40.00 EUR · Velmoraq at the bazaar\n  https://touchstone.example/listings/0198c0de-0000-7000-8000-000000000001',
  )
  expect(text).toContain('40.00 → 35.00 EUR')
  expect(text).toContain('- Watch 0 · turned away by the site')
  expect(text).toContain('3 finds confirmed, first known by: watch (2) and customs (1)')
  expect(text).toContain('Watches cannot see social networks')
  expect(text).toContain('https://touchstone.example/watches/summaries?day=2026-11-30')
  expect(text).not.toContain('waits for you')
})

test('nothing is said of a day without news', () => {
  expect(mailOf(quiet)).toBe(undefined)
})

test('a translation that nobody has reviewed is followed by the English words', () => {
  const { text } = mailOf(busy, { locale: 'zh' })!
  expect(text).toContain('120 个新发现')
  expect(text).toContain('120 new finds')
})
