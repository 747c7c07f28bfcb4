import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

export const SellerQueuePage = lazyRouteComponent(
  () => withMessages(['portfolios', 'sellers'], import('./seller-queue-page.tsx')),
  'SellerQueuePage',
)
export { readPortfolioSearch } from './search.ts'
