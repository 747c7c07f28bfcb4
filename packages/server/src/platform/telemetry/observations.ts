import { channel } from 'node:diagnostics_channel'
import { watchRunEnds, type ListingState, type Verdict } from '@touchstone/contract'

/** Rooms publish their work here for metrics; without a subscriber, it costs nothing. */
export const channels = {
  listingTaken: 'touchstone:listing-ingested',
  listingScreened: 'touchstone:listing-screened',
  workEnded: 'touchstone:work-ended',
} as const

export type ListingIngested = { state: ListingState; verdict: Verdict }
export type ListingScreened = { seconds: number }

/**
 * Kinds of work that are counted by how they end, with the values of each label. Those that are listed count from 0 at
 * the start, since a counter that first appears with its first event seems not to have grown.
 */
export const countedWork = {
  job: {
    name: 'job_runs_total',
    help: 'Runs of background jobs',
    labels: { queue: [], outcome: ['done', 'failed'] },
  },
  capture: {
    name: 'captures_ended_total',
    help: 'Captures of pages that ended, sealed or failed',
    labels: { state: ['sealed', 'failed'] },
  },
  watchRun: {
    name: 'watch_runs_ended_total',
    help: 'Runs of watches, by what ended them',
    labels: { by: watchRunEnds },
  },
  email: {
    name: 'email_attempts_total',
    help: 'Attempts to send an email; one that stays queued is retried',
    labels: { state: ['sent', 'queued', 'failed', 'uncertain'] },
  },
  gateRequest: {
    name: 'gate_requests_total',
    help: 'Requests to watched sites, by response',
    labels: {
      outcome: [
        'answered',
        'absent',
        'refused',
        'rate-limited',
        'captcha',
        'server-error',
        'unreachable',
      ],
    },
  },
  blob: {
    name: 'blob_operations_total',
    help: 'Operations on stored evidence',
    labels: { operation: ['put', 'has', 'read', 'delete'], outcome: ['done', 'failed'] },
  },
} as const satisfies Record<string, CountedWork>

type CountedWork = {
  name: string
  help: string
  labels: Readonly<Record<string, readonly string[]>>
}

/** Labels are of few fixed values: never an id, an address or a text by a person. */
export type WorkEnded = {
  [Work in keyof typeof countedWork]: {
    work: Work
    labels: Record<keyof (typeof countedWork)[Work]['labels'], string>
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
