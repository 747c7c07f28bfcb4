export { revisionRoutes } from './routes.ts'
export { proposeRevision, proposeWeights, putIntoShadow } from './service.ts'
export { revisionsOf, watchRevisions, type RevisionWatch } from './watch.ts'
