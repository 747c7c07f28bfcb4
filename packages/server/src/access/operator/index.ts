export { clampWaits } from './correct-clock-skew.ts'
export { operatorRoutes } from './routes.ts'
