import { lazyRouteComponent } from '@tanstack/react-router'

export const QueuePage = lazyRouteComponent(() => import('./queue-page.tsx'), 'QueuePage')
export const OfferPage = lazyRouteComponent(() => import('./offer-page.tsx'), 'OfferPage')
export const SecondLookPage = lazyRouteComponent(
  () => import('./second-look-page.tsx'),
  'SecondLookPage',
)
export { StatedFacts } from './facts.tsx'
export { useKeys } from './keys.ts'
export { useRowsByKeys } from './rows-by-keys.ts'
export { NameFilter } from './name-filter.tsx'
export { hostsOf, picturesOf } from './picture-address.ts'
export { VisibleText } from './marked-text.tsx'
export { DeskProvider } from './desk-context.tsx'
export { readOffers, useBrandNames } from './queries.ts'
export { filtersOf, readQueueSearch } from './search.ts'
