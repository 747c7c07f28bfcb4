export { portfolioKnowledge } from './portfolio-knowledge.ts'
export { readOpenPortfolios } from './read-portfolios.ts'
export { portfolioRoutes } from './routes.ts'
export { startPortfolioUpdates, type PortfolioUpdates } from './update-portfolios.ts'
