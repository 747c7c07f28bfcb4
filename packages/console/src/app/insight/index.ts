import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

export const InsightPage = lazyRouteComponent(
  () => withMessages(['insight'], import('./insight-page.tsx')),
  'InsightPage',
)
export const FigureListingsPage = lazyRouteComponent(
  () => withMessages(['insight'], import('./figure-listings-page.tsx')),
  'FigureListingsPage',
)
export { readFigureSearch, readInsightSearch } from './search.ts'
