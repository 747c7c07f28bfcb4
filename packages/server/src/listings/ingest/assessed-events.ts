import type { Verdict } from '@touchstone/contract'
import type { NewOutboxEvent } from '../../messaging/event-outbox/index.ts'

/** Events for listings that are not clear, and for those that have become clear. */
export function assessedEvents(news: {
  listing: { id: string; marketplace: string; externalId: string }
  version: number
  verdict: Verdict
  /** Of the previous version, or of this one by another engine. */
  lastVerdict: Verdict | null
}): NewOutboxEvent[] {
  const { listing, version, verdict, lastVerdict } = news
  if (verdict === 'clear' && (lastVerdict ?? 'clear') === 'clear') return []
  const data = { listing, version, verdict, previousVerdict: lastVerdict }
  return [{ type: 'listing.assessed', data }]
}
