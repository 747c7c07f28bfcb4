import type { Batch } from './pending-decisions.ts'

/** As the server takes a batch: one record for each listing. */
export function recordsOf({ listings, verdict, reason, note }: Batch) {
  const said = { verdict, ...(reason && { reason }), ...(note && { note }) }
  return listings.map(({ id, version }) => ({ id, version, ...said }))
}

/** Browsers let 64 KiB of all requests together outlive their page (Fetch, HTTP-network-or-cache fetch). */
const mostBytes = 60_000

/** True where these can still be sent by a page that is being left. */
export function outlivesPage(batches: readonly Batch[]): boolean {
  const bytes = batches.map((batch) => new Blob([JSON.stringify(recordsOf(batch))]).size)
  return bytes.reduce((sum, size) => sum + size, 0) <= mostBytes
}
