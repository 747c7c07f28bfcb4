export { linkModelRoutes } from './routes.ts'
