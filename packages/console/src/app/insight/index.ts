import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

const pages = () => withMessages(['insight'], import('./insight-page.tsx'))

export const InsightPage = lazyRouteComponent(pages, 'InsightPage')
export const FunnelPage = lazyRouteComponent(pages, 'FunnelPage')
export const FigureListingsPage = lazyRouteComponent(
  () => withMessages(['insight'], import('./figure-listings-page.tsx')),
  'FigureListingsPage',
)
export { readFigureSearch, readInsightSearch } from './search.ts'
