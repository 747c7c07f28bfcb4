export { tipRoutes } from './routes.ts'
