export type PageLimits = {
  /** Bytes, or characters where the page comes as text. */
  size: number
  /** Elements within each other; JSON values likewise. */
  depth: number
  /** Objects of JSON-LD and items of microdata that are looked at. */
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
