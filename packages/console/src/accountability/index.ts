import { lazyRouteComponent } from '@tanstack/react-router'
import { withLaterWords } from '../messages/index.ts'

export const AccountabilityPage = lazyRouteComponent(
  () => withLaterWords(import('./accountability-page.tsx')),
  'AccountabilityPage',
)
export const EmbargoesPage = lazyRouteComponent(
  () => withLaterWords(import('./embargoes-page.tsx')),
  'EmbargoesPage',
)
export { readAccountabilitySearch } from './search.ts'
