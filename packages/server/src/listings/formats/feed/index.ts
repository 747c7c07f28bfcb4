export { isMerchantTable, merchantMapping } from './mapping.ts'
export { openMerchantXml, type MerchantOptions } from './merchant.ts'
