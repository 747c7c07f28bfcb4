export {
  isMerchantTable,
  merchantMapping,
  openMerchantXml,
  type MerchantOptions,
} from './feed/index.ts'
export { isMostlyFaulty, mostlyFaulty, type RowCounts } from './fault-limit.ts'
export {
  asListings,
  readJson,
  readJsonArray,
  readJsonDocument,
  readNdjson,
  type JsonOptions,
} from './json.ts'
export { cutLines } from './lines.ts'
export {
  chooseMapping,
  openFile,
  openListingFile,
  type FileOptions,
  type FindSettings,
  type ListingFile,
  type RememberedSettings,
} from './listing-file.ts'
export { defaultReadLimits, type ReadLimits } from './limits.ts'
export * from './mapping/index.ts'
export {
  detectFormat,
  formatOf,
  openTable,
  type FileFormat,
  type OpenOptions,
} from './open-table.ts'
export {
  defaultPageLimits,
  readPageListings,
  decodeListingPage,
  textOfPage,
  type PageEncoding,
  type PageLimits,
  type PageListings,
  type ReadPage,
} from './page/index.ts'
export { type Bytes, type Cell, type Cells, type Faults, type FaultyRow, type Row } from './row.ts'
export {
  csvCells,
  findEncoding,
  isKnownEncoding,
  openCsv,
  type CsvOptions,
  type Dialect,
  type EncodingCandidate,
  type Table,
} from './table/index.ts'
export { inUtf8 } from './transcode.ts'
export { openXlsx, type XlsxOptions } from './xlsx/index.ts'
export { readTrademarks, type TrademarkRecord } from './trademark/index.ts'
