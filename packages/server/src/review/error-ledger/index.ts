export { errorLedgerRoutes } from './routes.ts'
