export { revisionRoutes } from './routes.ts'
export { proposeWeights } from './service.ts'
export { putIntoShadow } from './steps.ts'
export { revisionsOf, watchRevisions } from './watch.ts'
