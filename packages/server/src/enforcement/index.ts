export { enforcementRoutes } from './routes.ts'
export {
  actInHouse,
  actInProceeding,
  beginProceeding,
  caseInHouse,
  clockJob,
  historyOf,
  organisationOfProceeding,
  readProceeding,
  sweepClocks,
} from './service.ts'
