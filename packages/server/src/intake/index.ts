export { openListingFile, type FileWishes } from './file.ts'
export type { Bytes, Mapping } from '../formats/index.ts'
export { readPage, type GivenPage, type ReadPage } from './page.ts'
