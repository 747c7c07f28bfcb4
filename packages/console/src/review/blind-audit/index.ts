import { lazyRouteComponent } from '@tanstack/react-router'
import { withLaterWords } from '../../messages/index.ts'

export const QualityPage = lazyRouteComponent(
  () => withLaterWords(import('./annotation-page.tsx')),
  'QualityPage',
)
export const QualityResultsPage = lazyRouteComponent(
  () => withLaterWords(import('./results-page.tsx')),
  'QualityResultsPage',
)
export { readQualitySearch } from './search.ts'
