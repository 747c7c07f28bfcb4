import { lazyRouteComponent } from '@tanstack/react-router'

export const InboxPage = lazyRouteComponent(() => import('./inbox-page.tsx'), 'InboxPage')
export { kinds, readInboxSearch } from './search.ts'
export { useInboxCounts } from './queries.ts'
