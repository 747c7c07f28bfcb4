import { beforeAll, expect, test } from 'vitest'
import type { Listing } from '@touchstone/contract'
import { Gate, ownTurns } from '../../watches/gate/index.ts'
import { connectors, sampleMarketHost } from '../../watches/connectors/index.ts'
import { Spending, walkSite } from '../../watches/runs/index.ts'
import { readSamples } from '../sample/index.ts'
import { MarketListings, placeCount, type MarketListing } from './market-listings.ts'
import { SampleMarket } from './index.ts'

const hour = 3_600_000
const start = Date.UTC(2026, 10, 20)
const hoursLater = (hours: number): Date => new Date(start + hours * hour)

let listings: MarketListings
beforeAll(async () => {
  listings = new MarketListings((await readSamples()).listings)
})

/** What a buyer sees of a listing. */
const seen = ({ id, amount, quantity, sample }: MarketListing): string =>
  JSON.stringify([id, amount, quantity, sample.listing.title])

test('nearly all places are taken, and each ID is shown in one place alone', () => {
  for (const hours of [0, 1, 50, 5000]) {
    const shown = listings.all(hoursLater(hours))
    expect(shown.length).toBeGreaterThan(0.9 * placeCount)
    expect(new Set(shown.map(({ id }) => id)).size).toBe(shown.length)
  }
})

test('a listing changes at the moment that it states, and at no other', () => {
  for (let place = 0; place < placeCount; place += 50) {
    for (let hours = 1; hours < 200; hours += 7) {
      const [before, after] = [
        listings.at(place, hoursLater(hours - 1)),
        listings.at(place, hoursLater(hours)),
      ]
      if (before === undefined || after === undefined) continue
      const isChanged = seen(before) !== seen(after)
      const isDue = after.changedAt > hoursLater(hours - 1)
      // A new quantity and price can be those of before.
      if (isChanged) expect(isDue, after.id).toBe(true)
      expect(after.changedAt <= hoursLater(hours), after.id).toBe(true)
      if (isDue) {
        const justBefore = listings.at(place, new Date(after.changedAt.getTime() - 1))
        expect(justBefore && seen(justBefore)).not.toBe(seen(after))
      }
    }
  }
})

test('one that is no longer shown is gone, one that was never shown is unknown', () => {
  const [first] = listings.all(hoursLater(0))
  const place = first!.place
  expect(listings.find(first!.id, hoursLater(0))).toEqual(first)
  expect(listings.find(first!.id, hoursLater(24 * 200))).toBe('gone')
  for (const id of [`${place}-999999`, `${placeCount}-0`, `0${place}-1`, `${place}`, '', '-1-0']) {
    expect(listings.find(id, hoursLater(0)), id).toBeUndefined()
  }
})

test('a tenth of the sellers have most of the fakes, which are soon gone', () => {
  const shown = listings.all(hoursLater(0))
  const fakes = shown.filter(({ sample }) => sample.story.kind === 'fake')
  expect(fakes.length / shown.length).toBeGreaterThan(0.03)
  expect(fakes.length / shown.length).toBeLessThan(0.15)
  const sellers = new Set(fakes.filter(({ seller }) => seller % 10 === 7).map(({ id }) => id))
  expect(sellers.size).toBeGreaterThan(0.8 * fakes.length)
  const later = new Set(listings.all(hoursLater(24 * 10)).map(({ id }) => id))
  const stays = (some: readonly MarketListing[]): number =>
    some.filter(({ id }) => later.has(id)).length / some.length
  const honest = shown.filter(({ sample }) => sample.story.kind === 'honest')
  expect(stays(fakes)).toBeLessThan(stays(honest) / 2)
})

test.concurrent('the connector reads its listings through the gate, without a connection', async () => {
  const market = new SampleMarket(() => hoursLater(0))
  const gate = new Gate({
    turns: ownTurns(),
    agent: { token: 'Touchstone', userAgent: 'Touchstone/test' },
    outbound: {
      builtInPage: (url) => market.page(url),
      lookup: async (name) => Promise.reject(new Error(`${name} is looked up`)),
    },
  })
  const found: Listing[] = []
  const report = await walkSite({
    gate,
    connector: connectors['sample-market'](),
    url: `http://${sampleMarketHost}/`,
    spending: new Spending({ budget: { requests: 4, bytes: 10_000_000, seconds: 60 } }),
    holder: '',
    signal: new AbortController().signal,
    onListing: async (listing) => void found.push(listing),
  })
  expect(report).toMatchObject({ stoppedBy: 'requests', listings: 1, gone: 0 })
  const [listing] = found
  const shown = listings.find(listing!.id, hoursLater(0))
  if (shown === undefined || shown === 'gone') throw new Error(`${listing!.id} is not shown`)
  expect(listing!.language).toBe(shown.sample.listing.language)
  expect(listing).toMatchObject({
    title: shown.sample.listing.title,
    price: { amount: shown.amount, currency: shown.currency },
    seller: { name: expect.stringMatching(/^Sample Stall \d{3}$/) },
    images: shown.sample.listing.images,
  })
})

test('a search finds the words in title or brand, the newest change first', () => {
  const found = listings.search('velmoraq', hoursLater(0))
  expect(found.length).toBe(100)
  const moments = found.map(({ changedAt }) => changedAt.getTime())
  expect(moments).toEqual(moments.toSorted((one, other) => other - one))
  for (const { sample } of found) {
    expect(`${sample.listing.title} ${sample.listing.brand}`.toLowerCase()).toContain('velmoraq')
  }
  expect(listings.search('velmoraq no-such-word', hoursLater(0))).toEqual([])
})

test.concurrent('it answers an unchanged page without its text, and closes what it says is closed', async () => {
  let now = hoursLater(0)
  const market = new SampleMarket(() => now)
  const gate = new Gate({
    turns: ownTurns(),
    agent: { token: 'Touchstone', userAgent: 'Touchstone/test' },
    outbound: { builtInPage: (url) => market.page(url) },
  })
  const visit = (path: string, etag?: string) =>
    gate.visit(
      {
        url: `http://${sampleMarketHost}${path}`,
        accept: '*/*',
        bytes: 1_000_000,
        known: etag === undefined ? undefined : { etag },
        allowance: {
          spendRequest: () => undefined,
          bytesLeft: () => 1e9,
          receive: () => undefined,
        },
        mayRedirectTo: () => false,
        patience: 60_000,
      },
      async ({ body }) => {
        const parts: Uint8Array[] = []
        for await (const part of body) parts.push(part)
        return Buffer.concat(parts).toString()
      },
    )
  const place = listings
    .all(now)
    .find(({ changedAt }) => now.getTime() - changedAt.getTime() > hour)!
  const path = `/item/${place.id}`
  const first = await visit(path)
  if (first.kind !== 'page') throw new Error('it is not shown')
  expect(first.value).toContain(place.sample.listing.title.slice(0, 4))
  expect(await visit(path, first.etag)).toEqual({ kind: 'unchanged' })
  now = hoursLater(24 * 200)
  expect(await visit(path, first.etag)).toEqual({ kind: 'absent', status: 410 })
  await expect(visit('/account/orders')).rejects.toMatchObject({ kind: 'forbidden' })
})
