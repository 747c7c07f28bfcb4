import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

export const SellersPage = lazyRouteComponent(
  () => withMessages(['sellers'], import('./sellers-page.tsx')),
  'SellersPage',
)
export const SellerQueuePage = lazyRouteComponent(
  () => withMessages(['portfolios', 'sellers'], import('./seller-queue-page.tsx')),
  'SellerQueuePage',
)
export const SellerPage = lazyRouteComponent(
  () =>
    withMessages(
      ['appeals', 'cases', 'moderation', 'moderation-actions', 'networks', 'notices', 'sellers'],
      import('./seller-page.tsx'),
    ),
  'SellerPage',
)
export { readSellerQueueSearch, readSellerSearch } from './search.ts'
export { useSellerName } from './seller-name.ts'
