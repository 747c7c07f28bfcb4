import {
  checkListing,
  TouchstoneError,
  type Assessment,
  type BrandPack,
  type Catalog,
  type ExchangeRates,
  type Family,
  type Lexicon,
  type LexiconAmendments,
  type Listing,
  type Markers,
  type Product,
  type ProductTypes,
  type Strength,
  type Weights,
} from '#contract'
import {
  ambiguousNames,
  brandNames,
  exchangeRates,
  markers,
  productTypes,
  misspellingExceptions,
  titleWords,
} from '../vocabulary/index.ts'
import { lexicons } from '../lexicon/index.ts'
import { starterPack } from '../packs/starter/index.ts'
import { mentions, namedTypes, REFERRED, addShownBrands } from './brand/index.ts'
import { knownBrands, type BrandForm, type KnownBrand } from './catalog/index.ts'
import { DisguiseMatcher, lookAlikeSpellings, NearNames } from './disguise/index.ts'
import { gtinOf, wholeGtin } from './barcode-content/index.ts'
import { TitleNames, type NameSpan } from './names/index.ts'
import {
  gap,
  isOnDemand,
  OnDemandMarkers,
  lettersOf,
  placeIn,
  read,
  type Meaning,
  type Reading,
  type TypeHit,
  type Vocabularies,
  Wordmarks,
} from './listing-text/index.ts'
import {
  brandSignals,
  channelSignals,
  conditionOf,
  externalSignals,
  guardTerms,
  pictureSignals,
  priceBasis,
  priceComparison,
  priceSignals,
  productSignals,
  reviewSignals,
  sellerSignals,
  textSignals,
  type CodedProduct,
  type Draft,
  type SignalContext,
} from './signals/index.ts'
import { amendLexicons, compileTerms, TypeTree, type CompiledTerm } from './vocabulary/index.ts'
import { fold, foldToString, Hits, PhraseIndex } from './text/index.ts'
import { combine, decide, scalingOf, type Scaling } from './verdict/index.ts'
import { ENGINE_VERSION } from './version.ts'

export interface CompileOptions {
  /** Whether the shipped brands are known beside the catalog's. Default true. */
  starterPack?: boolean
  /** ISO 8601; the day by which offers without `observedAt` are judged. */
  asOf?: string
  /**
   * ISO 8601; the day by which rules and list prices of the catalog hold for listings that no day is known
   * of. Without it all of them hold.
   */
  rulesAsOf?: string | undefined
  /** Scales fitted on labelled listings; without them the shipped weights count as they are. */
  weights?: Weights
  /** Other data than the shipped, for tests and for drafts of a lexicon. */
  lexicons?: readonly Lexicon[]
  /**
   * Terms and guards beyond the lexicons, in place of some of them, or switched off. Whoever keeps
   * assessments marks the engine's name by them: it tells versions of the lexicons alone.
   */
  amendments?: LexiconAmendments
  pack?: readonly BrandPack[]
  productTypes?: ProductTypes
  markers?: Markers
  exchangeRates?: ExchangeRates
  /** Words of living languages that are no misspelling of a brand's name, folded. */
  misspellingExceptions?: readonly string[]
}

/** Where a term of counterfeit language stands in a listing, and whether it says something there. */
export interface TermPlace {
  id: string
  strength: Strength
  field: string
  /** UTF-16 offsets in the original field. */
  start: number
  end: number
  /** The guard that quiets it. */
  quietedBy: string | undefined
  /** False where it is quieted, or says fake beside a protected brand only and none is there. */
  counts: boolean
}

/** A compiled catalog, ready to read listings. Holds no state between listings. */
export interface Screener {
  /** Engine and lexicon version, and the id of a weights file, as assessments carry it. */
  readonly engine: string
  /** What was compiled, for `doctor` and logs. */
  readonly stats: { brands: number; forms: number; terms: number; products: number }
  /**
   * Judges one listing. Pure: the same listing gives the same assessment. Linear in
   * the listing's text. Checks what it is given against the contract, which takes
   * under a hundredth of its time.
   * @throws {TouchstoneError} `bad-listing` where it is no listing of the contract:
   *   the message names every fault with its field, value and what to write instead,
   *   and `pointer` (RFC 6901) the first field at fault.
   */
  screen(listing: Listing): Assessment
  /**
   * The terms of counterfeit language that stand in a listing and that no guard
   * quiets, each once: what a lexicon would catch, whatever the verdict.
   */
  termsIn(listing: Listing): { id: string; strength: Strength }[]
  /** Every place where a form of a term stands, quieted ones too. Linear in the listing's text. */
  termPlaces(listing: Listing): TermPlace[]
  /**
   * Finds makers' names in a title, protected or not, listed or not; what is
   * unlisted is told in Chinese titles by place and look. Offsets are UTF-16.
   * Linear in the title.
   */
  names(title: string): NameSpan[]
}

/**
 * Compiles a catalog into a screener. Expects a catalog that passed
 * `parseCatalog`; throws RangeError where shipped data are inconsistent.
 */
export function compile(catalog: Catalog, options: CompileOptions = {}): Screener {
  return new CompiledScreener(catalog, options)
}

/** Engine and lexicon version, as assessments made with the shipped weights carry it. */
export function engineName(lexiconFiles: readonly Lexicon[] = lexicons): string {
  const version = Math.max(0, ...lexiconFiles.map((lexicon) => lexicon.version))
  return `recognition@${ENGINE_VERSION}+lexicon.${version}`
}

/** Languages whose written tones tell words apart. */
const tonal = new Set(['vi'])
const OTHER_NAME: Meaning = { is: 'other-name' }
const ALWAYS_SILENT = ['network'] as const

class CompiledScreener implements Screener {
  readonly engine: string
  readonly stats: Screener['stats']
  private readonly index = new PhraseIndex<Meaning>()
  private readonly vocabularies: Vocabularies
  private readonly lateMarkers: OnDemandMarkers
  private readonly tree: TypeTree
  private readonly rates: ExchangeRates
  private readonly asOf: number | undefined
  private readonly rulesAsOf: string | undefined
  private readonly scaling: Scaling
  private readonly brandsById: ReadonlyMap<string, KnownBrand>
  private readonly productsOf = new Map<KnownBrand, Product[]>()
  private readonly byGtin = new Map<string, { product: Product; brand: KnownBrand }>()
  private readonly goodsWords: readonly string[]
  /** Compiled when first asked for: screening needs it not. */
  private titleNames: TitleNames | undefined

  constructor(catalog: Catalog, options: CompileOptions) {
    const types = options.productTypes ?? productTypes
    this.scaling = scalingOf(options.weights)
    const files = options.lexicons ?? lexicons
    const { amendments } = options
    const lexiconFiles = amendments === undefined ? files : amendLexicons(files, amendments)
    const packs = options.starterPack === false ? [] : (options.pack ?? starterPack)
    this.rates = options.exchangeRates ?? exchangeRates
    this.tree = new TypeTree(types.types)
    this.asOf = options.asOf === undefined ? undefined : Date.parse(options.asOf)
    this.rulesAsOf = options.rulesAsOf
    for (const type of types.types)
      this.addWords(Object.values(type.words).flat(), { is: 'type', type })
    this.goodsWords = types.types.flatMap((type) => type.words['zh'] ?? [])
    const typeOf = this.typeFinder()
    const brands = knownBrands({
      catalog,
      pack: packs.flatMap((pack) => pack.brands),
      types: this.tree,
      typeOf,
      rates: this.rates,
    })
    this.brandsById = new Map(brands.map((brand) => [brand.id, brand]))
    const allMarkers = (options.markers ?? markers).markers
    this.lateMarkers = new OnDemandMarkers(allMarkers)
    for (const marker of allMarkers)
      if (!isOnDemand(marker))
        this.addWords(Object.values(marker.words).flat(), { is: 'marker', marker })
    const { terms, guards } = compileTerms(lexiconFiles)
    for (const term of terms) this.addTerm(term)
    for (const guard of guards) this.addWords(guard.words, { is: 'guard', guard })
    const words = new Set(options.misspellingExceptions ?? misspellingExceptions)
    for (const brand of brands) this.addBrand(brand, words)
    this.addOtherNames(brands)
    this.addProducts(catalog, brands)
    const nearNames = new NearNames(brands, words)
    this.vocabularies = {
      index: this.index,
      disguises: new DisguiseMatcher(brands, terms),
      nearNames,
      wordmarks: new Wordmarks(brands, nearNames, words),
      misspellingExceptions: words,
    }
    const fitted = options.weights === undefined ? '' : `+weights.${options.weights.id}`
    this.engine = `${engineName(lexiconFiles)}${fitted}`
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

  private addBrand(brand: KnownBrand, misspellingExceptions: ReadonlySet<string>): void {
    for (const form of [...brand.forms, ...lookAlikeSpellings(brand, misspellingExceptions)]) {
      const meaning = { is: 'brand', brand, form } as const
      const plural = takesPlural(brand, form) && !misspellingExceptions.has(`${form.key}s`)
      // Fused, a name of common words is one: Li-Ning is no lining.
      const options = { fused: !brand.commonWord, plural }
      this.index.add(form.text, meaning, options)
      if (form.key.includes('&'))
        for (const and of [' ', ' and '])
          this.index.add(form.key.replaceAll('&', and), meaning, options)
    }
  }

  /** Names that no protected brand has: they tell that a listing is another maker's. */
  private addOtherNames(brands: readonly KnownBrand[]): void {
    const own = new Set(brands.flatMap((brand) => brand.forms.map((form) => form.key)))
    for (const name of brandNames)
      if (!own.has(foldToString(name))) this.index.add(name, OTHER_NAME, { fused: false })
  }

  termsIn(listing: Listing): { id: string; strength: Strength }[] {
    const terms = new Map<string, Strength>()
    for (const { id, strength, counts } of this.termPlaces(listing))
      if (counts && !terms.has(id)) terms.set(id, strength)
    return [...terms].map(([id, strength]) => ({ id, strength }))
  }

  termPlaces(listing: Listing): TermPlace[] {
    const reading = read(listing, this.vocabularies)
    const found = mentions(reading, this.tree)
    const named = found.some(({ confidence }) => confidence >= REFERRED)
    return guardTerms(reading, found).map(({ hit, strength, quietedBy }) => ({
      id: hit.term.term.id,
      strength,
      field: hit.field.name,
      start: hit.start,
      end: hit.end,
      quietedBy: quietedBy?.guard.id,
      counts: quietedBy === undefined && (named || !hit.term.term.needsBrand),
    }))
  }

  names(title: string): NameSpan[] {
    this.titleNames ??= new TitleNames({
      index: this.index,
      words: titleWords,
      goods: this.goodsWords,
      names: brandNames,
      ambiguous: ambiguousNames,
    })
    return this.titleNames.find(title)
  }

  private addTerm(term: CompiledTerm): void {
    const { forms, glosses = [] } = term.term
    const own = new Map(
      glosses.flatMap(({ meaning, forms: some }) => some.map((f) => [f, meaning])),
    )
    const plain = { is: 'term', term } as const
    for (const form of new Set(forms)) {
      const gloss = own.get(form)
      const meaning = gloss === undefined ? plain : { ...plain, gloss }
      this.index.add(
        form,
        tonal.has(term.language) ? { ...meaning, written: lettersOf(form) } : meaning,
      )
    }
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
      const gtin = product.gtin === undefined ? undefined : wholeGtin(product.gtin)
      if (gtin !== undefined) this.byGtin.set(gtin, { product, brand })
      const never = product.status === 'never-made'
      for (const code of product.styleCodes ?? [])
        if (isDistinctive(code))
          this.index.add(code, { is: never ? 'never-made' : 'style-code', product, brand })
      if (never) {
        const name = withoutBrand(product.name, brand)
        if (foldToString(name).length >= 6)
          this.index.add(name, { is: 'never-made', product, brand })
      }
    }
  }

  screen(offered: Listing): Assessment {
    requireListing(offered)
    const listing = inOneShape(offered)
    const reading = read(listing, this.vocabularies)
    const found = addShownBrands(mentions(reading, this.tree), listing, this.brandsById)
    const guarded = guardTerms(reading, found)
    const text = textSignals(guarded, found)
    const saidFalse = text.some(({ strong }) => strong === true)
    const context = this.signalContextOf(listing, reading, found, saidFalse)
    const silent: string[] = [...ALWAYS_SILENT]
    const drafts: Draft[] = [...text, ...brandSignals(found)]
    const addSignals = (family: Family, signals: readonly Draft[] | undefined): void => {
      if (signals === undefined || saysWhyNot(signals)) silent.push(family)
      if (signals !== undefined) for (const signal of signals) drafts.push(signal)
    }
    const basis = priceBasis(context)
    const channel = channelSignals(context)
    const isAuthorised = channel?.some(({ code }) => code === 'guard.authorised-seller')
    addSignals('image', pictureSignals(context, isAuthorised))
    addSignals('price', priceSignals(context, basis))
    addSignals('channel', channel)
    addSignals('product', productSignals(context))
    addSignals('seller', sellerSignals(context))
    addSignals('review', reviewSignals(context, guarded))
    addSignals('external', externalSignals(listing))
    withoutLoneContext(drafts)
    const combined = combine(drafts, this.scaling)
    const { verdict, ceiling, signals } = decide(combined, found)
    const brands: Assessment['brands'] = []
    for (const { brand, confidence, role, form } of found)
      if (confidence >= REFERRED) brands.push({ id: brand.id, confidence, role, form })
    return {
      listing: listing.id,
      // Left out of JSON where the listing names none.
      marketplace: listing.marketplace,
      verdict,
      ceiling,
      probability: combined.probability,
      baseRate: this.scaling.baseRate,
      brands,
      signals,
      // Left out of JSON where there was nothing to compare with.
      price: priceComparison(context, basis),
      engine: this.engine,
      complete: true,
      silent,
    }
  }

  private codedProducts(listing: Listing): CodedProduct[] {
    if (this.byGtin.size === 0) return []
    const found: CodedProduct[] = []
    listing.images?.forEach(({ reading }, image) => {
      for (const code of reading?.codes ?? []) {
        const gtin = gtinOf(code)
        const product = gtin === undefined ? undefined : this.byGtin.get(gtin)
        if (reading === undefined || gtin === undefined || product === undefined) continue
        found.push({ ...product, gtin, place: placeIn(image, reading, code.box) })
      }
    })
    return found
  }

  /** What is read without the accessories that only come with the goods: "with dust bag". */
  private withoutExtras(reading: Reading): Pick<Reading, 'types' | 'markers'> {
    const { types, markers } = reading
    const isExtra = (hit: TypeHit): boolean =>
      hit.type.accessory &&
      this.lateMarkers
        .find(hit.field, 'including-before')
        .some((marker) => marker.end <= hit.start && gap(marker, hit) <= marker.marker.within)
    if (!types.some((hit) => hit.type.accessory)) return reading
    return { types: types.filter((hit) => !isExtra(hit)), markers }
  }

  private signalContextOf(
    listing: Listing,
    reading: Reading,
    found: SignalContext['mentions'],
    saidFalse: boolean,
  ): SignalContext {
    const seenAt = listing.observedAt === undefined ? this.asOf : Date.parse(listing.observedAt)
    const first = found.find((mention) => mention.confidence >= REFERRED)
    return {
      listing,
      reading,
      mentions: found,
      offered: first?.role === 'offered' ? first : undefined,
      types: namedTypes(this.withoutExtras(reading)),
      condition: conditionOf(reading),
      saidFalse,
      seenAt,
      rulesAsOf: this.rulesAsOf,
      tree: this.tree,
      rates: this.rates,
      lateMarkers: this.lateMarkers,
      brandsById: this.brandsById,
      productsOf: this.productsOf,
      codedProducts: this.codedProducts(listing),
    }
  }
}

/**
 * The fields that the engine reads, all there and always in the same order: rows
 * leave out what they lack, and every other set of fields is another shape to
 * the machine, whose fields it has to search for each time.
 */
/** Types hold callers in TypeScript alone: a title that is a number would be judged harmless. */
function requireListing(offered: unknown): asserts offered is Listing {
  const parsed = checkListing(offered)
  if (parsed.ok) return
  const faults = parsed.faults.map(
    ({ pointer, problem, found, mend }) =>
      `${pointer === '' ? 'the listing' : pointer} ${problem}; found ${found}; ${mend}`,
  )
  throw new TouchstoneError({
    code: 'bad-listing',
    message: faults.join('\n'),
    pointer: parsed.faults[0]?.pointer,
  })
}

function inOneShape(listing: Listing): Listing {
  const { seller, price } = listing
  return {
    id: listing.id,
    marketplace: listing.marketplace,
    title: listing.title,
    brand: listing.brand,
    category: listing.category,
    description: listing.description,
    attributes: listing.attributes,
    variants: listing.variants,
    reviews: listing.reviews,
    condition: listing.condition,
    price: price && { amount: price.amount, currency: price.currency },
    quantity: listing.quantity,
    unitsSold: listing.unitsSold,
    seller: seller && { id: seller.id, name: seller.name, joinedAt: seller.joinedAt },
    observedAt: listing.observedAt,
    externalSignals: listing.externalSignals,
    images: listing.images,
    gtin: listing['gtin'],
  }
}

function takesPlural(brand: KnownBrand, form: BrandForm): boolean {
  return !brand.commonWord && form.commonWord !== true
}

/** True where all that a family says is why it can't judge. */
function saysWhyNot(signals: readonly Draft[]): boolean {
  return signals.length > 0 && signals.every(({ code }) => code === 'price.no-rate')
}

/** Weak words count beside another sign only: alone they are ordinary praise. */
function withoutLoneContext(drafts: Draft[]): void {
  if (drafts.some((draft) => draft.weight > 0 && draft.contextOnly !== true)) return
  for (const draft of drafts) if (draft.contextOnly === true) draft.weight = 0
}

/** A style code short or plain enough to be a size or a year says nothing. */
function isDistinctive(code: string): boolean {
  const bare = code.replace(/[^\p{L}\p{N}]/gu, '')
  return bare.length >= 6 || (bare.length >= 5 && /\p{L}/u.test(bare) && /\p{N}/u.test(bare))
}

function withoutBrand(name: string, brand: KnownBrand): string {
  const folded = foldToString(name)
  const own = foldToString(brand.name)
  return folded.startsWith(`${own} `) ? folded.slice(own.length + 1) : folded
}
