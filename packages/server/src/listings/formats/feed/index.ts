export { isMerchantTable, merchantMapping } from './feed-columns.ts'
export { openMerchantXml, type MerchantOptions } from './merchant.ts'
