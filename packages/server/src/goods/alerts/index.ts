export { listAlerts, publishAlert } from './manage-alerts.ts'
export { alertRoutes } from './routes.ts'
