import { lazyRouteComponent } from '@tanstack/react-router'

export const AccountabilityPage = lazyRouteComponent(
  () => import('./accountability-page.tsx'),
  'AccountabilityPage',
)
export const EmbargoesPage = lazyRouteComponent(
  () => import('./embargoes-page.tsx'),
  'EmbargoesPage',
)
export { readAccountabilitySearch } from './search.ts'
