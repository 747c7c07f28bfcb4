export type NamedListing = { marketplace: string; id: string }

/** Most listings that one confidentiality hold can name. */
export const maxListingIds = 200

/** Parses listings from lines of marketplace, space and id; undefined if a line does not have this form. */
export function parseListingIds(text: string): NamedListing[] | undefined {
  const lines = text.split('\n').flatMap((line) => line.trim() || [])
  const named = lines.map((line) => {
    const [, marketplace = '', id = ''] = /^(\S+)\s+(\S.*)$/.exec(line) ?? []
    return { marketplace, id }
  })
  const isWhole = named.every(({ id }) => id !== '')
  return isWhole && named.length > 0 && named.length <= maxListingIds ? named : undefined
}
