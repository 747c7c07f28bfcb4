import type { Assessment, Catalog, Listing } from '@touchstone/contract'
import { compile } from '@touchstone/recognition'

/** The engine as the server asks it; a stand-in for tests needs no more. */
export type Engine = {
  /** Names engine and lexicons: what it said is kept under this name. */
  readonly name: string
  screen(listing: Listing): Assessment
}

/** Compiles the engine with the brands of a catalog beside those of the starter pack. */
export function compileEngine(catalog: Catalog = { brands: [] }): Engine {
  const screener = compile(catalog)
  return { name: screener.engine, screen: (listing) => screener.screen(listing) }
}
