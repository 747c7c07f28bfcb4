export { correctClockSkew } from './correct-clock-skew.ts'
export { operatorRoutes } from './routes.ts'
