import { channel } from 'node:diagnostics_channel'
import type { ListingState, Verdict } from '@touchstone/contract'

/** Rooms publish their work here for metrics; without a subscriber, it costs nothing. */
export const channels = {
  listingTaken: 'touchstone:listing-ingested',
  listingScreened: 'touchstone:listing-screened',
  workEnded: 'touchstone:work-ended',
} as const

export type ListingIngested = { state: ListingState; verdict: Verdict }
export type ListingScreened = { seconds: number }

/** Kinds of work that are counted by how they end, and what is counted of each. */
export const countedWork = {
  job: { name: 'job_runs_total', help: 'Runs of background jobs', labels: ['job', 'outcome'] },
  capture: {
    name: 'captures_ended_total',
    help: 'Captures of pages that ended, sealed or failed',
    labels: ['state'],
  },
  watchRun: {
    name: 'watch_runs_ended_total',
    help: 'Runs of watches, by what ended them',
    labels: ['by'],
  },
  email: {
    name: 'email_attempts_total',
    help: 'Attempts to send an email; one that stays queued is retried',
    labels: ['state'],
  },
  gateRequest: {
    name: 'gate_requests_total',
    help: 'Requests to watched sites, by response',
    labels: ['outcome'],
  },
  blob: {
    name: 'blob_operations_total',
    help: 'Operations on stored evidence',
    labels: ['operation', 'outcome'],
  },
} as const satisfies Record<string, { name: string; help: string; labels: readonly string[] }>

/** Labels are of few fixed values: never an id, an address or a text by a person. */
export type WorkEnded = {
  [Work in keyof typeof countedWork]: {
    work: Work
    labels: Record<(typeof countedWork)[Work]['labels'][number], string>
    seconds?: number
  }
}[keyof typeof countedWork]

const listingChannel = channel(channels.listingTaken)
const screened = channel(channels.listingScreened)
const ended = channel(channels.workEnded)

/** Listings are reported even if their transaction is rolled back afterwards. */
export function publishListingIngested(listing: ListingIngested): void {
  if (listingChannel.hasSubscribers) listingChannel.publish(listing)
}

export function publishListingScreened(listing: ListingScreened): void {
  if (screened.hasSubscribers) screened.publish(listing)
}

export function publishWorkEnded(work: WorkEnded): void {
  if (ended.hasSubscribers) ended.publish(work)
}
