import { lazyRouteComponent } from '@tanstack/react-router'
import { withLaterWords } from '../../messages/index.ts'

export { InstallationArea } from './operator-area.tsx'

export const EnginesPage = lazyRouteComponent(
  () => withLaterWords(import('./engines-page.tsx')),
  'EnginesPage',
)
export const InstallationRetentionPage = lazyRouteComponent(
  () => withLaterWords(import('./retention-overview-page.tsx')),
  'InstallationRetentionPage',
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
