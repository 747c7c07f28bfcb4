import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

export const OverviewPage = lazyRouteComponent(
  () => withMessages(['overview'], import('./overview-page.tsx')),
  'OverviewPage',
)
export { readOverviewSearch } from './search.ts'
