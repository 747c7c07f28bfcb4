export {
  applyMapping,
  mapRow,
  mapRows,
  type MappedFault,
  type MappedListing,
} from './apply-mapping.ts'
export { asCells, cellsOf } from './cells.ts'
export type { MappedColumn, MarketplaceCurrencies, Mapping } from './fields.ts'
export { preview, type Preview, type PreviewRow } from './preview.ts'
export { decimalText, readPrice, type PriceContext, type ReadPrice } from './price.ts'
export { suggestMapping } from './suggest-columns.ts'
export { nameKey } from './names.ts'
export { addressesIn, conditionOf } from './values.ts'
