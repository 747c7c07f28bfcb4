export { marks as portfolioMarks, portfolioEntry, type PortfolioEntry } from './portfolio-entry.ts'
export { levelsBelow, Portfolio, sharedPriceFrom } from './portfolio.ts'
