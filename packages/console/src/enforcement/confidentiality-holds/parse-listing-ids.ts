export type NamedListing = { marketplace: string; id: string }

/** How many listings one confidentiality hold names at most. */
export const maxListingIds = 200

/** Listings as an authority writes them down, one a line: the marketplace, a space, the id; undefined where a line names none. */
export function parseListingIds(text: string): NamedListing[] | undefined {
  const lines = text.split('\n').flatMap((line) => line.trim() || [])
  const named = lines.map((line) => {
    const [, marketplace = '', id = ''] = /^(\S+)\s+(\S.*)$/.exec(line) ?? []
    return { marketplace, id }
  })
  const isWhole = named.every(({ id }) => id !== '')
  return isWhole && named.length > 0 && named.length <= maxListingIds ? named : undefined
}
