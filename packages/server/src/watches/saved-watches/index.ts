export { watchRoutes } from './routes.ts'
export { requireWatch, requireWatchReader } from './read-watches.ts'
export { findInstallation } from './settings-repository.ts'
