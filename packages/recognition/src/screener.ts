import type {
  Assessment,
  BrandPack,
  Catalog,
  ExchangeRates,
  Lexicon,
  Listing,
  Markers,
  Product,
  ProductTypes,
} from '#contract'
import { exchangeRates, markers, productTypes } from '../vocabulary/index.ts'
import { lexicons } from '../lexicon/index.ts'
import { starterPack } from '../packs/starter/index.ts'
import { mentions, namedTypes, REFERRED } from './brand/index.ts'
import { Disguises, knownBrands, lookAlikeForms, type KnownBrand } from './catalog/index.ts'
import { read, type Meaning, type Reading } from './reading/index.ts'
import {
  brandSignals,
  channelSignals,
  conditionOf,
  externalSignals,
  guardTerms,
  priceSignals,
  productSignals,
  reviewSignals,
  sellerSignals,
  textSignals,
  type Draft,
  type Offer,
} from './signals/index.ts'
import { compileTerms, TypeTree } from './vocabulary/index.ts'
import { fold, foldToString, Hits, PhraseIndex } from './text/index.ts'
import { BASE_RATE, combine, decide, signalsOf } from './verdict/index.ts'
import { ENGINE_VERSION } from './version.ts'

export interface CompileOptions {
  /** Whether the shipped brands are known beside the catalog's. Default true. */
  starterPack?: boolean
  /** ISO 8601; the day by which offers without `observedAt` are judged. */
  asOf?: string
  /** Other data than the shipped, for tests and for drafts of a lexicon. */
  lexicons?: readonly Lexicon[]
  pack?: readonly BrandPack[]
  productTypes?: ProductTypes
  markers?: Markers
  exchangeRates?: ExchangeRates
}

/** A compiled catalog, ready to read offers. Holds no state between offers. */
export interface Screener {
  /** Engine and lexicon version, as assessments carry it. */
  readonly engine: string
  /** What was compiled, for `doctor` and logs. */
  readonly stats: { brands: number; forms: number; terms: number; products: number }
  /**
   * Judges one offer. Pure: the same offer gives the same assessment. Linear in
   * the offer's text.
   */
  screen(listing: Listing): Assessment
}

/**
 * Compiles a catalog into a screener. Expects a catalog that passed
 * `parseCatalog`; throws RangeError where shipped data are inconsistent.
 */
export function compile(catalog: Catalog, options: CompileOptions = {}): Screener {
  return new CompiledScreener(catalog, options)
}

const ALWAYS_SILENT = ['image', 'network'] as const

class CompiledScreener implements Screener {
  readonly engine: string
  readonly stats: Screener['stats']
  private readonly index = new PhraseIndex<Meaning>()
  private readonly disguises: Disguises
  private readonly tree: TypeTree
  private readonly rates: ExchangeRates
  private readonly asOf: number | undefined
  private readonly productsOf = new Map<KnownBrand, Product[]>()

  constructor(catalog: Catalog, options: CompileOptions) {
    const types = options.productTypes ?? productTypes
    const lexiconFiles = options.lexicons ?? lexicons
    const packs = options.starterPack === false ? [] : (options.pack ?? starterPack)
    this.rates = options.exchangeRates ?? exchangeRates
    this.tree = new TypeTree(types.types)
    this.asOf = options.asOf === undefined ? undefined : Date.parse(options.asOf)
    for (const type of types.types)
      this.addWords(Object.values(type.words).flat(), { is: 'type', type })
    const typeOf = this.typeFinder()
    const brands = knownBrands({
      catalog,
      pack: packs.flatMap((pack) => pack.brands),
      types: this.tree,
      typeOf,
      rates: this.rates,
    })
    for (const marker of (options.markers ?? markers).markers)
      this.addWords(Object.values(marker.words).flat(), { is: 'marker', marker })
    const { terms, guards } = compileTerms(lexiconFiles)
    for (const term of terms) this.addWords(term.term.forms, { is: 'term', term })
    for (const guard of guards) this.addWords(guard.words, { is: 'guard', guard })
    for (const brand of brands)
      for (const form of [...brand.forms, ...lookAlikeForms(brand)])
        // Fused, a name of common words is one: Li-Ning is no lining.
        this.index.add(form.text, { is: 'brand', brand, form }, { fused: !brand.commonWord })
    this.addProducts(catalog, brands)
    this.disguises = new Disguises(brands)
    const version = Math.max(0, ...lexiconFiles.map((lexicon) => lexicon.version))
    this.engine = `recognition@${ENGINE_VERSION}+lexicon.${version}`
    this.stats = {
      brands: brands.length,
      forms: this.index.size,
      terms: terms.length,
      products: catalog.products?.length ?? 0,
    }
  }

  private addWords(words: readonly string[], meaning: Meaning): void {
    for (const word of new Set(words)) this.index.add(word, meaning)
  }

  /** Finds the product type in a user's plain words with the forms added so far. */
  private typeFinder(): (words: string) => string | undefined {
    const hits = new Hits()
    return (words) => {
      hits.count = 0
      this.index.scan(fold(words), hits)
      let best: { id: string; length: number } | undefined
      for (let i = 0; i < hits.count; i++) {
        const meaning = this.index.payloads[hits.forms[i] as number]
        const length = (hits.to[i] as number) - (hits.from[i] as number)
        if (meaning?.is === 'type' && (best === undefined || length > best.length))
          best = { id: meaning.type.id, length }
      }
      return best?.id
    }
  }

  private addProducts(catalog: Catalog, brands: readonly KnownBrand[]): void {
    const byId = new Map(brands.map((brand) => [brand.id, brand]))
    for (const product of catalog.products ?? []) {
      const brand = byId.get(product.brand)
      if (brand === undefined) continue
      const list = this.productsOf.get(brand)
      if (list === undefined) this.productsOf.set(brand, [product])
      else list.push(product)
      const never = product.status === 'never-made'
      for (const code of product.styleCodes ?? [])
        if (isTelling(code))
          this.index.add(code, { is: never ? 'never-made' : 'style-code', product, brand })
      if (never) {
        const name = withoutBrand(product.name, brand)
        if (foldToString(name).length >= 6)
          this.index.add(name, { is: 'never-made', product, brand })
      }
    }
  }

  screen(listing: Listing): Assessment {
    const reading = read(listing, this.index, this.disguises)
    const found = mentions(reading, this.tree)
    const guarded = guardTerms(reading, found)
    const offer = this.offerOf(listing, reading, found)
    const silent: string[] = [...ALWAYS_SILENT]
    const drafts: Draft[] = [...textSignals(guarded, found), ...brandSignals(found)]
    const judged = {
      price: priceSignals(offer),
      channel: channelSignals(offer),
      product: productSignals(offer),
      seller: sellerSignals(offer),
      review: reviewSignals(offer, guarded),
      external: externalSignals(listing),
    }
    for (const [family, signals] of Object.entries(judged))
      if (signals === undefined) silent.push(family)
      else drafts.push(...signals)
    const combined = combine(drafts)
    const { verdict, reason } = decide(combined, found)
    return {
      listing: listing.id,
      ...(listing.marketplace === undefined ? {} : { marketplace: listing.marketplace }),
      verdict,
      reason,
      probability: combined.probability,
      baseRate: BASE_RATE,
      brands: found
        .filter((mention) => mention.confidence >= REFERRED)
        .map(({ brand, confidence, role, form }) => ({ id: brand.id, confidence, role, form })),
      signals: signalsOf(combined.weighed),
      engine: this.engine,
      complete: true,
      silent,
    }
  }

  private offerOf(listing: Listing, reading: Reading, found: Offer['mentions']): Offer {
    const seenAt = listing.observedAt === undefined ? this.asOf : Date.parse(listing.observedAt)
    const first = found.find((mention) => mention.confidence >= REFERRED)
    return {
      listing,
      reading,
      mentions: found,
      offered: first?.role === 'offered' ? first : undefined,
      types: namedTypes(reading),
      condition: conditionOf(reading),
      seenAt,
      tree: this.tree,
      rates: this.rates,
      productsOf: this.productsOf,
    }
  }
}

/** A style code short or plain enough to be a size or a year says nothing. */
function isTelling(code: string): boolean {
  const bare = code.replace(/[^\p{L}\p{N}]/gu, '')
  return bare.length >= 6 || (bare.length >= 5 && /\p{L}/u.test(bare) && /\p{N}/u.test(bare))
}

function withoutBrand(name: string, brand: KnownBrand): string {
  const folded = foldToString(name)
  const own = foldToString(brand.name)
  return folded.startsWith(`${own} `) ? folded.slice(own.length + 1) : folded
}
