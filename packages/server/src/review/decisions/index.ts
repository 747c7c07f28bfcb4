export { labelOfDecision, labelOfOutcome } from './types.ts'
export { decisionRoutes } from './routes.ts'
export { recordDecisions, recordOutcomes } from './record-decisions.ts'
export { setRules } from './decision-rules.ts'
