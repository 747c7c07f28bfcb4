import { lazyRouteComponent } from '@tanstack/react-router'
import { withLaterWords } from '../../messages/index.ts'

export const AnnotationPage = lazyRouteComponent(
  () => withLaterWords(import('./annotation-page.tsx')),
  'AnnotationPage',
)
export const BlindAuditResultsPage = lazyRouteComponent(
  () => withLaterWords(import('./results-page.tsx')),
  'BlindAuditResultsPage',
)
export { readQualitySearch } from './search.ts'
