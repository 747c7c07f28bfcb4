import type { Brand, Catalog, ExchangeRates, PackBrand, PriceTiers } from '#contract'
import { StringTable, type CompiledTables, type Table } from '../compiled-tables/index.ts'
import { foldToString } from '../text/index.ts'
import type { TypeTree } from '../vocabulary/index.ts'

export interface BrandSources {
  catalog: Catalog
  /** Empty where the starter pack is switched off. */
  pack: readonly PackBrand[]
  types: TypeTree
  /** Finds the product type that plain words name, e.g. "handbags". */
  typeOf: (words: string) => string | undefined
  rates: ExchangeRates
  tiers: PriceTiers
  /** Of an engine that was compiled of the same data. */
  tables?: CompiledTables | undefined
}

export interface BrandRows {
  id: string
  row: Brand
  /** Of the pack, if it is the same brand. */
  starter: PackBrand | undefined
  fromCatalog: boolean
}

/** What is computed of the words in a brand's rows, in the order in which merging them asks for it. */
export class BrandWords {
  private readonly sources: BrandSources
  private readonly results: StringTable
  /** The first result of each brand. */
  private readonly starts: Int32Array | number[]
  private readonly areStored: boolean
  private next = 0

  constructor(sources: BrandSources) {
    const { tables } = sources
    this.sources = sources
    this.areStored = tables !== undefined
    this.results = new StringTable(tables, 'brands.words')
    this.starts = tables?.get('brands.word-starts', Int32Array) ?? []
  }

  begin(brand: number): void {
    if (Array.isArray(this.starts)) this.starts.push(this.next)
    else this.next = this.starts[brand] as number
  }

  folded(text: string): string {
    return this.result(() => foldToString(text))
  }

  typeId(words: string): string {
    const { types, typeOf } = this.sources
    if (types.get(words) !== undefined) return words
    return this.result(() => typeOf(words) ?? words)
  }

  private result(compute: () => string): string {
    if (!this.areStored) this.results.push(compute())
    return this.results.at(this.next++)
  }

  addTo(tables: Map<string, Table>): void {
    this.results.addTo(tables, 'brands.words')
    tables.set('brands.word-starts', Int32Array.from(this.starts))
  }
}
