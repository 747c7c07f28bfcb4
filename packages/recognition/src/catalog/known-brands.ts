import type { Brand, PackBrand } from '#contract'
import type { Table } from '../compiled-tables/index.ts'
import { BrandWords, type BrandRows, type BrandSources } from './brand-words.ts'
import { nameKey, type Brands, type KnownBrand } from './known-brand.ts'
import { mergeBrand } from './merge-brand.ts'

/**
 * Merges the user's brands with the starter pack. A user's brand replaces a starter brand if its name equals the
 * starter's name or one of its aliases (that is, its official names and initials: AirPods isn't Apple); the user's id
 * is used, also where other starter brands name it as their house.
 */
export class KnownBrands implements Brands {
  private readonly sources: BrandSources
  private readonly rows: readonly BrandRows[]
  private readonly places: ReadonlyMap<string, number>
  private readonly merged: (KnownBrand | undefined)[]
  /** The user's ids of starter brands. */
  private readonly newIds: ReadonlyMap<string, string>
  private readonly words: BrandWords
  /** For each of the user's brands the place of its starter brand in the pack, or -1. */
  private readonly starters: Int32Array

  constructor(sources: BrandSources) {
    const { catalog, pack, tables } = sources
    this.sources = sources
    this.starters = tables?.get('brands.starters', Int32Array) ?? startersOf(catalog.brands, pack)
    this.words = new BrandWords(sources)
    const chosen = new Set(this.starters)
    const userIds = new Set(catalog.brands.map((brand) => brand.id))
    const newIds = new Map<string, string>()
    this.newIds = newIds
    const rows = catalog.brands.map((row, at): BrandRows => {
      const starter = pack[this.starters[at] ?? -1]
      if (starter !== undefined) newIds.set(starter.id, row.id)
      return { id: row.id, row, starter, fromCatalog: true }
    })
    pack.forEach((row, at) => {
      if (chosen.has(at)) return
      // A user's brand of another name may hold the same id; both must stay apart.
      const id = userIds.has(row.id) ? `starter-${row.id}` : row.id
      rows.push({ id, row, starter: undefined, fromCatalog: false })
    })
    this.rows = rows
    this.places = new Map(rows.map(({ id }, at) => [id, at]))
    this.merged = Array.from({ length: rows.length })
    // The types of goods that words name are known before any other form is.
    if (tables === undefined) for (let at = 0; at < rows.length; at++) this.at(at)
  }

  get length(): number {
    return this.rows.length
  }

  /** Merges the rows of a brand when it is first asked for. */
  at(index: number): KnownBrand | undefined {
    const known = this.merged[index]
    const rows = this.rows[index]
    if (known !== undefined || rows === undefined) return known
    this.words.begin(index)
    const brand = mergeBrand(rows, this.sources, this.words)
    if (brand.house !== undefined) brand.house = this.newIds.get(brand.house) ?? brand.house
    this.merged[index] = brand
    return brand
  }

  get(id: string): KnownBrand | undefined {
    const place = this.places.get(id)
    return place === undefined ? undefined : this.at(place)
  }

  addTo(tables: Map<string, Table>): void {
    tables.set('brands.starters', this.starters)
    this.words.addTo(tables)
  }
}

function startersOf(brands: readonly Brand[], pack: readonly PackBrand[]): Int32Array {
  const starterOf = chooseStarters(brands, pack)
  const places = new Map(pack.map((starter, at) => [starter, at]))
  return Int32Array.from(brands, (brand) => {
    const starter = starterOf.get(brand)
    return starter === undefined ? -1 : (places.get(starter) ?? -1)
  })
}

/** The starter brands that are the same as brands of a catalog, each once. */
export function chooseStarters(
  brands: readonly Brand[],
  pack: readonly PackBrand[],
): Map<Brand, PackBrand> {
  const byName = new Map<string, PackBrand>()
  const byAlias = new Map<string, PackBrand>()
  for (const starter of pack) {
    byName.set(nameKey(starter.name), starter)
    for (const alias of starter.aliases)
      if (namesBrand(alias) && !byAlias.has(nameKey(alias.text)))
        byAlias.set(nameKey(alias.text), starter)
  }
  const chosen = new Set<PackBrand>()
  const starterOf = new Map<Brand, PackBrand>()
  for (const lookup of [byName, byAlias])
    for (const brand of brands) {
      const starter = lookup.get(nameKey(brand.name))
      if (starter === undefined || chosen.has(starter) || starterOf.has(brand)) continue
      chosen.add(starter)
      starterOf.set(brand, starter)
    }
  return starterOf
}

function namesBrand({ kind, commonWord }: PackBrand['aliases'][number]): boolean {
  return (kind === 'official' || kind === 'abbreviation') && commonWord !== true
}
