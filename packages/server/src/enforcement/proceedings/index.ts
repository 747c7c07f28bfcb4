export { proceedingRoutes } from './routes.ts'
export {
  applyTransitions,
  applyTransitionAsUser,
  openProceeding,
  openProceedingAsUser,
} from './manage-proceedings.ts'
export { loadProceeding, organisationOfProceeding } from './load-proceeding.ts'
export { listDeadlines, listProceedings, readHistory } from './read-proceedings.ts'
export { toCalculationView, toLawLines } from './proceeding-views.ts'
export type { ManagedAction } from './apply-action.ts'
export { maySendUnder, recordCounselSignature } from './counsel-approvals.ts'
export { deadlineJob, sweepDeadlines } from './sweep-deadlines.ts'
