import { createHash } from 'node:crypto'
import type {
  Assessment,
  Catalog,
  Listing,
  EngineReleaseContent,
  Weights,
} from '@touchstone/contract'
import { compile, type Screener } from '@touchstone/recognition'
import type { CatalogSources, SourcedAssessment } from '../../brands/visibility/index.ts'

/** The engine as the server asks it; a stand-in for tests needs no more. */
export type Engine = {
  /** Names engine, lexicons, engine release and catalog: what it said is kept under this name. */
  readonly name: string
  screen(listing: Listing): Assessment
}

/** What an engine is compiled from, as it goes to another thread. */
export type EngineParts = {
  /** JSON: text crosses to another thread faster than what it says. */
  catalog: string
  /** JSON of an engine release's content; none where the shipped files are read alone. */
  release?: string
  /** In place of those of the engine release. */
  weights?: Weights
}

export function isSame(parts: EngineParts | undefined, other: EngineParts | undefined): boolean {
  return (
    parts?.catalog === other?.catalog &&
    parts?.release === other?.release &&
    parts?.weights?.id === other?.weights?.id
  )
}

/** Parts from the JSON of a catalog. */
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

/** What `JSON.stringify` writes, an entry at a time: a large catalog would keep requests waiting. */
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

/** Eight hexadecimal digits that tell catalogs apart; none where there is nothing but the starter pack. */
export function catalogDigest({ catalog }: EngineParts): string {
  return catalog === noCatalog ? '' : `+catalog.${digest(catalog)}`
}

/** Eight hexadecimal digits that tell contents of engine releases apart; none for the shipped files. */
export function releaseDigest({ release }: Pick<EngineParts, 'release'>): string {
  return release === undefined ? '' : `+release.${digest(release)}`
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 8)
}

/** Compiles the engine with the brands of a catalog beside those of the starter pack. */
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
    screen: (listing) => {
      const said: SourcedAssessment = { ...screener.screen(listing), engine: name }
      const catalogs = sourcesOf(said)
      return catalogs === undefined ? said : { ...said, catalogs }
    },
  }
}

/** A catalog that tells under which keys each of its brands speaks. */
type Keyed = { keys?: CatalogSources['brands'] }

/** What tells from whose catalogs an assessment is; of a catalog that does not say it, nothing. */
function sourcesIn({
  keys,
  products = [],
}: Catalog & Keyed): (said: Assessment) => CatalogSources | undefined {
  if (keys === undefined) return () => undefined
  const brandOf = new Map(products.map(({ id, brand }) => [id, brand]))
  return ({ brands, signals, price }) => {
    const found = new Set(brands.map(({ id }) => id))
    const referred: Record<string, string> = {}
    for (const reference of [
      ...signals.map(({ evidence }) => evidence?.reference),
      price?.reference,
    ]) {
      if (reference === undefined) continue
      found.add(reference.split('/', 1)[0] ?? '')
      const brand = brandOf.get(reference)
      if (brand === undefined) continue
      referred[reference] = brand
      found.add(brand)
    }
    const speaking = [...found].filter((id) => Object.hasOwn(keys, id))
    return {
      brands: Object.fromEntries(speaking.map((id) => [id, keys[id] ?? []])),
      products: referred,
    }
  }
}

/** A catalog that tells by which day its rules hold for listings without one. */
type Dated = { inForceOn?: string }

/** The engine with all that it can be asked, and its name. */
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
