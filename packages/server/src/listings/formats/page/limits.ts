export type PageLimits = {
  /** Bytes, or characters if the page is given as text. */
  size: number
  /** Nesting levels of elements, and of JSON values. */
  depth: number
  /** Most objects of JSON-LD and items of microdata examined. */
  nodes: number
  listings: number
  /** Characters of JSON-LD in one script. */
  scriptCharacters: number
  textCharacters: number
}

export const defaultPageLimits: PageLimits = {
  size: 10 * 1024 * 1024,
  depth: 512,
  nodes: 10_000,
  listings: 200,
  scriptCharacters: 2 * 1024 * 1024,
  textCharacters: 100_000,
}
