export { headerOf, type Exchange } from './record.ts'
export { waczFiles, writeWacz, type ArchiveOptions } from './wacz.ts'
