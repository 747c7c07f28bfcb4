export { proofRequestJob } from './proof-requests.ts'
export { findClearanceFor, issueClearance } from './clearances.ts'
export {
  decideAppeal,
  listAppealDecisions,
  listAppeals,
  proceedingOfAppeal,
  type AppealWithDocuments,
} from './decide-appeal.ts'
export { notifySellersJob } from './notify-sellers-job.ts'
export { purgeAppealsJob } from './purge-expired-appeals.ts'
export { submitAppeal } from './submit-appeal.ts'
export { appealRoutes, toAppealView } from './routes.ts'
export { mayReadAppeals } from './policy.ts'
