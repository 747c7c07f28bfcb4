// Sends organisations' bulk requests, in a separate process: reading their long responses would delay the single
// listings whose time is measured.
import type { Listing } from '@touchstone/contract'
import { listingsFrom } from './intake-rows.ts'
import { post } from './post.ts'

export type Load =
  | { kind: 'listings'; url: string; keys: readonly string[]; mark: string; rows: number }
  | { kind: 'decisions' | 'outcomes'; url: string; keys: readonly string[]; mark: string }

/** Batches of one organisation that are sent at once. */
const batchesAtOnce = 4
const maxBatchRows = 10_000
/** Batches of decisions, and of outcomes. */
const recordBatches = 4

const linesOf = (rows: readonly object[]): string =>
  rows.map((row) => JSON.stringify(row)).join('\n')

type Request = { key: string; path: string; body: string; type: string }

/** Half of the listings in batches, several at once, and half as a file beside them. */
function listingRequests(key: string, mark: string, rows: number): Request[][] {
  const inFile = Math.ceil(rows / 2)
  const listings = listingsFrom(`${mark}-batch`, rows - inFile)
  const batchRows = Math.min(maxBatchRows, Math.ceil(listings.length / batchesAtOnce))
  const lanes: Request[][] = [
    [
      {
        key,
        path: 'listings/file',
        body: linesOf(listingsFrom(`${mark}-file`, inFile)),
        type: 'application/octet-stream',
      },
    ],
  ]
  for (let from = 0; from < listings.length; from += batchRows) {
    const body = linesOf(listings.slice(from, from + batchRows))
    const lane = 1 + ((from / batchRows) % batchesAtOnce)
    lanes[lane] = [
      ...(lanes[lane] ?? []),
      { key, path: 'listings/batch', body, type: 'application/x-ndjson' },
    ]
  }
  return lanes
}

/** Successive batches of the same listings. */
function recordRequests(key: string, kind: 'decisions' | 'outcomes', mark: string): Request[] {
  const rows = listingsFrom(mark, maxBatchRows).map(({ id: listing, marketplace }: Listing) => ({
    listing,
    marketplace,
    ...(kind === 'decisions' ? { verdict: 'genuine' } : { outcome: 'removed' }),
  }))
  const request = { key, path: kind, body: linesOf(rows), type: 'application/x-ndjson' }
  return Array.from({ length: recordBatches }, () => request)
}

function lanesOf(load: Load): { lanes: Request[][]; rows: number } {
  const [key = ''] = load.keys
  if (load.kind !== 'listings') {
    const lane = recordRequests(key, load.kind, load.mark)
    return { lanes: [lane], rows: recordBatches * maxBatchRows }
  }
  const share = Math.ceil(load.rows / load.keys.length)
  const lanes = load.keys.flatMap((apiKey, at) =>
    listingRequests(apiKey, `${load.mark}-${at}`, share),
  )
  return { lanes, rows: share * load.keys.length }
}

/** Rows a second. */
async function send(load: Load): Promise<number> {
  const { lanes, rows } = lanesOf(load)
  process.send?.('begins')
  const began = performance.now()
  await Promise.all(
    lanes.map(async (lane) => {
      for (const { key, path, body, type } of lane) await post(load.url, key, path, body, type)
    }),
  )
  return (rows * 1000) / (performance.now() - began)
}

process.on('message', (load: Load) => {
  void send(load).then((rate) => process.send?.(rate))
})
