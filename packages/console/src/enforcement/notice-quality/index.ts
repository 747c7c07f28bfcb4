import { lazyRouteComponent } from '@tanstack/react-router'
import { withLaterWords } from '../../messages/index.ts'

export const NoticeQualityPage = lazyRouteComponent(
  () => withLaterWords(import('./notice-quality-page.tsx')),
  'NoticeQualityPage',
)
export const ConfidentialityHoldsPage = lazyRouteComponent(
  () => withLaterWords(import('../confidentiality-holds/confidentiality-holds-page.tsx')),
  'ConfidentialityHoldsPage',
)
export { readAccountabilitySearch } from './search.ts'
