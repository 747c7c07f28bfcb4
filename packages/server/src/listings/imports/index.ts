export { encodingUnclear, previewListingFile, readListingFile } from './read-listing-file.ts'
export type { Bytes, Cells, FileOptions, Mapping, Row } from '../formats/index.ts'
export {
  findSettings,
  deleteMapping,
  saveMapping,
  listMappings,
  maxMappings,
  signatureOf,
} from './mappings-repository.ts'
export {
  deleteMarketplaceCurrency,
  listMarketplaceCurrencies,
  maxMarketplaceCurrencies,
  saveMarketplaceCurrency,
} from './marketplace-currencies-repository.ts'
export { readListingPage, type PageSource, type ReadListingPage } from './read-web-page.ts'
export { previewMapping, type PreviewedRow } from './preview-file.ts'
