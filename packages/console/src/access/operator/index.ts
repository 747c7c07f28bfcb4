import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

export { OperatorArea } from './operator-area.tsx'

export const InstallationCard = lazyRouteComponent(
  () => withMessages(['operator'], import('./installation-card.tsx')),
  'InstallationCard',
)
export const EnginesPage = lazyRouteComponent(
  () => withMessages(['operator'], import('./engines-page.tsx')),
  'EnginesPage',
)
export const RetentionOverviewPage = lazyRouteComponent(
  () => withMessages(['operator', 'retention'], import('./retention-overview-page.tsx')),
  'RetentionOverviewPage',
)
export const JobsPage = lazyRouteComponent(
  () => withMessages(['operator', 'webhooks'], import('./jobs-page.tsx')),
  'JobsPage',
)
export const OrganisationsPage = lazyRouteComponent(
  () => withMessages(['operator', 'users'], import('./organisations-page.tsx')),
  'OrganisationsPage',
)
export const StorePage = lazyRouteComponent(
  () => withMessages(['operator'], import('./store-page.tsx')),
  'StorePage',
)
