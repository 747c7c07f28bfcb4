import type { ExchangeRates, Markers, PriceTiers, ProductTypes } from '#contract'
import brandNamesLatin from './brand-names-latin.json' with { type: 'json' }
import brandNamesZh from './brand-names-zh.json' with { type: 'json' }
import rates from './exchange-rates.json' with { type: 'json' }
import markersData from './markers.json' with { type: 'json' }
import realWordsData from './misspelling-exceptions.json' with { type: 'json' }
import tiers from './price-tiers.json' with { type: 'json' }
import types from './product-types.json' with { type: 'json' }
import titleWordsData from './title-words-zh.json' with { type: 'json' }

// Words are keyed by language, so each row's inferred type lacks the languages it has no words in.

/** Kinds of goods with the words by which offers name them; ids are stable. */
export const productTypes = types as unknown as ProductTypes

/** Words that tell in what role a brand stands and in what state the goods are. */
export const markers = markersData as unknown as Markers

/** Rough units of each currency for one US dollar; good for bands, not for accounts. */
export const exchangeRates = rates as ExchangeRates

/** Usual prices of goods by type and price tier, for brands without a price band of their own. */
export const priceTiers = tiers as unknown as PriceTiers

/** Words of living languages that lie so near a brand's name that they are no misspelling of it. */
export const misspellingExceptions: readonly string[] = realWordsData.words

/** Words of Chinese offer titles, by which the names between them are told. */
export const titleWords = titleWordsData

const gazetteers = [brandNamesLatin, brandNamesZh]

/** Names of brands beside those of the starter pack: they tell other makers apart. */
export const brandNames: readonly string[] = gazetteers.flatMap(({ names }) => names)

/** Names of brands that are everyday words as well. */
export const ambiguousNames: readonly string[] = gazetteers.flatMap(({ ambiguous }) => ambiguous)
