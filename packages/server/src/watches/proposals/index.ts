export { watchProposalRoutes } from './routes.ts'
export { listProposals } from './list-proposals.ts'
export { decideProposals } from './decide-proposals.ts'
export { purgeProposalDecisionsJob } from './purge-decisions.ts'
