import type { Listing } from '#contract'
import type { Draft } from './signal.ts'

const CAP = 2

/** The marketplace's own signals, each capped; undefined if there are none. */
export function externalSignals(listing: Listing): Draft[] | undefined {
  if (listing.externalSignals === undefined || listing.externalSignals.length === 0)
    return undefined
  return listing.externalSignals.map((signal) => ({
    code: 'external.marketplace',
    weight: Math.max(-CAP, Math.min(CAP, signal.weight)),
    evidence: {
      reference: signal.version === undefined ? signal.name : `${signal.name}@${signal.version}`,
      params: { name: signal.name },
    },
  }))
}
