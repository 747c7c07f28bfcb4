import { setTimeout as sleep } from 'node:timers/promises'
import type { Listing } from '@touchstone/contract'
import { textRow, workbookOf } from './workbook.ts'
import type { StoreConfig } from '../src/platform/config/index.ts'
import { openStore } from '../src/platform/db/index.ts'
import { newKey, newOrganisation } from './builders.ts'
import { startServing } from './start-server.ts'

export const waysIn = ['batch', 'csv', 'xlsx'] as const
export type WayIn = (typeof waysIn)[number]

type States = { new: number; changed: number; unchanged: number }
type Assessment = { signals: { code: string }[] } & Record<string, unknown>
type StoredListing = { listing: Listing; assessment: Assessment | null }

export type CameIn = {
  way: WayIn
  /** The server's results for the rows, the first time and with one price changed. */
  first: States
  again: States
  /**
   * Listings with their assessments as they are read back, as JSON, by the id of the listing. What an assessment says
   * of the seller's portfolio is of the time when it was made, and left out together with what follows from it.
   */
  stored: Map<string, string>
  /** How many assessments differ after the second time. */
  judgedAgain: number
  seconds: number
}

/**
 * Sends the same listings to one server in every way, each for a separate organisation. Sellers' portfolios are updated
 * in the background, and assess listings again: what is read back counts once it has stayed the same for this time.
 */
export async function sendEveryWay(
  config: StoreConfig,
  listings: readonly Listing[],
  stillMilliseconds = 0,
): Promise<CameIn[]> {
  const store = await openStore(config)
  const keys = new Map<WayIn, string>()
  for (const way of waysIn) {
    await newOrganisation(store, way)
    keys.set(way, (await newKey(store, way, ['listings:read', 'listings:write'])).text)
  }
  await store.close()
  const server = await startServing(config)
  const results: CameIn[] = []
  try {
    for (const way of waysIn) {
      const door = { url: `${server.url}/api/v1/listings`, key: keys.get(way) ?? '' }
      results.push(await comeIn(door, way, listings, stillMilliseconds))
    }
  } finally {
    await server.kill()
  }
  return results
}

type Door = { url: string; key: string }

async function comeIn(
  door: Door,
  way: WayIn,
  listings: readonly Listing[],
  stillMilliseconds: number,
): Promise<CameIn> {
  const began = performance.now()
  const first = await send(door, way, listings)
  const seconds = (performance.now() - began) / 1000
  const readBackFirst = await readBackStill(door, stillMilliseconds)
  const lone = findLoneListing(listings)
  const changed = listings.map((listing) =>
    listing === lone ? { ...listing, price: { amount: '1234.5', currency: 'EUR' } } : listing,
  )
  const again = await send(door, way, changed)
  const after = await readBackStill(door, stillMilliseconds)
  const changedRows = [...after].filter(([id, text]) => readBackFirst.get(id) !== text)
  return { way, first, again, stored: readBackFirst, judgedAgain: changedRows.length, seconds }
}

async function request<T>({ url, key }: Door, path: string, init: RequestInit = {}): Promise<T> {
  const headers = { ...init.headers, authorization: `Bearer ${key}` }
  const response = await fetch(`${url}${path}`, { ...init, headers })
  const answer: unknown = await response.json()
  if (!response.ok) throw new Error(`${path}: ${JSON.stringify(answer)}`)
  return answer as T
}

const rowsInBatch = 10_000

async function send(door: Door, way: WayIn, listings: readonly Listing[]): Promise<States> {
  if (way !== 'batch') {
    const body = way === 'csv' ? csvOf(listings) : new Blob([new Uint8Array(xlsxOf(listings))])
    const headers = { 'content-type': way === 'csv' ? 'text/csv' : 'application/octet-stream' }
    const { states, failed, faults } = await request<{
      states: States
      failed: number
      faults: unknown[]
    }>(door, '/file', { method: 'POST', headers, body })
    if (failed > 0) throw new Error(`${way}: ${JSON.stringify(faults.slice(0, 3))}`)
    return states
  }
  const states: States = { new: 0, changed: 0, unchanged: 0 }
  for (let from = 0; from < listings.length; from += rowsInBatch) {
    const part = listings.slice(from, from + rowsInBatch)
    const { results } = await request<{ results: { state: keyof States }[] }>(door, '/batch', {
      method: 'POST',
      headers: { 'content-type': 'application/x-ndjson' },
      body: part.map((listing) => JSON.stringify(listing)).join('\n'),
    })
    for (const { state } of results) states[state]++
  }
  return states
}

/** The first listing whose seller has no other one, which would be assessed again with it. */
function findLoneListing(listings: readonly Listing[]): Listing | undefined {
  const counts = new Map<string, number>()
  for (const { seller } of listings) {
    if (seller?.id !== undefined) counts.set(seller.id, (counts.get(seller.id) ?? 0) + 1)
  }
  return listings.find(({ seller }) => seller?.id === undefined || counts.get(seller.id) === 1)
}

async function readBackStill(door: Door, stillMilliseconds: number): Promise<Map<string, string>> {
  for (let before = await readBack(door); ;) {
    await sleep(stillMilliseconds)
    const now = await readBack(door)
    if ([...now].every(([id, text]) => before.get(id) === text)) return now
    before = now
  }
}

async function readBack(door: Door): Promise<Map<string, string>> {
  const byListing = new Map<string, string>()
  for (let after = ''; ;) {
    const { items, next } = await request<{ items: StoredListing[]; next: string | null }>(
      door,
      `?limit=200${after}`,
    )
    for (const { listing, assessment } of items) {
      byListing.set(listing.id, JSON.stringify([comparable(listing), withoutPortfolio(assessment)]))
    }
    if (next === null) return byListing
    after = `&after=${encodeURIComponent(next)}`
  }
}

function withoutPortfolio(assessment: Assessment | null): object | null {
  const signals = assessment?.signals.filter(({ code }) => !code.startsWith('seller.portfolio'))
  return signals?.length === assessment?.signals.length ? assessment : { signals }
}

/** Without what a table does not preserve: the order of the fields, trailing zeros of a price. */
function comparable(listing: Listing): object {
  const { price } = listing
  const amount = price && String(Number(price.amount))
  const whole = { ...listing, ...(price && { price: { ...price, amount } }) }
  return Object.fromEntries(Object.entries(whole).sort(([a], [b]) => (a < b ? -1 : 1)))
}

const columns: Record<string, (listing: Listing) => string | undefined> = {
  id: ({ id }) => id,
  title: ({ title }) => title,
  description: ({ description }) => description,
  price: ({ price }) => price?.amount,
  currency: ({ price }) => price?.currency,
  'seller id': ({ seller }) => seller?.id,
  brand: ({ brand }) => brand,
  category: ({ category }) => category,
  language: ({ language }) => language,
}

function tableOf(listings: readonly Listing[]): string[][] {
  const cells = Object.values(columns)
  const rows = listings.map((listing) => cells.map((cell) => cell(listing) ?? ''))
  return [Object.keys(columns), ...rows]
}

/** As a spreadsheet program writes them. */
export function csvOf(listings: readonly Listing[]): string {
  const quoted = (cell: string): string => `"${cell.replaceAll('"', '""')}"`
  return tableOf(listings)
    .map((row) => row.map(quoted).join(','))
    .join('\r\n')
}

const noXml = /[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu

/** True if a workbook cannot represent the listing: XML has no control characters. */
export function isBeyondWorkbooks(listing: Listing): boolean {
  return tableOf([listing])[1]?.some((cell) => cell.search(noXml) >= 0) ?? false
}

/** A workbook of one sheet with these listings. */
export function xlsxOf(listings: readonly Listing[]): Uint8Array {
  const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '\r': '&#13;' }
  // A spreadsheet writes a carriage return as a reference: XML reads a bare one as a line feed.
  const escaped = (cell: string): string =>
    cell.replace(noXml, '').replace(/[&<>\r]/g, (sign) => escapes[sign] ?? '')
  const rows = tableOf(listings).map((row, at) => textRow(at + 1, ...row.map(escaped)))
  return workbookOf({ rows: rows.join('') })
}
