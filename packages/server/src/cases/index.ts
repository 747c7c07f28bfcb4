export { actOnCase } from './acting.ts'
export { rebuildCases } from './rebuilding.ts'
export { caseRoutes } from './routes.ts'
export { boardOf, caseInSight, casesOf, openCase, readCase } from './service.ts'
