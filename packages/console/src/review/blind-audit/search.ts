/** Numbers of audit samples that results can cover. */
export const spans = [4, 13, 26, 52] as const
export type Span = (typeof spans)[number]

/** Reads the selected results from an address. */
export function readBlindAuditSearch(search: Record<string, unknown>): { weeks?: Span } {
  const weeks = spans.find((one) => one === Number(search['weeks']))
  return weeks === undefined ? {} : { weeks }
}
