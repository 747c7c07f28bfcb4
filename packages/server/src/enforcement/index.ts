export { enforcementRoutes } from './routes.ts'
export {
  actInProceeding,
  beginProceeding,
  clockJob,
  historyOf,
  readProceeding,
  recordAct,
  standingOf,
  sweepClocks,
} from './service.ts'
