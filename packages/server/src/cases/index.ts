export { caseInSight } from './service.ts'
export { rebuildCases } from './rebuilding.ts'
export { caseRoutes } from './routes.ts'
