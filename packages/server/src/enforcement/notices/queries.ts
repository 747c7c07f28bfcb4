import { exportedQuery } from '../../platform/db/index.ts'

export const noticeListings = exportedQuery
  .selectFrom('notice_items')
  .select(['notice_id', 'listing_id'])
