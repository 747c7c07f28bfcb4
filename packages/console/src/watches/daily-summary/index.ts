import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../../messages/index.ts'

export const WatchSummaryPage = lazyRouteComponent(
  () => withMessages(['watch-summary', 'watches'], import('./summary-page.tsx')),
  'WatchSummaryPage',
)
export { readSummarySearch } from './search.ts'
