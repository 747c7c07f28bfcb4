import { lazyRouteComponent } from '@tanstack/react-router'
import { withLaterWords } from '../../messages/index.ts'

export const AccountabilityPage = lazyRouteComponent(
  () => withLaterWords(import('./notice-quality-page.tsx')),
  'AccountabilityPage',
)
export const EmbargoesPage = lazyRouteComponent(
  () => withLaterWords(import('../confidentiality-holds/confidentiality-holds-page.tsx')),
  'EmbargoesPage',
)
export { readAccountabilitySearch } from './search.ts'
