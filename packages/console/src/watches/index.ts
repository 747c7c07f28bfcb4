import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../messages/index.ts'

export { readCostSearch } from './costs/search.ts'
export { readSharedPage } from './tips/search.ts'

export const WatchesPage = lazyRouteComponent(
  () => withMessages(['watches'], import('./saved-watches/watches-page.tsx')),
  'WatchesPage',
)
export const NewWatchPage = lazyRouteComponent(
  () => withMessages(['watches'], import('./saved-watches/new-watch-page.tsx')),
  'NewWatchPage',
)
export const WatchPage = lazyRouteComponent(
  () =>
    withMessages(['cases', 'watch-proposals', 'watches'], import('./saved-watches/watch-page.tsx')),
  'WatchPage',
)
export const WatchCostsPage = lazyRouteComponent(
  () => withMessages(['watch-costs', 'watches'], import('./costs/watch-costs-page.tsx')),
  'WatchCostsPage',
)
export const ConnectorsPage = lazyRouteComponent(
  () => withMessages(['watches'], import('./connectors/connectors-page.tsx')),
  'ConnectorsPage',
)
export const GatePage = lazyRouteComponent(
  () => withMessages(['gate'], import('./gate/gate-page.tsx')),
  'GatePage',
)
export const WatchedListingPage = lazyRouteComponent(
  () => withMessages(['cases', 'watches'], import('./listing-history/watched-listing-page.tsx')),
  'WatchedListingPage',
)
export const TipsPage = lazyRouteComponent(
  () => withMessages(['cases', 'tips', 'watches'], import('./tips/tips-page.tsx')),
  'TipsPage',
)
export const SiteRequestsPage = lazyRouteComponent(
  () => withMessages(['gate', 'site-requests'], import('./site-requests/site-requests-page.tsx')),
  'SiteRequestsPage',
)
