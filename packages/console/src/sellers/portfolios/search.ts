/** Search parameters of the queue of sellers. */
export type PortfolioSearch = {
  brand?: string
  marketplace?: string
  /** Default: open. */
  state?: 'explained'
}

export function readPortfolioSearch(search: Record<string, unknown>): PortfolioSearch {
  const read: PortfolioSearch = {}
  for (const name of ['brand', 'marketplace'] as const) {
    const value = search[name]
    if (typeof value === 'string' && value.trim() !== '') read[name] = value.trim().slice(0, 100)
  }
  if (search['state'] === 'explained') read.state = 'explained'
  return read
}
