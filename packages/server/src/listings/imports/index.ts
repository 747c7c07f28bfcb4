export type { FileWishes } from './listing-file.ts'
export { encodingUnclear, previewListingFile, readListingFile } from './read-listing-file.ts'
export type { Bytes, Cells, Mapping } from '../formats/index.ts'
export {
  findMapping,
  forgetMapping,
  keepMapping,
  mappingsOf,
  mostMappings,
  signatureOf,
} from './mappings-repository.ts'
export { readPage, type GivenPage, type ReadPage } from './listing-page.ts'
export { tryMapping, type PreviewedRow } from './preview-file.ts'
