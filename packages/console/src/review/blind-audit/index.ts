import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

export const AnnotationPage = lazyRouteComponent(
  () => withMessages(['blind-audit'], import('./annotation-page.tsx')),
  'AnnotationPage',
)
export const BlindAuditResultsPage = lazyRouteComponent(
  () => withMessages(['blind-audit'], import('./results-page.tsx')),
  'BlindAuditResultsPage',
)
export { readBlindAuditSearch } from './search.ts'
