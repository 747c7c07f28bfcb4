import type { ExchangeRates, Markers, ProductTypes } from '#contract'
import rates from './exchange-rates.json' with { type: 'json' }
import markersData from './markers.json' with { type: 'json' }
import types from './product-types.json' with { type: 'json' }

// Words are keyed by language, so each row's inferred type lacks the languages it has no words in.

/** Kinds of goods with the words by which offers name them; ids are stable. */
export const productTypes = types as unknown as ProductTypes

/** Words that tell in what role a brand stands and in what state the goods are. */
export const markers = markersData as unknown as Markers

/** Rough units of each currency for one US dollar; good for bands, not for accounts. */
export const exchangeRates = rates as ExchangeRates
