import type { Assessment, Catalog, EngineReleaseContent, Listing } from '@touchstone/contract'
import {
  compile,
  ForeignTables,
  type CompiledEngine,
  type CompiledTables,
  type CompileOptions,
} from '@touchstone/recognition'
import type { CatalogSources, SourcedAssessment } from '../../brands/visibility/index.ts'
import { catalogDigest, partsOf, releaseDigest, type EngineParts } from './engine-parts.ts'
import type { ListingFacts } from './types.ts'

/** The engine as the server uses it; tests replace it by less. */
export type Engine = {
  /** Identifies engine, lexicons, engine release and catalog: assessments are stored under this name. */
  readonly name: string
  screen(listing: Listing, options?: ListingFacts): Assessment
}

/** Compiles the engine with a catalog's brands beside the starter pack's. */
export function compileEngine(
  catalog: Catalog = { brands: [] },
  release?: EngineReleaseContent,
): Engine {
  return compileParts(partsOf(JSON.stringify(catalog), { release }))
}

/** @param tables of an engine of the same parts */
export function compileParts(parts: EngineParts, tables?: CompiledTables): Engine {
  const { name, screener } = compileScreener(parts, tables)
  const sourcesOf = sourcesIn(JSON.parse(parts.catalog) as Catalog & Keyed)
  return {
    name,
    screen: (listing, options) => {
      const assessment: SourcedAssessment = { ...screener.screen(listing, options), engine: name }
      const catalogs = sourcesOf(assessment)
      return catalogs === undefined ? assessment : { ...assessment, catalogs }
    },
  }
}

/** A catalog with the source keys of each of its brands. */
type Keyed = { keys?: CatalogSources['brands'] }

/** The catalogs that contributed to an assessment; none if the catalog has no source keys. */
function sourcesIn({
  keys,
  products = [],
}: Catalog & Keyed): (assessment: Assessment) => CatalogSources | undefined {
  if (keys === undefined) return () => undefined
  const brandOf = new Map(products.map(({ id, brand }) => [id, brand]))
  return ({ brands, signals, price }) => {
    const sources = new Set(brands.map(({ id }) => id))
    const referred: Record<string, string> = {}
    for (const reference of [
      ...signals.map(({ evidence }) => evidence?.reference),
      price?.reference,
    ]) {
      if (reference === undefined) continue
      sources.add(reference.split('/', 1)[0] ?? '')
      const brand = brandOf.get(reference)
      if (brand === undefined) continue
      referred[reference] = brand
      sources.add(brand)
    }
    const speaking = [...sources].filter((id) => Object.hasOwn(keys, id))
    return {
      brands: Object.fromEntries(speaking.map((id) => [id, keys[id] ?? []])),
      products: referred,
    }
  }
}

/** A catalog with the day whose rules apply to listings without a date. */
type Dated = { inForceOn?: string }

/** The engine with all of its functions, and its name; by tables, if they belong to it. */
export function compileScreener(
  parts: EngineParts,
  tables?: CompiledTables,
): { name: string; screener: CompiledEngine } {
  const release =
    parts.release === undefined ? undefined : (JSON.parse(parts.release) as EngineReleaseContent)
  const weights = parts.weights ?? release?.weights
  const catalog = JSON.parse(parts.catalog) as Catalog & Dated
  const options = {
    ...(catalog.inForceOn !== undefined && { rulesAsOf: catalog.inForceOn }),
    ...(weights && { weights }),
    ...(release && { amendments: release.lexicon }),
  }
  const screener = compileBy(catalog, options, tables)
  return { name: `${screener.engine}${releaseDigest(parts)}${catalogDigest(parts)}`, screener }
}

function compileBy(
  catalog: Catalog,
  options: CompileOptions,
  tables: CompiledTables | undefined,
): CompiledEngine {
  try {
    return compile(catalog, { ...options, tables })
  } catch (error) {
    if (tables === undefined || !(error instanceof ForeignTables)) throw error
    return compile(catalog, options)
  }
}
