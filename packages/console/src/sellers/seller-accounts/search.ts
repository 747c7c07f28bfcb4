/** Search parameters of the list of sellers. */
export type SellerSearch = {
  search?: string
  marketplace?: string
  /** Default: last seen first. */
  sort?: 'most-flagged'
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 200) : undefined
}

/** Search parameters of the queue of sellers. */
export type SellerQueueSearch = {
  brand?: string
  marketplace?: string
  /** Default: open. */
  state?: 'explained'
}

export function readSellerQueueSearch(search: Record<string, unknown>): SellerQueueSearch {
  const brand = text(search['brand'])
  const marketplace = text(search['marketplace'])
  return {
    ...(brand !== undefined && { brand }),
    ...(marketplace !== undefined && { marketplace }),
    ...(search['state'] === 'explained' && { state: 'explained' as const }),
  }
}

export function readSellerSearch(search: Record<string, unknown>): SellerSearch {
  const words = text(search['search'])
  const marketplace = text(search['marketplace'])
  return {
    ...(words !== undefined && { search: words }),
    ...(marketplace !== undefined && { marketplace }),
    ...(search['sort'] === 'most-flagged' && { sort: 'most-flagged' as const }),
  }
}
