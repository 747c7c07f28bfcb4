/** Search parameters of the queue of sellers. */
export type PortfolioSearch = {
  brand?: string
  marketplace?: string
  /** Default: open. */
  state?: 'explained'
}

function text(value: unknown, limit: number): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, limit) : undefined
}

export function readPortfolioSearch(search: Record<string, unknown>): PortfolioSearch {
  const brand = text(search['brand'], 100)
  const marketplace = text(search['marketplace'], 200)
  return {
    ...(brand !== undefined && { brand }),
    ...(marketplace !== undefined && { marketplace }),
    ...(search['state'] === 'explained' && { state: 'explained' as const }),
  }
}
