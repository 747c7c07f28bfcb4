import { createHash } from 'node:crypto'
import type { Assessment, Catalog, Listing, Weights } from '@touchstone/contract'
import { compile } from '@touchstone/recognition'

/** The engine as the server asks it; a stand-in for tests needs no more. */
export type Engine = {
  /** Names engine, lexicons and catalog: what it said is kept under this name. */
  readonly name: string
  screen(listing: Listing): Assessment
}

/** What an engine is compiled from, as it goes to another thread. */
export type EngineParts = {
  /** JSON: text crosses to another thread faster than what it says. */
  catalog: string
  weights?: Weights
}

export function partsOf(catalog: Catalog, weights?: Weights): EngineParts {
  return { catalog: JSON.stringify(catalog), ...(weights && { weights }) }
}

const noCatalog = JSON.stringify({ brands: [] })

/** Eight hexadecimal digits that tell catalogs apart; none where there is nothing but the starter pack. */
export function catalogMark({ catalog }: EngineParts): string {
  if (catalog === noCatalog) return ''
  return `+catalog.${createHash('sha256').update(catalog).digest('hex').slice(0, 8)}`
}

/** Compiles the engine with the brands of a catalog beside those of the starter pack. */
export function compileEngine(catalog: Catalog = { brands: [] }, weights?: Weights): Engine {
  return compileParts(partsOf(catalog, weights))
}

export function compileParts(parts: EngineParts): Engine {
  const screener = compile(JSON.parse(parts.catalog) as Catalog, { weights: parts.weights })
  const name = `${screener.engine}${catalogMark(parts)}`
  return { name, screen: (listing) => ({ ...screener.screen(listing), engine: name }) }
}
