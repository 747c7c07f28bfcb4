export { viewRoutes } from './routes.ts'
export { saveView, viewsOf } from './saved-views.ts'
