import { lazyRouteComponent } from '@tanstack/react-router'
import { withMessages } from '../messages/index.ts'

export const QueuePage = lazyRouteComponent(
  () =>
    withMessages(
      ['captures', 'cases', 'enforce', 'images', 'proceedings'],
      import('./queue/queue-page.tsx'),
    ),
  'QueuePage',
)
export const ListingPage = lazyRouteComponent(
  () =>
    withMessages(
      ['captures', 'cases', 'enforce', 'images', 'proceedings'],
      import('./listing-page/listing-page.tsx'),
    ),
  'ListingPage',
)
export { TranslateButton } from './translations/translate-button.tsx'
export { StatedFacts } from './listing-page/listing-facts.tsx'
export { useKeys } from './queue/keyboard-shortcuts.ts'
export { useRowsByKeys } from './queue/keyboard-list.ts'
export { NameFilter } from './queue/name-filter.tsx'
export { hostsOf, picturesOf } from './listing-page/image-address.ts'
export { loadQueue, useListing, useSeenBrands, useSeenMarketplaces } from './queries.ts'
export { filtersOf, readQueueSearch } from './queue/search.ts'
