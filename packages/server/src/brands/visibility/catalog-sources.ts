import type { Assessment } from '@touchstone/contract'

/**
 * From whose catalogs an assessment is, as the engine writes it down beside what it says: the keys
 * under which the catalog of each brand speaks, and the brand of each product that is referred to.
 * A brand that isn't named is known from the shipped pack alone.
 */
export type CatalogSources = {
  brands: Readonly<Record<string, readonly string[]>>
  products: Readonly<Record<string, string>>
}

/** An assessment as it is stored; nobody is handed its sources. */
export type SourcedAssessment = Assessment & { catalogs?: CatalogSources }

/** The key of what the shipped pack says, which everybody has. */
export const starterPackKey = '*'

/** The keys under which an assessment speaks of things. */
export type SourceKeys = {
  /** Undefined where it can't be told whose catalog spoke. */
  ofBrand(id: string): readonly string[] | undefined
  ofProduct(id: string): readonly string[] | undefined
  /** Of every brand that it is about. */
  all: readonly (readonly string[] | undefined)[]
}

const unknown: SourceKeys = {
  ofBrand: () => undefined,
  ofProduct: () => undefined,
  all: [undefined],
}
const open: SourceKeys = {
  ofBrand: () => [starterPackKey],
  ofProduct: () => [starterPackKey],
  all: [],
}

export function sourceKeysOf({ catalogs, engine }: SourcedAssessment): SourceKeys {
  // One that was made before sources were written down has them where there was no catalog at all.
  if (catalogs === undefined) return engine.includes('+catalog.') ? unknown : open
  const { brands, products } = catalogs
  const ofBrand = (id: string): readonly string[] =>
    Object.hasOwn(brands, id) ? (brands[id] ?? []) : [starterPackKey]
  return {
    ofBrand,
    ofProduct: (id) => (Object.hasOwn(products, id) ? ofBrand(products[id] ?? '') : undefined),
    all: Object.values(brands),
  }
}

/** True where whoever has these keys may hear it. */
export function isDisclosed(
  keys: ReadonlySet<string>,
  speaking: readonly string[] | undefined,
): boolean {
  return speaking?.some((key) => key === starterPackKey || keys.has(key)) ?? false
}

/** True where some of it is from the catalog of an organisation, or may be. */
export function hasSources(assessment: Assessment): boolean {
  return sourceKeysOf(assessment).all.length > 0
}

export function withoutSources({ catalogs: _, ...said }: SourcedAssessment): Assessment {
  return said
}
