import { lazyRouteComponent } from '@tanstack/react-router'
import { withLaterWords } from '../../messages/index.ts'

export { OperatorArea } from './operator-area.tsx'

export const EnginesPage = lazyRouteComponent(
  () => withLaterWords(import('./engines-page.tsx')),
  'EnginesPage',
)
export const RetentionOverviewPage = lazyRouteComponent(
  () => withLaterWords(import('./retention-overview-page.tsx')),
  'RetentionOverviewPage',
)
export const JobsPage = lazyRouteComponent(
  () => withLaterWords(import('./jobs-page.tsx')),
  'JobsPage',
)
export const OrganisationsPage = lazyRouteComponent(
  () => withLaterWords(import('./organisations-page.tsx')),
  'OrganisationsPage',
)
export const StorePage = lazyRouteComponent(
  () => withLaterWords(import('./store-page.tsx')),
  'StorePage',
)
