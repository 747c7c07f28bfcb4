export { watchCostRoutes } from './routes.ts'
export { costOfUsage, type Usage } from './types.ts'
