import { createHash } from 'node:crypto'
import type {
  Assessment,
  Catalog,
  Listing,
  EngineReleaseContent,
  PortfolioSummary,
  Weights,
} from '@touchstone/contract'
import { compile, type Screener } from '@touchstone/recognition'
import type { CatalogSources, SourcedAssessment } from '../../brands/visibility/index.ts'

/** The engine as the server uses it; tests replace it by less. */
export type Engine = {
  /** Identifies engine, lexicons, engine release and catalog: assessments are stored under this name. */
  readonly name: string
  screen(listing: Listing, options?: { portfolio?: PortfolioSummary | undefined }): Assessment
}

/** The inputs of an engine, in a form that can be sent to another thread. */
export type EngineParts = {
  /** JSON, since text transfers to another thread faster than objects. */
  catalog: string
  /** JSON of an engine release's content; none for the shipped files alone. */
  release?: string
  /** Replaces those of the engine release. */
  weights?: Weights
}

export function isSame(parts: EngineParts | undefined, other: EngineParts | undefined): boolean {
  return (
    parts?.catalog === other?.catalog &&
    parts?.release === other?.release &&
    parts?.weights?.id === other?.weights?.id
  )
}

/** Inputs from a catalog's JSON. */
export function partsOf(
  catalog: string,
  { release, weights }: { release?: EngineReleaseContent; weights?: Weights } = {},
): EngineParts {
  return {
    catalog,
    ...(release && !isShipped(release) && { release: JSON.stringify(release) }),
    ...(weights && { weights }),
  }
}

function isShipped({ lexicon: { terms, guards, off }, weights }: EngineReleaseContent): boolean {
  return terms.length + guards.length + off.length === 0 && weights === null
}

/** Like `JSON.stringify`, one entry at a time: a large catalog would otherwise delay requests. */
export function* catalogJson(catalog: Catalog): Generator<void, string, void> {
  const members: string[] = []
  for (const [name, value] of Object.entries(catalog)) {
    if (value === undefined) continue
    if (Array.isArray(value)) {
      const entries: string[] = []
      for (const entry of value) {
        entries.push(JSON.stringify(entry) ?? 'null')
        yield
      }
      members.push(`${JSON.stringify(name)}:[${entries.join()}]`)
    } else members.push(`${JSON.stringify(name)}:${JSON.stringify(value)}`)
    yield
  }
  return `{${members.join()}}`
}

const noCatalog = JSON.stringify({ brands: [] })

/** Eight hexadecimal digits that identify a catalog; none for the starter pack alone. */
export function catalogDigest({ catalog }: EngineParts): string {
  return catalog === noCatalog ? '' : `+catalog.${digest(catalog)}`
}

/** Eight hexadecimal digits that identify an engine release's content; none for the shipped files. */
export function releaseDigest({ release }: Pick<EngineParts, 'release'>): string {
  return release === undefined ? '' : `+release.${digest(release)}`
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}

/** Compiles the engine with a catalog's brands beside the starter pack's. */
export function compileEngine(
  catalog: Catalog = { brands: [] },
  release?: EngineReleaseContent,
): Engine {
  return compileParts(partsOf(JSON.stringify(catalog), { release }))
}

export function compileParts(parts: EngineParts): Engine {
  const { name, screener } = compileScreener(parts)
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

/** The engine with all of its functions, and its name. */
export function compileScreener(parts: EngineParts): { name: string; screener: Screener } {
  const release =
    parts.release === undefined ? undefined : (JSON.parse(parts.release) as EngineReleaseContent)
  const weights = parts.weights ?? release?.weights
  const catalog = JSON.parse(parts.catalog) as Catalog & Dated
  const screener = compile(catalog, {
    ...(catalog.inForceOn !== undefined && { rulesAsOf: catalog.inForceOn }),
    ...(weights && { weights }),
    ...(release && { amendments: release.lexicon }),
  })
  return { name: `${screener.engine}${releaseDigest(parts)}${catalogDigest(parts)}`, screener }
}
