export { clampWaits } from './clamp-waits.ts'
export { installationRoutes } from './routes.ts'
