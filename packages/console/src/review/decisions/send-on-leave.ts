import type { Batch } from './pending-decisions.ts'

/** A batch in the API's form: one record for each listing. */
export function recordsOf({ listings, verdict, reason, note }: Batch) {
  const decision = { verdict, ...(reason && { reason }), ...(note && { note }) }
  return listings.map(({ id, version }) => ({ id, version, ...decision }))
}

/** Browsers let 64 KiB of all requests together outlive their page (Fetch, HTTP-network-or-cache fetch). */
const mostBytes = 60_000

/** True if these can still be sent while the page closes. */
export function outlivesPage(batches: readonly Batch[]): boolean {
  const bytes = batches.map((batch) => new Blob([JSON.stringify(recordsOf(batch))]).size)
  return bytes.reduce((sum, size) => sum + size, 0) <= mostBytes
}
