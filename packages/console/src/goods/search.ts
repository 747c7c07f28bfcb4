import type { ItemStateName, ReportState } from '@touchstone/contract'

// Copies: importing them would load zod schemas.
export const codeStates = [
  'suspected-clone',
  'watched',
  'public',
  'plain',
] as const satisfies ItemStateName[]
export const reportStates = [
  'open',
  'answered',
  'cleared',
  'unfounded',
] as const satisfies ReportState[]

export type CodeSearch = { state?: ItemStateName }
export type ReportSearch = { state?: ReportState }

/** Reads the search parameters of the list of codes; invalid values are dropped. */
export function readCodeSearch(search: Record<string, unknown>): CodeSearch {
  const state = codeStates.find((one) => one === search['state'])
  return state === undefined ? {} : { state }
}

/** Reads the search parameters of the list of reports; invalid values are dropped. */
export function readReportSearch(search: Record<string, unknown>): ReportSearch {
  const state = reportStates.find((one) => one === search['state'])
  return state === undefined ? {} : { state }
}
