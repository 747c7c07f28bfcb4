import type { InformationRequestView, ReferralState } from '@touchstone/contract'

// Apart from the other terms, since addresses of pages are read with every first page. Copies: importing them would
// load zod schemas.
export const referralStates = [
  'draft',
  'awaiting-release',
  'releasing',
  'packing-failed',
  'sent',
  'acknowledged',
  'closed',
  'withdrawn',
] as const satisfies ReferralState[]

/** States in which a recipient may see a referral. */
export const receivedStates = [
  'sent',
  'acknowledged',
  'closed',
  'withdrawn',
] as const satisfies ReferralState[]

export const requestStates = [
  'open',
  'answered',
  'refused',
  'withdrawn',
] as const satisfies InformationRequestView['state'][]

/** A value that a page offers, or nothing. */
export function knownOf<T extends string>(known: readonly T[], value: unknown): T | undefined {
  return known.find((one) => one === value)
}
