export type OverviewSearch = { trends?: 'table' }

/** Whether the last thirty days are shown as a table. */
export function readOverviewSearch(search: Record<string, unknown>): OverviewSearch {
  return search['trends'] === 'table' ? { trends: 'table' } : {}
}
