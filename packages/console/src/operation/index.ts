import { lazyRouteComponent } from '@tanstack/react-router'

export { InstallationArea } from './installation-area.tsx'

export const EnginesPage = lazyRouteComponent(() => import('./engines-page.tsx'), 'EnginesPage')
export const InstallationRetentionPage = lazyRouteComponent(
  () => import('./retention-page.tsx'),
  'InstallationRetentionPage',
)
export const JobsPage = lazyRouteComponent(() => import('./jobs-page.tsx'), 'JobsPage')
export const OrganisationsPage = lazyRouteComponent(
  () => import('./organisations-page.tsx'),
  'OrganisationsPage',
)
export const StorePage = lazyRouteComponent(() => import('./store-page.tsx'), 'StorePage')
