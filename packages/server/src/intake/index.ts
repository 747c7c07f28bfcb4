export type { FileWishes } from './file.ts'
export { encodingUnclear, previewListingFile, readListingFile } from './reading.ts'
export type { Bytes, Cells, Mapping } from '../formats/index.ts'
export {
  findMapping,
  forgetMapping,
  keepMapping,
  mappingsOf,
  mostMappings,
  signatureOf,
} from './mapping-store.ts'
export { readPage, type GivenPage, type ReadPage } from './page.ts'
export { tryMapping, type PreviewedRow } from './preview.ts'
