export { headerOf, type Exchange } from './record.ts'
export { waczFiles, writeWacz } from './wacz.ts'
