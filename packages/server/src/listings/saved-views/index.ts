export { savedViewRoutes } from './routes.ts'
export { saveView, listViews } from './saved-views.ts'
