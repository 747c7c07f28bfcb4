import { lazyRouteComponent } from '@tanstack/react-router'

export const QualityPage = lazyRouteComponent(() => import('./quality-page.tsx'), 'QualityPage')
export const QualityResultsPage = lazyRouteComponent(
  () => import('./results-page.tsx'),
  'QualityResultsPage',
)
export { readQualitySearch } from './search.ts'
