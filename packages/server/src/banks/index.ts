export { putReference } from './service.ts'
export { bankRoutes } from './routes.ts'
export { deleteRemovedReferences } from './jobs.ts'
export { matchesOf, noteShown, watchBanks } from './watching.ts'
