import type { InboxKind } from '@touchstone/contract'

// A copy: importing them would load zod schemas with the first page.
export const kinds = [
  'received-notice',
  'appeal',
  'follow-up',
  'proof-submission',
  'deadline',
  'decision-approval',
  'notice-approval',
  'link-review',
  'dossier-contest',
  'claim-decision',
  'marketplace-response',
  'buyer-report',
  'code-alarm',
  'case-due',
  'failed-capture',
  'failing-webhook',
  'failed-job',
  'setup',
  'finding',
  'seller',
] as const satisfies InboxKind[]

export type InboxSearch = { kind?: InboxKind }

/** Reads the search parameters of the inbox; invalid values are dropped. */
export function readInboxSearch(search: Record<string, unknown>): InboxSearch {
  const kind = kinds.find((one) => one === search['kind'])
  return kind === undefined ? {} : { kind }
}
