export { codeKeyRoutes } from './routes.ts'
