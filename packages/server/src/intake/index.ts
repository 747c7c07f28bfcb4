export { openListingFile, type FileWishes, type Remembered } from './file.ts'
export type { Bytes, Cells, Mapping } from '../formats/index.ts'
export {
  findMapping,
  forgetMapping,
  keepMapping,
  mappingsOf,
  mostMappings,
  signatureOf,
  type KeptMapping,
} from './mapping-store.ts'
export { readPage, type GivenPage, type ReadPage } from './page.ts'
export {
  previewFile,
  tryMapping,
  type FilePreview,
  type PreviewedRow,
  type ReadRow,
} from './preview.ts'
