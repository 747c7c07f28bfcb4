import {
  type Assessment,
  type BrandPack,
  type Catalog,
  type ExchangeRates,
  type Family,
  type Lexicon,
  type LexiconAmendments,
  type Listing,
  type Markers,
  type PortfolioSummary,
  type PriceTiers,
  type ProductTypes,
  type Strength,
  type Weights,
} from '#contract'
import {
  ambiguousNames,
  brandNames,
  exchangeRates,
  markers,
  priceTiers,
  productTypes,
  misspellingExceptions,
  titleWords,
} from '../vocabulary/index.ts'
import { lexicons } from '../lexicon/index.ts'
import { starterPack } from '../packs/starter/index.ts'
import { mentions, namedTypes, REFERRED, addShownBrands, type Mention } from './brand/index.ts'
import type { CompiledTables, Table } from './compiled-tables/index.ts'
import { KnownBrands } from './catalog/index.ts'
import { DisguiseMatcher, NearNames } from './disguise/index.ts'
import { TitleNames, type NameSpan } from './names/index.ts'
import {
  gap,
  isOnDemand,
  OnDemandMarkers,
  read,
  RepeatedWords,
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
  itemSignals,
  pictureSignals,
  priceBasis,
  priceComparison,
  priceInWords,
  priceSignals,
  productSignals,
  reviewSignals,
  sellerSignals,
  textSignals,
  type Draft,
  type GuardedTerm,
  type ItemFact,
  type SignalContext,
} from './signals/index.ts'
import { silentFamilies } from './silent-families.ts'
import { amendLexicons, compileTerms, TypeTree } from './vocabulary/index.ts'
import { combine, decide, scalingOf, type Scaling } from './verdict/index.ts'
import { inOneShape, requireListing } from './listing-shape.ts'
import { MeaningIndex } from './meaning-index.ts'
import { ProductIndex } from './product-index.ts'
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
  /** Data in place of the shipped ones, for tests and for drafts of a lexicon. */
  lexicons?: readonly Lexicon[]
  /**
   * Terms and guards beyond the lexicons, replacing some of them, or switched off. Callers that store assessments add
   * a mark for them to the engine's name, which only identifies versions of the lexicons.
   */
  amendments?: LexiconAmendments
  pack?: readonly BrandPack[]
  productTypes?: ProductTypes
  markers?: Markers
  exchangeRates?: ExchangeRates
  priceTiers?: PriceTiers
  /** Words of living languages that are no misspelling of a brand's name, folded. */
  misspellingExceptions?: readonly string[]
}

/** A screener that lends what its compilation computed. */
export interface CompiledEngine extends Screener {
  /** What compiling computed, for another compilation of the same data. */
  tables(): ReadonlyMap<string, Table>
}

/** Where compiling may find what an engine of the same data computed before. */
export interface CompiledBefore {
  /** @throws {ForeignTables} by `compile`, if they were compiled of other data */
  tables?: CompiledTables | undefined
}

export interface ScreenOptions {
  /** True if the listing comes from `parseListing`, so that it need not be validated again. */
  isParsed?: boolean
  /** What the seller’s other listings say together, this one left out (`Portfolio.without`). */
  portfolio?: PortfolioSummary | undefined
  /** What makers know of units whose codes are in the listing (`unitCodesIn`). */
  items?: readonly ItemFact[] | undefined
}

/** A place of a term of counterfeit language in a listing, and whether it counts there. */
export interface TermPlace {
  id: string
  strength: Strength
  field: string
  /** UTF-16 offsets in the original field. */
  start: number
  end: number
  /** The guard that quiets it. */
  quietedBy: string | undefined
  /** False if a guard quiets it, or if it only calls a protected brand fake and none is there. */
  counts: boolean
}

/** A compiled catalog, ready to read listings. What listings say holds for none but themselves. */
export interface Screener {
  /** Engine and lexicon version, and the id of a weights file, as assessments carry it. */
  readonly engine: string
  /** Sizes of the compiled data, for `doctor` and logs. */
  readonly stats: { brands: number; forms: number; terms: number; products: number }
  /**
   * Assesses one listing. Pure: the same listing gives the same assessment. Linear in the listing's text. Validates
   * its input against the contract, which takes under a hundredth of its time.
   * @throws {TouchstoneError} `bad-listing` if it is no listing of the contract: the message names every fault with
   * its field, value and what to write instead, and `pointer` (RFC 6901) the first field at fault.
   */
  screen(listing: Listing, options?: ScreenOptions): Assessment
  /**
   * The terms of counterfeit language in a listing that no guard quiets, each once: the matches of a lexicon,
   * whatever the verdict.
   */
  termsIn(listing: Listing): { id: string; strength: Strength }[]
  /** Every place where a form of a term occurs, quieted ones too. Linear in the listing's text. */
  termPlaces(listing: Listing): TermPlace[]
  /**
   * Finds makers' names in a title, protected or not, listed or not; unlisted ones are recognised in Chinese titles
   * by position and appearance. Offsets are UTF-16. Linear in the title.
   */
  names(title: string): NameSpan[]
}

/**
 * Compiles a catalog into a screener. Expects a catalog that passed
 * `parseCatalog`; throws RangeError where shipped data are inconsistent.
 */
export function compile(
  catalog: Catalog,
  options: CompileOptions & CompiledBefore = {},
): CompiledEngine {
  return new CompiledScreener(catalog, options)
}

/** Engine and lexicon version, as assessments made with the shipped weights carry it. */
export function engineName(lexiconFiles: readonly Lexicon[] = lexicons): string {
  const version = Math.max(0, ...lexiconFiles.map((lexicon) => lexicon.version))
  return `recognition@${ENGINE_VERSION}+lexicon.${version}`
}

const ALWAYS_SILENT = ['network'] as const
/** What the words of a listing say, before anything else of it is judged. */
interface Words {
  reading: Reading
  mentioned: Mention[]
  guarded: GuardedTerm[]
}

class CompiledScreener implements CompiledEngine {
  readonly engine: string
  readonly stats: Screener['stats']
  private readonly index: MeaningIndex
  private readonly vocabularies: Vocabularies
  private readonly lateMarkers: OnDemandMarkers
  private readonly tree: TypeTree
  private readonly rates: ExchangeRates
  private readonly asOf: number | undefined
  private readonly rulesAsOf: string | undefined
  private readonly scaling: Scaling
  private readonly brands: KnownBrands
  private readonly products: ProductIndex
  private readonly goodsWords: readonly string[]
  private readonly repeated = new RepeatedWords<Words>()
  /** What is said of listings in which nothing was found. */
  private readonly nothing: Pick<Assessment, 'verdict' | 'ceiling' | 'hold' | 'probability'>
  /** Compiled when first asked for: screening needs it not. */
  private titleNames: TitleNames | undefined

  constructor(catalog: Catalog, options: CompileOptions & CompiledBefore) {
    const { tables } = options
    this.index = new MeaningIndex(tables)
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
    for (const type of types.types) this.index.addVocabulary(type.words, { is: 'type', type })
    this.goodsWords = types.types.flatMap((type) => type.words['zh'] ?? [])
    const typeOf = this.index.typeFinder()
    const brands = new KnownBrands({
      catalog,
      pack: packs.flatMap((pack) => pack.brands),
      types: this.tree,
      typeOf,
      rates: this.rates,
      tiers: options.priceTiers ?? priceTiers,
      tables,
    })
    this.brands = brands
    const allMarkers = (options.markers ?? markers).markers
    this.lateMarkers = new OnDemandMarkers(allMarkers, tables)
    for (const marker of allMarkers)
      if (!isOnDemand(marker)) this.index.addVocabulary(marker.words, { is: 'marker', marker })
    const { terms, guards } = compileTerms(lexiconFiles)
    for (const term of terms) this.index.addTerm(term)
    for (const guard of guards) this.index.addWords(guard.words, { is: 'guard', guard })
    const words = new Set(options.misspellingExceptions ?? misspellingExceptions)
    this.index.addBrands(brands, words)
    this.index.addOtherNames(brands)
    this.products = new ProductIndex(catalog, brands, this.index.phrases)
    const nearNames = new NearNames(brands, words, tables)
    this.vocabularies = {
      index: this.index.phrases,
      disguises: new DisguiseMatcher(brands, terms, tables),
      nearNames,
      wordmarks: new Wordmarks(brands, nearNames, words),
      misspellingExceptions: words,
    }
    if (tables !== undefined) this.requireComplete(tables)
    const { probability, ...combined } = combine([], this.scaling)
    const { verdict, ceiling, hold } = decide({ probability, ...combined }, [])
    this.nothing = { verdict, ceiling, hold, probability }
    const fitted = options.weights === undefined ? '' : `+weights.${options.weights.id}`
    this.engine = `${engineName(lexiconFiles)}${fitted}`
    this.stats = {
      brands: brands.length,
      forms: this.index.phrases.size,
      terms: terms.length,
      products: catalog.products?.length ?? 0,
    }
  }

  tables(): Map<string, Table> {
    const tables = new Map<string, Table>()
    this.index.phrases.addTo(tables, 'meanings')
    this.vocabularies.disguises.addTo(tables)
    this.vocabularies.nearNames.addTo(tables)
    this.brands.addTo(tables)
    this.lateMarkers.addTo(tables)
    return tables
  }

  private requireComplete(tables: CompiledTables): void {
    this.index.phrases.requireComplete()
    this.vocabularies.disguises.requireComplete()
    this.lateMarkers.requireComplete()
    tables.requireAllRead()
  }

  termsIn(listing: Listing): { id: string; strength: Strength }[] {
    const terms = new Map<string, Strength>()
    for (const { id, strength, counts } of this.termPlaces(listing))
      if (counts && !terms.has(id)) terms.set(id, strength)
    return [...terms].map(([id, strength]) => ({ id, strength }))
  }

  termPlaces(listing: Listing): TermPlace[] {
    const reading = this.withoutExtras(read(listing, this.vocabularies))
    const mentioned = mentions(reading, this.tree)
    const named = mentioned.some(({ confidence }) => confidence >= REFERRED)
    return guardTerms(reading, mentioned).map(({ hit, strength, quietedBy }) => ({
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
      index: this.index.phrases,
      words: titleWords,
      goods: this.goodsWords,
      names: brandNames,
      ambiguous: ambiguousNames,
    })
    return this.titleNames.find(title)
  }

  screen(offered: Listing, options: ScreenOptions = {}): Assessment {
    const { portfolio, items } = options
    if (options.isParsed !== true) requireListing(offered)
    const listing = inOneShape(offered)
    const words = this.repeated.recall(listing, () => this.wordsOf(listing))
    if (isUneventful(listing, words, options)) return this.uneventful(listing)
    const { mentioned, guarded } = words
    const reading = { ...words.reading, listing }
    const text = textSignals(guarded, mentioned)
    const saidFalse = text.some(({ strong }) => strong === true)
    const context = this.signalContextOf(listing, reading, mentioned, saidFalse)
    context.portfolio = portfolio
    const silent: string[] = [...ALWAYS_SILENT]
    const drafts: Draft[] = [...text, ...brandSignals(mentioned)]
    const addSignals = (family: Family, signals: readonly Draft[] | undefined): void => {
      if (signals === undefined || isNotAssessed(signals)) silent.push(family)
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
    addSignals('item', itemSignals(listing, items))
    withoutLoneContext(drafts)
    const combined = combine(drafts, this.scaling)
    const { verdict, ceiling, hold, signals } = decide(combined, mentioned)
    const brands: Assessment['brands'] = []
    for (const { brand, confidence, role, form } of mentioned)
      if (confidence >= REFERRED) brands.push({ id: brand.id, confidence, role, form })
    return {
      listing: listing.id,
      // Left out of JSON where the listing names none.
      marketplace: listing.marketplace,
      verdict,
      ceiling,
      // Left out of JSON where the listing is not to stay up during a review.
      hold,
      probability: combined.probability,
      baseRate: this.scaling.baseRate,
      brands,
      signals,
      // Left out of JSON if there was nothing to compare with.
      price: priceComparison(context, basis),
      engine: this.engine,
      complete: true,
      silent,
    }
  }

  private wordsOf(listing: Listing): Words {
    const reading = this.withoutExtras(read(listing, this.vocabularies))
    const mentioned = addShownBrands(mentions(reading, this.tree), listing, this.brands)
    return { reading, mentioned, guarded: guardTerms(reading, mentioned) }
  }

  /** The assessment of a listing in which nothing was found: that of `screen`, without asking each family. */
  private uneventful({ id, marketplace }: Listing): Assessment {
    const { verdict, ceiling, hold, probability } = this.nothing
    return {
      listing: id,
      marketplace,
      verdict,
      ceiling,
      hold,
      probability,
      baseRate: this.scaling.baseRate,
      brands: [],
      signals: [],
      price: undefined,
      engine: this.engine,
      complete: true,
      silent: [...silentFamilies],
    }
  }

  /** The reading without accessories that only accompany the goods: "with dust bag". */
  private withoutExtras(reading: Reading): Reading {
    const { types } = reading
    const isExtra = (hit: TypeHit): boolean =>
      hit.type.accessory &&
      this.lateMarkers
        .find(hit.field, 'including-before')
        .some((marker) => marker.end <= hit.start && gap(marker, hit) <= marker.marker.within)
    if (!types.some((hit) => hit.type.accessory)) return reading
    return { ...reading, types: types.filter((hit) => !isExtra(hit)) }
  }

  private signalContextOf(
    listing: Listing,
    reading: Reading,
    mentioned: SignalContext['mentions'],
    saidFalse: boolean,
  ): SignalContext {
    const seenAt = listing.observedAt === undefined ? this.asOf : Date.parse(listing.observedAt)
    const first = mentioned.find((mention) => mention.confidence >= REFERRED)
    const context: SignalContext = {
      listing,
      reading,
      mentions: mentioned,
      offered: first?.role === 'offered' ? first : undefined,
      types: namedTypes(reading),
      condition: conditionOf(reading),
      price: listing.price && { money: listing.price },
      saidFalse,
      seenAt,
      rulesAsOf: this.rulesAsOf,
      tree: this.tree,
      rates: this.rates,
      lateMarkers: this.lateMarkers,
      portfolio: undefined,
      brands: this.brands,
      productsOf: this.products.ofBrand,
      codedProducts: this.products.codedIn(listing),
    }
    if (context.offered !== undefined) context.price ??= priceInWords(context)
    return context
  }
}

/** True for a listing of no brand and no term, in which no family has anything to judge by. */
function isUneventful(
  listing: Listing,
  { reading, mentioned, guarded }: Words,
  { portfolio, items }: ScreenOptions,
): boolean {
  return (
    mentioned.length === 0 &&
    guarded.length === 0 &&
    portfolio === undefined &&
    items === undefined &&
    listing.images === undefined &&
    listing.reviews === undefined &&
    listing.externalSignals === undefined &&
    listing.quantity === undefined &&
    listing.seller?.joinedAt === undefined &&
    (listing.price === undefined || !mayBeOutOfLine(reading))
  )
}

/** True if a price alone may be a sign (`outOfLine`). */
function mayBeOutOfLine({ types, markers: found }: Reading): boolean {
  return (
    types.some(({ type }) => type.costlyFrom !== undefined) ||
    found.some(({ marker }) => marker.meaning === 'payment-link')
  )
}

/** True if a family only states why it can't assess. */
function isNotAssessed(signals: readonly Draft[]): boolean {
  return signals.length > 0 && signals.every(({ code }) => code === 'price.no-rate')
}

/** Weak words count beside another sign only: alone they are ordinary praise. */
function withoutLoneContext(drafts: Draft[]): void {
  if (drafts.some((draft) => draft.weight > 0 && draft.contextOnly !== true)) return
  for (const draft of drafts) if (draft.contextOnly === true) draft.weight = 0
}
