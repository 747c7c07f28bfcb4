/** Which sellers are listed, and in which order; all of it is in the address. */
export type SellerSearch = {
  search?: string
  marketplace?: string
  /** Last seen first where nothing is said. */
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
