export { goodsFigureRoutes } from './routes.ts'
