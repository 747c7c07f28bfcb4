export { enforcementRoutes } from './routes.ts'
export {
  actInProceeding,
  beginProceeding,
  clockJob,
  historyOf,
  readProceeding,
  sweepClocks,
} from './service.ts'
