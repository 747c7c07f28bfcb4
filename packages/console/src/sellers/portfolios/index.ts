import { lazyRouteComponent } from '@tanstack/react-router'
import { lazy } from 'react'
import { withMessages } from '../../messages/index.ts'

export const SellerQueuePage = lazyRouteComponent(
  () => withMessages(['portfolios', 'sellers'], import('./seller-queue-page.tsx')),
  'SellerQueuePage',
)
export const SellerPortfolioCard = lazy(async () => {
  const loaded = await withMessages(['portfolios'], import('./seller-portfolio.tsx'))
  return { default: loaded.SellerPortfolioCard }
})
export const ListingPortfolio = lazy(async () => {
  const loaded = await withMessages(['portfolios'], import('./listing-portfolio.tsx'))
  return { default: loaded.ListingPortfolio }
})
export const OverviewSellers = lazy(async () => {
  const loaded = await withMessages(['portfolios', 'sellers'], import('./overview-sellers.tsx'))
  return { default: loaded.OverviewSellers }
})
export { readPortfolioSearch } from './search.ts'
