export {
  applyMapping,
  mapRow,
  mapRows,
  type MappedFault,
  type MappedListing,
} from './apply-mapping.ts'
export { asCells, cellsOf } from './flatten-json.ts'
export type { MappedColumn, MarketplaceCurrencies, Mapping } from './fields.ts'
export { findHeader, joinRows, layoutMapping } from './export-layouts.ts'
export { preview, type Preview, type PreviewRow } from './preview.ts'
export { decimalText, readPrice, type PriceContext, type ReadPrice } from './read-price.ts'
export { suggestMapping } from './suggest-columns.ts'
export { nameKey } from './header-names.ts'
export { addressesIn, conditionOf } from './read-values.ts'
