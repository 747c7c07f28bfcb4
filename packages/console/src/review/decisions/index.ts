import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

export const ApprovalsPage = lazyRouteComponent(
  () => withMessages(['cases', 'moderation', 'notices'], import('./approvals-page.tsx')),
  'ApprovalsPage',
)
export { DecisionBar } from './decision-bar.tsx'
export {
  DecisionProvider,
  storedDecisionsOf,
  useDecisions,
  useCurrentDecision,
} from './decision-context.tsx'
export { reasonOf, type DecisionDetails } from './decision-reasons.ts'
export { ListingProposals } from './listing-proposals.tsx'
export type { DecisionTarget } from './pending-decisions.ts'
