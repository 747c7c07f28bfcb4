import type { Brand, Product } from './catalog.ts'
import { Catalog } from './catalog.ts'
import { faultsOf, showFound, type Fault } from '../validation-faults.ts'

export type ParsedCatalog =
  | { ok: true; catalog: Catalog; warnings: Fault[] }
  | { ok: false; faults: Fault[]; warnings: Fault[] }

export type CatalogCheckOptions = {
  /** Whether goods of a type belong to one of a brand's types; by default, types must be equal. */
  fits?: (productType: string, brandTypes: readonly string[]) => boolean
  /** Whether prices in a currency can be compared; by default, all can. */
  hasRate?: (currency: string) => boolean
}

/**
 * Validates a catalog and checks what no schema can: duplicate ids, products of unknown brands, GTIN check digits
 * (GS1 General Specifications, 7.9). Valid but suspicious values are returned in `warnings`. Never throws.
 */
export function parseCatalog(value: unknown, options: CatalogCheckOptions = {}): ParsedCatalog {
  const result = Catalog.safeParse(value)
  if (!result.success) return { ok: false, faults: faultsOf(result.error, value), warnings: [] }
  const catalog = result.data
  const products = catalog.products ?? []
  const brandsById = new Map<string, Brand>()
  for (const brand of catalog.brands) brandsById.set(brand.id, brand)

  const faults = [
    ...repeatedIds('brands', 'brand', catalog.brands),
    ...repeatedIds('products', 'product', products),
    ...products.flatMap((product, at) => productFaults(product, at, brandsById)),
  ]
  const fits = options.fits ?? ((type, types) => types.includes(type))
  const warnings = [
    ...catalog.brands.flatMap((brand, at) => brandWarnings(brand, at, fits)),
    ...products.flatMap((product, at) => productWarnings(product, at, brandsById, fits)),
    ...sharedNames(catalog.brands),
    ...wordlessNames(catalog.brands),
    ...(options.hasRate ? uselessPrices(catalog, options.hasRate) : []),
  ]
  return faults.length > 0 ? { ok: false, faults, warnings } : { ok: true, catalog, warnings }
}

type Fits = NonNullable<CatalogCheckOptions['fits']>

function repeatedIds(list: string, noun: string, rows: readonly { id: string }[]): Fault[] {
  const first = new Map<string, number>()
  const faults: Fault[] = []
  for (const [at, { id }] of rows.entries()) {
    const earlier = first.get(id)
    if (earlier === undefined) first.set(id, at)
    else {
      faults.push({
        pointer: `/${list}/${at}/id`,
        problem: `is the id of two ${noun}s: entry ${earlier + 1} and entry ${at + 1} of ${list}`,
        found: showFound(id),
        remedy: `give one of them another ID, or merge them into one ${noun}`,
        other: `/${list}/${earlier}/id`,
      })
    }
  }
  return faults
}

function productFaults(product: Product, at: number, brands: ReadonlyMap<string, Brand>): Fault[] {
  const faults: Fault[] = []
  if (!brands.has(product.brand)) {
    faults.push({
      pointer: `/products/${at}/brand`,
      problem: 'is not a brand id in this catalog',
      found: showFound(product.brand),
      remedy: 'write the id of a brand under "brands", or add the brand there',
    })
  }
  if (product.gtin !== undefined) {
    const problem = gtinProblem(product.gtin)
    if (problem)
      faults.push({ pointer: `/products/${at}/gtin`, found: showFound(product.gtin), ...problem })
  }
  return faults
}

const gtinLengths = [8, 12, 13, 14]

function gtinProblem(gtin: string): { problem: string; remedy: string } | undefined {
  if (!gtinLengths.includes(gtin.length)) {
    return {
      problem: `has ${gtin.length} digits`,
      remedy: 'write the 8, 12, 13 or 14 digits printed under the bar code',
    }
  }
  const body = gtin.slice(0, -1)
  const right = gtinCheckDigit(body)
  if (gtin.endsWith(String(right))) return undefined
  return {
    problem: `ends with the check digit ${gtin.at(-1)}, which does not match the digits before it`,
    remedy: `check the digits; if the others are correct, the last one is ${right}: "${body}${right}"`,
  }
}

/** The check digit of a GTIN: weights 3 and 1 from the right, sum rounded up to tens. */
export function gtinCheckDigit(body: string): number {
  let sum = 0
  for (let at = 0; at < body.length; at++) {
    sum += Number(body[body.length - 1 - at]) * (at % 2 === 0 ? 3 : 1)
  }
  return (10 - (sum % 10)) % 10
}

function brandWarnings(brand: Brand, at: number, fits: Fits): Fault[] {
  const warnings: Fault[] = []
  for (const [row, band] of (brand.priceBands ?? []).entries()) {
    if (typeFits(brand, band.productType, fits)) continue
    warnings.push(strayType(`/brands/${at}/priceBands/${row}/productType`, band.productType, brand))
  }
  for (const [row, rule] of (brand.channels ?? []).entries()) {
    if (!rule.validFrom || !rule.validTo || rule.validTo >= rule.validFrom) continue
    warnings.push({
      pointer: `/brands/${at}/channels/${row}/validTo`,
      problem: `is before validFrom (${rule.validFrom}), so the rule never applies`,
      found: showFound(rule.validTo),
      remedy: 'swap the two dates or correct one of them',
      other: `/brands/${at}/channels/${row}/validFrom`,
    })
  }
  return warnings
}

function productWarnings(
  product: Product,
  at: number,
  brands: ReadonlyMap<string, Brand>,
  fits: Fits,
): Fault[] {
  const brand = brands.get(product.brand)
  if (!brand || product.productType === undefined) return []
  if (typeFits(brand, product.productType, fits)) return []
  return [strayType(`/products/${at}/productType`, product.productType, brand)]
}

// A brand without types covers all types.
function typeFits(brand: Brand, type: string, fits: Fits): boolean {
  const types = brand.productTypes ?? []
  return types.length === 0 || fits(type, types)
}

function strayType(pointer: string, type: string, brand: Brand): Fault {
  return {
    pointer,
    problem: `is not among the productTypes of ${brand.id}`,
    found: showFound(type),
    remedy: `add it to the productTypes of ${brand.id}, or write one of them here`,
  }
}

function sharedNames(brands: readonly Brand[]): Fault[] {
  const nameAt = new Map<string, number>()
  for (const [at, brand] of brands.entries()) nameAt.set(foldName(brand.name), at)
  const warnings: Fault[] = []
  for (const [at, brand] of brands.entries()) {
    for (const [row, alias] of (brand.aliases ?? []).entries()) {
      const owner = nameAt.get(foldName(alias.text))
      if (owner === undefined || owner === at || foldName(alias.text) === '') continue
      warnings.push({
        pointer: `/brands/${at}/aliases/${row}/text`,
        problem: `is also the name of another brand, ${brands[owner]?.id}`,
        found: showFound(alias.text),
        remedy: 'remove the alias, unless both brands really have this name',
        other: `/brands/${owner}/name`,
      })
    }
  }
  return warnings
}

function wordlessNames(brands: readonly Brand[]): Fault[] {
  return brands.flatMap((brand, at) => {
    const names = [{ text: brand.name, pointer: `/brands/${at}/name` }]
    for (const [row, { text }] of (brand.aliases ?? []).entries()) {
      names.push({ text, pointer: `/brands/${at}/aliases/${row}/text` })
    }
    return names
      .filter(({ text }) => !/[\p{L}\p{N}\p{S}]/u.test(text))
      .map(({ text, pointer }) => ({
        pointer,
        problem: 'has no letter, digit or symbol, so no listing can be found by it',
        found: showFound(text),
        remedy: 'write the name as listings do',
      }))
  })
}

function uselessPrices(catalog: Catalog, hasRate: (currency: string) => boolean): Fault[] {
  const prices: { currency: string; pointer: string }[] = []
  for (const [at, { priceBands = [] }] of catalog.brands.entries()) {
    for (const [row, { currency }] of priceBands.entries()) {
      prices.push({ currency, pointer: `/brands/${at}/priceBands/${row}/currency` })
    }
  }
  for (const [at, { msrp = [] }] of (catalog.products ?? []).entries()) {
    for (const [row, { currency }] of msrp.entries()) {
      prices.push({ currency, pointer: `/products/${at}/msrp/${row}/currency` })
    }
  }
  return prices
    .filter(({ currency }) => !hasRate(currency))
    .map(({ currency, pointer }) => ({
      pointer,
      problem: 'is a currency without a known exchange rate, so this price is not used',
      found: showFound(currency),
      remedy: 'check the code (the yuan is "CNY"), or state the price in another currency',
    }))
}

function foldName(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.replace(/[^\p{L}\p{N}]+/gu, '')
}
