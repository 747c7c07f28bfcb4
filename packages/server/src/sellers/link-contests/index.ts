export { linkContestRoutes } from './routes.ts'
