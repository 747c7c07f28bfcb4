export { labelOfDecision, labelOfOutcome } from './model.ts'
export { decisionRoutes } from './routes.ts'
export { recordDecisions, recordOutcomes } from './service.ts'
export { setRules } from './settling.ts'
