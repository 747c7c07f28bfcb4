export { viewRoutes } from './routes.ts'
export { saveView, viewsOf } from './service.ts'
