export { rebuildCases } from './rebuilding.ts'
export { caseRoutes } from './routes.ts'
export { readCase } from './service.ts'
