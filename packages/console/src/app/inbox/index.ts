import { lazyRouteComponent } from '@tanstack/react-router'

export const InboxPage = lazyRouteComponent(() => import('./inbox-page.tsx'), 'InboxPage')
export { NextStep } from './next-step.tsx'
export { readInboxSearch } from './search.ts'
export { useInboxCounts } from './queries.ts'
