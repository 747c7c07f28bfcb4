import type { InboxKind } from '@touchstone/contract'

// Written out here: every first page would load the schemas that they come from.
export const kinds = [
  'received-notice',
  'appeal',
  'follow-up',
  'proof-submission',
  'deadline',
  'decision-approval',
  'notice-approval',
  'claim-decision',
  'marketplace-response',
  'case-due',
  'failed-capture',
  'failing-webhook',
  'setup',
  'finding',
] as const satisfies InboxKind[]

export type InboxSearch = { kind?: InboxKind }

/** Reads the inbox's part of an address; what is none of its values is left out. */
export function readInboxSearch(search: Record<string, unknown>): InboxSearch {
  const kind = kinds.find((one) => one === search['kind'])
  return kind === undefined ? {} : { kind }
}
