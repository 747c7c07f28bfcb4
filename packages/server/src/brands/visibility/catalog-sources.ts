import type { Assessment } from '@touchstone/contract'

/**
 * The catalogs that contributed to an assessment, recorded by the engine: the source keys of each brand's catalog,
 * and the brand of each product referred to. A brand that is not listed comes from the shipped pack only.
 */
export type CatalogSources = {
  brands: Readonly<Record<string, readonly string[]>>
  products: Readonly<Record<string, string>>
}

/** An assessment as stored; its sources are never disclosed. */
export type SourcedAssessment = Assessment & { catalogs?: CatalogSources }

/** Key of the shipped pack, which everyone has. */
export const starterPackKey = '*'

/** The source keys of an assessment's parts. */
export type SourceKeys = {
  /** Undefined if the source cannot be determined. */
  ofBrand(id: string): readonly string[] | undefined
  ofProduct(id: string): readonly string[] | undefined
  /** The keys of all brands in it. */
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
  // Assessments from before sources were recorded have known sources only if there was no catalog at all.
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

/** True if a reader with these keys may see it. */
export function isDisclosed(
  keys: ReadonlySet<string>,
  speaking: readonly string[] | undefined,
): boolean {
  return speaking?.some((key) => key === starterPackKey || keys.has(key)) ?? false
}

/** True if part of it comes, or may come, from an organisation's catalog. */
export function hasSources(assessment: Assessment): boolean {
  return sourceKeysOf(assessment).all.length > 0
}

export function withoutSources({ catalogs: _, ...said }: SourcedAssessment): Assessment {
  return said
}
