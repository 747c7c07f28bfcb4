import type { ListingState } from '@touchstone/contract'
import { recordEvent } from '../../access/audit/index.ts'
import { contextOf } from '../../access/organisations/index.ts'
import type { Store } from '../../platform/db/index.ts'
import type { ListingSender } from './ingest.ts'

/** A group of listings with a common log entry. */
export type IngestGroup = { way: 'batch' | 'file' | 'page'; id: string }

/** More are not read individually; each listing itself records its sender. */
const mostNamed = 10

/** Results of listings submitted together, for the organisation's log. */
export class IngestSummary {
  private readonly counts: Record<ListingState | 'refused', number> = {
    new: 0,
    changed: 0,
    unchanged: 0,
    refused: 0,
  }
  private readonly written: string[] = []

  add(result: { id: string; state: ListingState } | { error: unknown }): void {
    if ('error' in result) {
      this.counts.refused++
      return
    }
    this.counts[result.state]++
    if (result.state !== 'unchanged' && this.written.length <= mostNamed) {
      this.written.push(result.id)
    }
  }

  /** Writes the entry, unless nothing was submitted. */
  async record(store: Store, sender: ListingSender, { way, id }: IngestGroup): Promise<void> {
    const counts = Object.entries(this.counts).filter(([, count]) => count > 0)
    if (counts.length === 0) return
    const listings = this.written.length <= mostNamed ? this.written : []
    await store.transact(contextOf(sender), (handle) =>
      recordEvent({
        handle,
        organisationId: sender.organisationId,
        action: 'listings-ingested',
        subject: { kind: way, id },
        detail: { ...Object.fromEntries(counts), ...(listings.length > 0 && { listings }) },
      }),
    )
  }
}
