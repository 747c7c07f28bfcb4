export { enforcementRoutes } from './routes.ts'
export { maySendUnder, signForCounsel } from './signatures.ts'
export {
  actInProceeding,
  beginProceeding,
  clockJob,
  historyOf,
  readProceeding,
  sweepClocks,
} from './service.ts'
