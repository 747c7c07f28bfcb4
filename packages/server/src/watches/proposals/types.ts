import type { WatchProposalView } from '@touchstone/contract'

/** A listing of the organisation that mentions the brand of a watch, or that a watch for the brand has seen. */
export type RecentListing = {
  id: string
  title: string
  seller: string | null
  isFind: boolean
}

/** A spelling that a find used for the brand, as the engine read it. */
export type FoundSpelling = { listing: string; text: string; isDisguised: boolean }

export type Basis = WatchProposalView['basis']

/** What to search for and why, before its cost is known. */
export type Candidate = { query: string; basis: Basis; finds: number; others: number }

/** Listings of so many days are recent, and a dismissed proposal does not come back for as long. */
export const recentDays = 90
/** The newest of the recent listings: enough to tell words apart, and few enough to read them at once. */
export const maxFinds = 500
export const maxOthers = 1500
