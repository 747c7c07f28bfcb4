export { publishLedger } from './publish-ledger.ts'
export { errorLedgerRoutes } from './routes.ts'
