import type { Verdict } from '@touchstone/contract'
import type { NewOutboxEvent } from '../../messaging/event-outbox/index.ts'

/** Others are told of what is not clear, and of what is clear now and was not before. */
export function assessedEvents(news: {
  listing: { id: string; marketplace: string; externalId: string }
  version: number
  verdict: Verdict
  /** Of the version before, or of this one by another engine. */
  lastVerdict: Verdict | null
}): NewOutboxEvent[] {
  const { listing, version, verdict, lastVerdict } = news
  if (verdict === 'clear' && (lastVerdict ?? 'clear') === 'clear') return []
  const data = { listing, version, verdict, previousVerdict: lastVerdict }
  return [{ type: 'listing.assessed', data }]
}
