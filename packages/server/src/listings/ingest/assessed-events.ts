import type { Verdict } from '@touchstone/contract'
import type { NewOutboxEvent } from '../../messaging/event-outbox/index.ts'

/** Events for listings that are not clear, and for those that have become clear. */
export function assessedEvents(news: {
  listing: { id: string; marketplace: string; externalId: string }
  version: number
  verdict: Verdict
  /** True if a person reviews the listing while it stays up. */
  staysUp: boolean
  /** Of the previous version, or of this one by another engine. */
  lastVerdict: Verdict | null
}): NewOutboxEvent[] {
  const { listing, version, verdict, lastVerdict } = news
  if (verdict === 'clear' && (lastVerdict ?? 'clear') === 'clear') return []
  const hold = news.staysUp ? { hold: false } : {}
  const data = { listing, version, verdict, ...hold, previousVerdict: lastVerdict }
  return [{ type: 'listing.assessed', data }]
}
