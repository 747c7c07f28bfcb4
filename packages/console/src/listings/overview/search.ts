export type OverviewSearch = { trends?: 'table' }

/** Whether the last thirty days stand there as a table, as the address says. */
export function readOverviewSearch(search: Record<string, unknown>): OverviewSearch {
  return search['trends'] === 'table' ? { trends: 'table' } : {}
}
