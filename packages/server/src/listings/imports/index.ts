export type { FileOptions } from './listing-file.ts'
export { encodingUnclear, previewListingFile, readListingFile } from './read-listing-file.ts'
export type { Bytes, Cells, Mapping } from '../formats/index.ts'
export {
  findMapping,
  deleteMapping,
  saveMapping,
  listMappings,
  maxMappings,
  signatureOf,
} from './mappings-repository.ts'
export { readListingPage, type PageSource, type ReadListingPage } from './read-web-page.ts'
export { previewMapping, type PreviewedRow } from './preview-file.ts'
