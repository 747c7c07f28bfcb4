export { decisionRoutes } from './routes.ts'
export { recordDecisions, recordOutcomes } from './service.ts'
