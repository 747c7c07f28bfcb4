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

export function readSellerSearch(search: Record<string, unknown>): SellerSearch {
  const words = text(search['search'])
  const marketplace = text(search['marketplace'])
  return {
    ...(words !== undefined && { search: words }),
    ...(marketplace !== undefined && { marketplace }),
    ...(search['sort'] === 'most-flagged' && { sort: 'most-flagged' as const }),
  }
}
