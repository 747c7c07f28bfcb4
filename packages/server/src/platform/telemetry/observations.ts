import { channel } from 'node:diagnostics_channel'
import type { ListingState, Verdict } from '@touchstone/contract'

/** Rooms publish their work here for metrics; without a subscriber, it costs nothing. */
export const channels = {
  listingTaken: 'touchstone:listing-ingested',
  listingScreened: 'touchstone:listing-screened',
} as const

export type ListingIngested = { state: ListingState; verdict: Verdict }
export type ListingScreened = { seconds: number }

const listingChannel = channel(channels.listingTaken)
const screened = channel(channels.listingScreened)

/** Listings are reported even if their transaction is rolled back afterwards. */
export function publishListingIngested(listing: ListingIngested): void {
  if (listingChannel.hasSubscribers) listingChannel.publish(listing)
}

export function publishListingScreened(listing: ListingScreened): void {
  if (screened.hasSubscribers) screened.publish(listing)
}
