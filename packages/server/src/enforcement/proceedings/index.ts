export { enforcementRoutes } from './routes.ts'
export {
  actInHouse,
  actInProceeding,
  beginInHouse,
  beginProceeding,
  caseInHouse,
  clocksOf,
  historyOf,
  organisationOfProceeding,
  proceedingsOf,
} from './service.ts'
export { maySendUnder, signForCounsel } from './counsel-approvals.ts'
export { clockJob, sweepClocks } from './sweep-deadlines.ts'
