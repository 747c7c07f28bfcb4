export { judgeSellers, writeSellers } from './judge-sellers.ts'
export type { SellerPortfolios } from './seller-ledger.ts'
export { openTwice } from './open-twice.ts'
