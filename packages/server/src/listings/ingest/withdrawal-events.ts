import type { EventType } from '@touchstone/contract'
import type { NewOutboxEvent } from '../../messaging/event-outbox/index.ts'
import type { ListingToWithdraw } from './withdrawals-repository.ts'

export type WithdrawalEvent = Extract<EventType, 'listing.withdrawn' | 'listing.offered-again'>

/** An event for each listing that was withdrawn, or that is offered again. */
export function withdrawalEvents(
  type: WithdrawalEvent,
  listings: readonly Pick<ListingToWithdraw, 'id' | 'marketplace' | 'externalId' | 'version'>[],
): NewOutboxEvent[] {
  return listings.map(({ version, id, marketplace, externalId }) => ({
    type,
    data: { listing: { id, marketplace, externalId }, version },
  }))
}
