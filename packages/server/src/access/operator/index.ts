export { clampWaits } from './clamp-waits.ts'
export { operatorRoutes } from './routes.ts'
