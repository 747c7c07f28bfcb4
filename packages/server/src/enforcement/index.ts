export { enforcementRoutes } from './routes.ts'
export { maySendUnder } from './signatures.ts'
export {
  actInProceeding,
  beginProceeding,
  clockJob,
  historyOf,
  readProceeding,
  sweepClocks,
} from './service.ts'
