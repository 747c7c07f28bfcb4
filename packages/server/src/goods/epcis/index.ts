export { epcisRoutes } from './routes.ts'
