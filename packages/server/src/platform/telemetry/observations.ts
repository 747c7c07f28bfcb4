import { channel } from 'node:diagnostics_channel'
import type { ListingState, Verdict } from '@touchstone/contract'

/** What rooms tell of their work to whoever counts; where nobody does, it costs nothing. */
export const channels = {
  listingTaken: 'touchstone:listing-ingested',
  listingScreened: 'touchstone:listing-screened',
} as const

export type ListingIngested = { state: ListingState; verdict: Verdict }
export type ListingScreened = { seconds: number }

const taken = channel(channels.listingTaken)
const screened = channel(channels.listingScreened)

/** A listing whose transaction is taken back afterwards was told all the same. */
export function publishListingIngested(listing: ListingIngested): void {
  if (taken.hasSubscribers) taken.publish(listing)
}

export function publishListingScreened(listing: ListingScreened): void {
  if (screened.hasSubscribers) screened.publish(listing)
}
