export { openListingFile, type FileWishes } from './file.ts'
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
export { previewFile, tryMapping, type PreviewedRow } from './preview.ts'
