export { ListingPortfolio } from './listing-portfolio.tsx'
export { OverviewSellers } from './overview-sellers.tsx'
export { SellerPortfolioCard } from './seller-portfolio.tsx'
