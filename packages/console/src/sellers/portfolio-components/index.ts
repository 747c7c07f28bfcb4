import { lazy } from 'react'
import { withMessages } from '../../messages/index.ts'

const loadParts = () =>
  withMessages(['networks', 'portfolios', 'sellers'], import('./portfolio-parts.ts'))

export const SellerPortfolioCard = lazy(async () => ({
  default: (await loadParts()).SellerPortfolioCard,
}))
export const ListingPortfolio = lazy(async () => ({
  default: (await loadParts()).ListingPortfolio,
}))
export const OverviewSellers = lazy(async () => ({ default: (await loadParts()).OverviewSellers }))
export { ExplainButton } from './explain-portfolio.tsx'
export { useFactText } from './fact-text.ts'
export { PortfolioStateMarks } from './portfolio-state.tsx'
export { usePortfolioAction, usePortfolios, type SellerPortfolio } from './queries.ts'
