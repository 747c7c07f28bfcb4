export { revisionRoutes } from './routes.ts'
export { proposeWeights } from './service.ts'
export { putIntoShadow } from './advance-release.ts'
export { revisionsOf, watchRevisions } from './watch-releases.ts'
