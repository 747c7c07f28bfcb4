export { linkRoutes } from './routes.ts'
export { startLinkUpdates, type LinkUpdates } from './update-links.ts'
