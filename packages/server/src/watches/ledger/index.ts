export { watchCostRoutes } from './routes.ts'
export { countOrigins } from './find-origins.ts'
export { readCosts } from './read-costs.ts'
export { costOfUsage, toAmount, type Usage } from './types.ts'
