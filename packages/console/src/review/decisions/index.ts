import { lazyRouteComponent } from '@tanstack/react-router'

export const SecondLookPage = lazyRouteComponent(
  () => import('./approvals-page.tsx'),
  'SecondLookPage',
)
export { DecisionBar } from './decision-bar.tsx'
export { DeskProvider, keptOf, useDesk, useStanding } from './decision-context.tsx'
export { reasonOf, type Said } from './decision-reasons.ts'
export { ProposalsOn } from './listing-proposals.tsx'
export type { Decided } from './pending-decisions.ts'
