export { actOnCase } from './acting.ts'
export { caseInSight, openCase } from './service.ts'
export { rebuildCases } from './rebuilding.ts'
export { caseRoutes } from './routes.ts'
