/** Over how many audit samples results can be shown. */
export const spans = [4, 13, 26, 52] as const
export type Span = (typeof spans)[number]

/** What an address says of the results to be shown. */
export function readBlindAuditSearch(search: Record<string, unknown>): { weeks?: Span } {
  const weeks = spans.find((one) => one === Number(search['weeks']))
  return weeks === undefined ? {} : { weeks }
}
