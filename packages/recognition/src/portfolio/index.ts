export { portfolioEntry, type PortfolioEntry } from './portfolio-entry.ts'
export { Portfolio } from './portfolio.ts'
