export { judgeSellers, writeSellers } from './judge-sellers.ts'
export type { SellerPortfolios } from './seller-ledger.ts'
export { openRereadable } from './rereadable-input.ts'
