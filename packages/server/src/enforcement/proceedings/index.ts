export { proceedingRoutes } from './routes.ts'
export {
  applyTransitions,
  applyTransitionAsUser,
  openProceeding,
  openProceedingAsUser,
  loadProceeding,
  listDeadlines,
  readHistory,
  organisationOfProceeding,
  listProceedings,
} from './manage-proceedings.ts'
export { toLawLines } from './proceeding-views.ts'
export type { ManagedAction } from './apply-action.ts'
export { maySendUnder, recordCounselSignature } from './counsel-approvals.ts'
export { deadlineJob, sweepDeadlines } from './sweep-deadlines.ts'
